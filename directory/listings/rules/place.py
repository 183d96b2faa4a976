"""Where: points that can be there, addresses that agree with themselves, virtual places."""

import json
import math
import re
from collections.abc import Iterator

from directory.listings.messages import N_
from directory.listings.record import Address, Location, ServiceArea
from directory.listings.rules.problem import Around, Problem, join, refuse, warn
from directory.listings.rules.reach import country_problem, is_country

LOCATION_TYPES = frozenset({"physical", "postal", "virtual"})
PRECISIONS = frozenset({"exact", "street", "postcode", "town", "area"})
EXTENT_TYPES = frozenset({"geojson", "topojson", "kml", "text"})

# Shapes only: whether a code exists is for the gazetteer to say.
_POSTCODES = {
    "US": re.compile(r"\d{5}(?:-\d{4})?"),
    "GB": re.compile(r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|GIR ?0AA)", re.I),
    "CA": re.compile(r"[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d", re.I),
    "AU": re.compile(r"\d{4}"),
    "NZ": re.compile(r"\d{4}"),
    "IE": re.compile(r"[A-Z]\d[\dW] ?[A-Z\d]{4}", re.I),
    "DE": re.compile(r"\d{5}"),
    "FR": re.compile(r"\d{5}"),
    "MX": re.compile(r"\d{5}"),
}


def location_problems(around: Around) -> Iterator[Problem]:
    for path, location in around.each(Location):
        yield from _kind(path, location)
        yield from _point(around, path, location)
        if location.country is not None and not is_country(location.country):
            yield country_problem(join(path, "country"), location.country)


def _kind(path: str, location: Location) -> Iterator[Problem]:
    kind = location.location_type
    if kind not in LOCATION_TYPES:
        yield refuse(
            join(path, "location_type"),
            "location-type",
            N_("A place is physical, postal or virtual. “%(kind)s” is none of these."),
            kind=kind,
        )
    if location.precision is not None and location.precision not in PRECISIONS:
        yield refuse(
            join(path, "precision"),
            "precision",
            N_("How exact the place is must be exact, street, postcode, town or area."),
        )
    if kind != "virtual":
        return
    if not location.url:
        yield refuse(
            join(path, "url"),
            "virtual-url",
            N_("An online place needs a web address: the sign-up or information page."),
        )
    if location.latitude is not None or location.longitude is not None:
        yield refuse(
            join(path, "latitude"),
            "virtual-coordinates",
            N_("An online place has no point on the map. Remove the coordinates."),
        )
    if any(address.address_type == "physical" for address in location.addresses):
        yield refuse(
            join(path, "addresses"),
            "virtual-address",
            N_("An online place has no street address. Remove the address."),
        )


def _point(around: Around, path: str, location: Location) -> Iterator[Problem]:
    lat, lon = location.latitude, location.longitude
    if lat is None and lon is None:
        return
    if lat is None or lon is None:
        yield refuse(
            join(path, "latitude"),
            "coordinates-half",
            N_("A point needs both latitude and longitude. One of them is missing."),
        )
    elif not (math.isfinite(lat) and abs(lat) <= 90):
        yield refuse(
            join(path, "latitude"),
            "coordinates-range",
            N_("The latitude must be between -90 and 90. It is %(value)s."),
            value=str(lat),
        )
    elif not (math.isfinite(lon) and abs(lon) <= 180):
        yield refuse(
            join(path, "longitude"),
            "coordinates-range",
            N_("The longitude must be between -180 and 180. It is %(value)s."),
            value=str(lon),
        )
    elif lat == 0 and lon == 0:
        yield refuse(
            join(path, "latitude"),
            "coordinates-zero",
            N_("The point 0, 0 is in the sea. It stands for a missing point. Remove it."),
        )
    elif around.places is not None and location.location_type != "virtual":
        yield from _inside(around, path, location, lat, lon)


def _inside(
    around: Around, path: str, location: Location, lat: float, lon: float
) -> Iterator[Problem]:
    assert around.places is not None
    country, state = stated_place(location)
    if not country or around.places.contains(country, state, lat, lon) is not False:
        return
    where = f"{state}, {country}" if state else country
    yield refuse(
        join(path, "latitude"),
        "coordinates-elsewhere",
        N_(
            "The point on the map (%(lat)s, %(lon)s) is not in %(where)s. Check the address, or "
            "remove the point."
        ),
        lat=str(lat),
        lon=str(lon),
        where=where,
    )


def stated_place(location: Location) -> tuple[str, str]:
    """(country, state) as the location itself says, "" where it does not."""
    physical = [a for a in location.addresses if a.address_type == "physical"]
    address = next(iter(physical or location.addresses), None)
    country = location.country or (address.country if address else "") or ""
    state = location.state or (address.state_province if address else "") or ""
    return (country.upper() if is_country(country.upper()) else "", state.strip())


def address_problems(around: Around) -> Iterator[Problem]:
    for path, address in around.each(Address):
        if address.address_type not in LOCATION_TYPES:
            yield refuse(
                join(path, "address_type"),
                "address-type",
                N_("An address is physical, postal or virtual. “%(kind)s” is none of these."),
                kind=address.address_type,
            )
        if address.country and not is_country(address.country):
            yield country_problem(join(path, "country"), address.country)
        pattern = _POSTCODES.get(address.country)
        code = address.postal_code
        if around.record is not None and pattern and code and not pattern.fullmatch(code.strip()):
            yield warn(
                join(path, "postal_code"),
                "postcode",
                N_("“%(code)s” does not look like a postal code there. Check it."),
                code=code,
            )


def area_problems(around: Around) -> Iterator[Problem]:
    for path, area in around.each(ServiceArea):
        kind = area.extent_type
        if kind is not None and kind not in EXTENT_TYPES:
            yield refuse(
                join(path, "extent_type"),
                "extent-type",
                N_("“%(kind)s” is no way to draw an area. Use geojson, topojson, kml or text."),
                kind=kind,
            )
        elif area.extent is not None and not _parses(area.extent, kind):
            yield refuse(
                join(path, "extent"),
                "extent",
                N_("The drawn area cannot be read as %(kind)s. Check the file it came from."),
                kind=kind or "text",
            )
        place = area.coverage
        if place and place != "world" and not is_country(place.split("-")[0]):
            yield country_problem(join(path, "coverage"), place)


_SHAPES = {
    "geojson": frozenset(
        """Point MultiPoint LineString MultiLineString Polygon MultiPolygon GeometryCollection
    Feature FeatureCollection""".split()
    ),
    "topojson": frozenset({"Topology"}),
}


def _parses(extent: str, kind: str | None) -> bool:
    if kind in _SHAPES:
        try:
            value = json.loads(extent)
        except (ValueError, RecursionError):
            return False
        return isinstance(value, dict) and value.get("type") in _SHAPES[kind]
    if kind == "kml":
        return bool(re.search(r"<(?:\w+:)?kml[\s>]", extent))
    return True
