"""The places a listing stands under when people browse: country, state, town, as one facet.

Codes are paths of what the record says, "US", "US/MN", "US/MN/St. Paul"; who shows them brings
different spellings together. A private place is known here only by the town it may show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from directory.geo.folding import fold
from directory.listings.record import Location, Record

AXIS = "place"
# Made-up listings have a tree of their own: they must not stand under a real country (RULINGS 5).
MADE_UP = "made-up"
_VAGUE = frozenset({"town", "area"})
NO_STATE = "town"  # stands in an address where a country has no states

# (code, name) of a state, from its country's code and what a record calls it.
FindState = Callable[[str, str], tuple[str, str] | None]


@dataclass(slots=True)
class Area:
    """A country, state or town. `path` are the parts of its address, `codes` all the spellings
    that mean it."""

    path: tuple[str, ...]
    name: str
    codes: set[str] = field(default_factory=set)
    count: int = 0
    inside: dict[str, Area] = field(default_factory=dict)

    @property
    def made_up(self) -> bool:
        return self.path[:1] == (MADE_UP,)

    def sorted(self) -> list[Area]:
        return sorted(self.inside.values(), key=lambda area: fold(area.name))


def place_codes(record: Record) -> tuple[str, ...]:
    """Each place with all that holds it, and the countries and states served from afar."""
    codes = dict.fromkeys(code for spot in _spots(record) for code in _steps(record, *spot))
    if not record.fictional:
        areas = list(record.service.service_areas)
        for at in record.service.service_at_locations:
            areas.extend(at.service_areas)
        for area in areas:
            country, _, rest = (area.coverage or "").partition("-")
            if len(country) == 2 and country.isupper():
                codes[country] = None
                if rest:
                    codes[f"{country}/{rest.partition('-')[0]}"] = None
    return tuple(codes)


def _spots(record: Record) -> Iterator[tuple[str, str, str]]:
    for at in record.service.service_at_locations:
        if at.location is not None and at.location.location_type == "physical":
            yield _spot(at.location)


def _spot(location: Location) -> tuple[str, str, str]:
    country, state, town = location.country, location.state, location.town
    if location.precision not in _VAGUE:
        for address in location.addresses:
            if address.address_type == "physical":
                country = country or address.country
                state = state or address.state_province
                town = town or address.city
    return _tidy(country).upper(), _tidy(state), _tidy(town)


def _steps(record: Record, country: str, state: str, town: str) -> Iterator[str]:
    if record.fictional:
        country, state = MADE_UP, ""
    if country:
        yield country
        if state:
            yield f"{country}/{state}"
        if town:
            yield f"{country}/{state}/{town}"


def _tidy(text: str | None) -> str:
    words = " ".join((text or "").replace("/", " ").split())
    return words.title() if words.isupper() and len(words) > 3 else words


def areas(numbers: Mapping[str, int], find_state: FindState) -> Area:
    """All places as one tree, its root standing for the world. A listing under two spellings of
    one place counts twice in the number beside its name, once on its page."""
    world = Area((), "")
    for code, number in sorted(numbers.items(), key=lambda pair: -pair[1]):
        country, *inner = code.split("/")
        at = _step(world, country.lower(), country)
        if inner:
            found = find_state(country, inner[0]) if inner[0] else None
            short, name = found or (inner[0] or NO_STATE, inner[0])
            at = _step(at, _part(short), name)
        for town in inner[1:]:
            at = _step(at, _part(town), town)
        at.codes.add(code)
        at.count += number
    return world


def find_area(world: Area, path: Sequence[str]) -> Area | None:
    """The place of an address, None where nothing is to be found."""
    at: Area | None = world
    for part in path:
        at = at.inside.get(part) if at else None
    return at if at is not None and at.codes else None


def every_area(area: Area) -> Iterator[Area]:
    """All below, the wider first."""
    level = area.sorted()
    while level:
        yield from level
        level = [inner for one in level for inner in one.sorted()]


def _step(area: Area, part: str, name: str) -> Area:
    return area.inside.setdefault(part, Area((*area.path, part), name))


def _part(name: str) -> str:
    """A name in an address: "St. Paul" and "Saint Paul" meet in "saint-paul"."""
    return fold(name).replace(" ", "-") or "-"
