"""Conditions in SQL: where and when a listing can be had. Values are bound, never written in."""

import json
from typing import Any

from directory.search.circle import EARTH_KM, around, middle
from directory.search.query import ANYWHERE_UNSTATED, Box, Circle, OpenAt, OpenDuring, Query
from directory.search.reach import QUARTERS, quarter, worth_of_serving
from directory.search.weights import HALF_KM, NEAR

Values = dict[str, Any]

GREAT_CIRCLE = f"""
2 * {EARTH_KM} * asin(sqrt(least(1.0,
    sin((radians(s.latitude) - radians(%(latitude)s)) / 2) ^ 2
    + cos(radians(%(latitude)s)) * cos(radians(s.latitude))
    * sin((radians(s.longitude) - radians(%(longitude)s)) / 2) ^ 2)))"""


def open_spot(query: Query, zones: tuple[str, ...], values: Values) -> str:
    """Whether a spot `s` is open."""
    match query.open:
        case OpenAt(instant):
            values["quarters"] = _json({zone: quarter(instant, zone) for zone in zones})
            return "get_bit(s.week, (%(quarters)s::jsonb ->> s.zone)::integer) = 1"
        case OpenDuring(days, start, end):
            wanted = ["0"] * QUARTERS
            for day in days:
                for at in range(day * 96 + start // 15, day * 96 - (-end // 15)):
                    wanted[at] = "1"
            values["during"] = "".join(wanted)
            return f"(s.week & %(during)s::bit({QUARTERS})) <> 0::bit({QUARTERS})"
    return "true"


def quarters_to_wait(query: Query, zones: tuple[str, ...], values: Values) -> str:
    """Quarter-hours until a spot `s` next opens: 0 is now. NULL where nobody knows."""
    values["clock"] = _json({zone: quarter(query.now, zone) for zone in zones})
    at = "(%(clock)s::jsonb ->> s.zone)::integer"
    ahead = f"substring(s.week from {at} + 1) || substring(s.week for {at})"
    return f"nullif(position(B'1' in ({ahead})), 0) - 1"


def there(query: Query, name: str, is_open: str, values: Values) -> str:
    """Queries `near_NAME`, `there_NAME` of the listings that can be had in the asked place:
    listing, km and location_id of the nearest spot, and how much the way counts."""
    place = query.place
    assert place is not None
    values["latitude"], values["longitude"] = (
        (place.latitude, place.longitude) if isinstance(place, Circle) else middle(place)
    )
    near = f"""near_{name} AS (
        SELECT DISTINCT ON (listing) listing, km, location_id FROM (
            SELECT s.listing, s.place, s.location_id, {GREAT_CIRCLE} AS km
            FROM search_index_spots s WHERE {_in_box(place, values)} AND {is_open}
        ) s WHERE {_inside(place, values)} ORDER BY listing, km, place)"""
    factor = f"{NEAR} + {1 - NEAR} / (1 + km / {HALF_KM})"
    codes = () if query.here_only else (*query.areas, ANYWHERE_UNSTATED)
    if not codes:
        return f"{near}, there_{name} AS (SELECT *, {factor} AS way FROM near_{name})"
    values["areas"] = list(codes)
    values["serving"] = [worth_of_serving(code) for code in codes]
    served = f"""
        SELECT l.number AS listing, (
            SELECT max(worth) FROM unnest(%(areas)s::text[], %(serving)s::float8[])
                AS area (code, worth) WHERE code = ANY(l.coverage)
        ) AS worth FROM search_index_listings l WHERE l.coverage && %(areas)s::text[]
        AND {any_spot(is_open)}"""
    return f"""{near}, there_{name} AS (
        SELECT listing, km, location_id, greatest({factor}, worth) AS way
        FROM near_{name} FULL JOIN ({served}) served USING (listing))"""


def any_spot(condition: str) -> str:
    """Whether the condition holds for any spot `s` of the listing `l`."""
    if condition == "true":
        return "true"
    return f"EXISTS (SELECT FROM search_index_spots s WHERE s.listing = l.number AND {condition})"


def _in_box(place: Circle | Box, values: Values) -> str:
    box = around(place) if isinstance(place, Circle) else place
    values |= {"south": box.south, "north": box.north, "west": box.west, "east": box.east}
    spans = [("west", "east")]
    if box.west > box.east:  # across the antimeridian
        values |= {"edge": 180.0, "other_edge": -180.0}
        spans = [("west", "edge"), ("other_edge", "east")]
    boxes = " OR ".join(
        "point(s.longitude, s.latitude) <@"
        f" box(point(%({east})s, %(north)s), point(%({west})s, %(south)s))"
        for west, east in spans
    )
    return f"s.latitude IS NOT NULL AND ({boxes})"


def _inside(place: Circle | Box, values: Values) -> str:
    if isinstance(place, Box):
        return "true"
    values["km"] = place.km
    return "km <= %(km)s"


def _json(values: dict[str, int]) -> str:

    return json.dumps(values)
