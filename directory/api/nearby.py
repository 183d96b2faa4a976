"""Which places serve a postcode: by the area they cover, and by distance between points that are
public anyway."""

from math import asin, cos, radians, sin, sqrt

from sqlalchemy import ColumnElement, Table, and_, exists, or_, select

from directory.api import areas
from directory.api.parameters import BadParameter
from directory.api.queries import HERE
from directory.config import current_settings
from directory.extensions import db
from directory.geo.gazetteer import gazetteer_at
from directory.geo.place import Place
from directory.listings.models import NODES
from directory.listings.publishable import GRID, published_point
from directory.listings.record import Location, ServiceArea

AREAS: Table = NODES[ServiceArea].table
LOCATIONS: Table = NODES[Location].table
EARTH = 6_371_009.0  # metres, mean radius
DEGREE = EARTH * radians(1)  # metres in a degree of latitude

Condition = ColumnElement[bool]


def near(postcode: str | None, metres: float | None) -> Condition | None:
    """Narrows services at locations. Raises BadParameter for a postcode nobody knows."""
    if postcode is None:
        if metres is not None:
            raise BadParameter("proximity", "It is measured from a postcode. Send postcode too.")
        return None
    place = _place(postcode)
    condition = _serves(place)
    return condition if metres is None else and_(condition, _within(place, metres))


def _place(postcode: str) -> Place:
    settings = current_settings()
    for place in gazetteer_at(settings.home, settings.default_country).locate(postcode):
        if place.code and place.kind in ("zip", "outward"):
            return place
    raise BadParameter("postcode", "This postcode is not known here. Check it for slips.")


def _serves(place: Place) -> Condition:
    """A place's own areas count before those of its service; without any it serves all."""
    drawn = [
        row.id
        for row in db.session.execute(
            select(AREAS.c.id, AREAS.c.extent).where(
                AREAS.c.coverage.is_(None), AREAS.c.extent_type == "geojson"
            )
        )
        if areas.holds(row.extent or "", place.latitude, place.longitude) is not False
    ]
    covers = or_(
        AREAS.c.coverage.in_(place.areas),
        and_(
            AREAS.c.coverage.is_(None),
            or_(
                AREAS.c.extent_type.is_(None),
                AREAS.c.extent_type != "geojson",
                AREAS.c.id.in_(drawn),
            ),
        ),
    )
    here = AREAS.c.service_at_location_id == HERE.c.id
    whole = AREAS.c.service_id == HERE.c.service_id
    return or_(
        exists().where(here, covers),
        and_(~exists().where(here), or_(exists().where(whole, covers), ~exists().where(whole))),
    )


def _within(place: Place, metres: float) -> Condition:
    reach = metres / DEGREE + GRID  # a public point lies on a grid beside the stored one
    statement = select(
        LOCATIONS.c.id, LOCATIONS.c.latitude, LOCATIONS.c.longitude, LOCATIONS.c.precision
    ).where(
        LOCATIONS.c.latitude.between(place.latitude - reach, place.latitude + reach),
        LOCATIONS.c.longitude.is_not(None),
    )
    close = [
        row.id
        for row in db.session.execute(statement)
        if _metres(
            place.point, published_point(row.latitude, row.longitude, row.precision)
        ) <= metres
    ]  # fmt: skip
    return HERE.c.location_id.in_(close)


def _metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great circle between two points in degrees."""
    lat1, lon1, lat2, lon2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, half)))
