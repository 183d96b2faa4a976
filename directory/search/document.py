"""What of a listing is searchable, and nothing else is.

Never in here: names of staff and contacts, hidden addresses, join links, notes, reviews, facts
for staff only. What goes in is named field by field; a new field of the record stays out until
somebody adds it here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from directory.listings.record import Location, Record, Schedule
from directory.search import insurers, prices
from directory.search.areas import AXIS, place_codes
from directory.search.query import ANYWHERE_UNSTATED, ORGANIZATION, REMOTE_FORMATS

# Raised when more or less of a listing becomes searchable: indexes of before are built anew.
VERSION = 3

# Fields of text, in the order in which engines number them. Weights stand in `weights.py`.
FIELDS = ("name", "organization", "terms", "synonyms", "description", "details", "area")

# In which countries it can be had: ranks where nobody said where they are; never counted or shown.
COUNTRY = "@country"
ANY_COUNTRY = "any"  # from everywhere, or nobody knows

EPOCH_DAY = date(1970, 1, 1).toordinal()
WEEK_BYTES = 84  # a bit a quarter-hour, from Monday 00:00, lowest bit of the first byte first
_NOT_KNOWN = 4 | 8  # flags of a week: some hours unknown, by appointment


class Term(Protocol):
    """A term of our own classification, as `listings.classification` gives it."""

    @property
    def code(self) -> str: ...
    @property
    def parent(self) -> str | None: ...
    def label(self, language: str) -> str: ...
    def synonyms(self, language: str) -> Sequence[str]: ...


class Terms(Protocol):
    def __call__(self, axis: str, code: str) -> Term | None: ...


class Week(Protocol):
    """The usual week on one clock, as `listings.hours.week_bits` gives it."""

    @property
    def bits(self) -> bytes: ...
    @property
    def zone(self) -> str | None: ...
    @property
    def flags(self) -> int: ...


class Weeks(Protocol):
    def __call__(self, schedules: Sequence[Schedule], default_zone: str) -> Week: ...


@dataclass(frozen=True, slots=True)
class Text:
    field: str  # one of FIELDS
    language: str
    words: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where, or one clock by which, the listing can be had. `latitude` and
    `longitude` are the published point or None (a line, an online group, a hidden town)."""

    location_id: str = ""
    latitude: float | None = None
    longitude: float | None = None
    zone: str = "UTC"
    week: bytes = bytes(WEEK_BYTES)
    hours_known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One listing as the engines see it. Days are counted from 1970-01-01 in UTC."""

    id: str
    revision: int
    name: str  # as shown; found as typed it stands on top, and is suggested
    other_names: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()  # name and other names of who runs it
    texts: tuple[Text, ...] = ()
    facets: dict[str, tuple[str, ...]]
    coverage: tuple[str, ...] = ()  # "world", "US", "US-MN", "US-MN-Hennepin", or "?"
    spots: tuple[Spot, ...] = ()
    checked: int | None = None  # day of the last check; None is never
    lower_after: int | None = None  # ranked lower from the day after
    hide_after: int | None = None  # out of results from the day after
    completeness: float = 1.0  # 0 to 1: how much of what its kind must hold is known
    fictional: bool = False


def day(when: date | None) -> int | None:
    """Days since 1970-01-01."""
    return None if when is None else when.toordinal() - EPOCH_DAY


def document(
    record: Record,
    *,
    revision: int,
    terms: Terms,
    week: Weeks,
    languages: Sequence[str] = ("en", "es"),
    default_zone: str = "UTC",
    checked: date | None = None,
    lower_after: date | None = None,
    hide_after: date | None = None,
    completeness: float = 1.0,
) -> Document:
    """The searchable part of a record. `languages` are those the site's labels exist in."""
    service = record.service
    organization = service.organization
    return Document(
        id=record.id,
        revision=revision,
        name=service.name,
        other_names=_some(service.alternate_name),
        organizations=_some(
            *((organization.name, organization.alternate_name) if organization else ())
        ),
        texts=tuple(_texts(record, terms, languages)),
        facets=_facets(record, terms),
        coverage=_coverage(record),
        spots=tuple(_spots(record, week, default_zone)),
        checked=day(checked),
        lower_after=day(lower_after),
        hide_after=day(hide_after),
        completeness=completeness,
        fictional=record.fictional,
    )


def _texts(record: Record, terms: Terms, languages: Sequence[str]) -> Iterator[Text]:
    service, facts = record.service, record.facts
    here = record.language
    parts: list[tuple[str, str | None]] = [
        ("name", service.name),
        ("name", service.alternate_name),
        ("description", service.description),
        ("details", service.eligibility_description),
        ("details", service.application_process),
        ("details", service.fees_description),
        ("details", facts.on_contact),
        ("details", facts.limits),
        ("details", facts.first_visit),
        ("details", facts.approach),
        ("details", facts.faith_content),
        *(("details", insurer) for insurer in facts.insurers),
    ]
    if service.organization:
        parts.append(("organization", service.organization.name))
        parts.append(("organization", service.organization.alternate_name))
    if service.program:
        parts.append(("organization", service.program.name))
        parts.append(("organization", service.program.alternate_name))
    parts.extend(("area", name) for name in _place_names(record))
    yield from (Text(field, here, words) for field, words in parts if words)
    for language, translated in record.translations.items():
        for key, field in _TRANSLATED.items():
            if translated.get(key):
                yield Text(field, language, translated[key])
    for axis, codes in record.terms.items():
        for term in _with_parents(axis, codes, terms):
            for language in languages:
                # One text a wording: a phrase must not run from one into the next.
                yield Text("terms", language, term.label(language))
                for words in term.synonyms(language):
                    yield Text("synonyms", language, words)


# Keys of `Record.translations` and the field their words belong to.
_TRANSLATED = {
    "name": "name",
    "alternate_name": "name",
    "description": "description",
    "eligibility_description": "details",
    "application_process": "details",
    "fees_description": "details",
}


def _with_parents(axis: str, codes: Sequence[str], terms: Terms) -> list[Term]:
    """The terms of these codes and all that contain them, each once."""
    found: dict[str, Term] = {}
    waiting = list(codes)
    while waiting:
        code = waiting.pop(0)
        term = None if code in found else terms(axis, code)
        if term:
            found[code] = term
            if term.parent:
                waiting.append(term.parent)
    return list(found.values())


def _facets(record: Record, terms: Terms) -> dict[str, tuple[str, ...]]:
    """Codes by axis, parents included: who asks for the wider term finds the narrower."""
    facets = {}
    for axis, codes in record.terms.items():
        wider = [term.code for term in _with_parents(axis, codes, terms)]
        facets[axis] = tuple(dict.fromkeys([*codes, *wider]))
    spoken = [language.code for language in record.service.languages if language.code]
    for spot in record.service.service_at_locations:
        if spot.location:
            spoken.extend(lang.code for lang in spot.location.languages if lang.code)
    if spoken:
        facets["language"] = tuple(dict.fromkeys(code.lower() for code in spoken))
    if places := place_codes(record):
        facets[AXIS] = places
    facets[COUNTRY] = _countries(record, places)
    facets |= prices.codes(record.service.cost_options, record.terms.get("cost", ()))
    if named := insurers.codes(record.facts.insurers):
        facets[insurers.AXIS] = named
    if record.service.organization:
        facets[ORGANIZATION] = (record.service.organization.id,)
    return facets


def _countries(record: Record, places: Sequence[str]) -> tuple[str, ...]:
    found = dict.fromkeys(code for code in places if len(code) == 2)
    if record.fictional or not found or "world" in _coverage(record):
        return (ANY_COUNTRY,)
    return tuple(found)


def _place_names(record: Record) -> Iterator[str]:
    """Towns and areas as words. An address counts only where its location shows one."""
    for spot in record.service.service_at_locations:
        location = spot.location
        if location is None:
            continue
        if location.precision not in ("town", "area"):
            if location.name:
                yield location.name
            for address in location.addresses:
                if address.address_type == "physical":
                    yield from _some(address.city, address.region, address.postal_code)
        if location.town:
            yield location.town
    for area in record.service.service_areas:
        if area.name:
            yield area.name


def _coverage(record: Record) -> tuple[str, ...]:
    areas = list(record.service.service_areas)
    for spot in record.service.service_at_locations:
        areas.extend(spot.service_areas)
    codes = dict.fromkeys(area.coverage for area in areas if area.coverage)
    if record.fictional:
        # A made-up listing is found from inside its county and from nowhere else.
        return tuple(code for code in codes if code.count("-") >= 2)
    if not codes and REMOTE_FORMATS & set(record.terms.get("format", ())):
        return (ANYWHERE_UNSTATED,)
    return tuple(codes)


def _spots(record: Record, week: Weeks, default_zone: str) -> Iterator[Spot]:
    """A row for each place, and one without a point for what is had from afar."""
    service = record.service
    placed = False
    for at in service.service_at_locations:
        location = at.location
        if location is None or location.location_type == "postal":
            continue
        schedules = at.schedules or location.schedules or service.schedules
        placed = placed or _has_point(location)
        yield _spot(location, week(schedules, default_zone))
    if not placed or REMOTE_FORMATS & set(record.terms.get("format", ())):
        if record.facts.round_the_clock:
            yield Spot(week=b"\xff" * WEEK_BYTES, hours_known=True)
        else:
            yield _spot(None, week(service.schedules, default_zone))


def _spot(location: Location | None, hours: Week) -> Spot:
    point = location if location and _has_point(location) else None
    return Spot(
        location_id=location.id if location else "",
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        zone=hours.zone or "UTC",
        week=hours.bits,
        hours_known=not hours.flags & _NOT_KNOWN,
    )


def _has_point(location: Location) -> bool:
    return (
        location.location_type == "physical"
        and location.latitude is not None
        and location.longitude is not None
        and -90 <= location.latitude <= 90
        and -180 <= location.longitude <= 180
    )


def _some(*values: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
