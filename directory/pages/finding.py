"""From a visitor's question to results: the place is looked up offline, the engine ranks, the
database decides what may be shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import current_app

from directory.geo.place import Place
from directory.listings.queries import Entry, published
from directory.listings.shown import Reader
from directory.listings.shown.reader import KM_IN_A_MILE, MILES_COUNTRIES
from directory.pages.asked import DEFAULT_RADIUS, Asked
from directory.pages.results import PER_PAGE
from directory.search.engine import Engine, EngineUnavailable
from directory.search.query import Choice, Circle, OpenAt, Page, Query, Sort

NOTHING = Page(hits=(), total=0, total_all_words=0, counts={})


@dataclass(frozen=True, slots=True)
class Found:
    answer: Page = NOTHING
    entries: dict[str, Entry] = field(default_factory=dict)
    place: Place | None = None
    broken: bool = False  # the engine could not answer


def find(asked: Asked, reader: Reader) -> Found:
    """Never raises for what somebody typed. An engine that cannot answer leaves the page
    standing, with crisis help and a notice."""
    places = locate(asked.near) if asked.near else []
    place = places[0] if places else None
    try:
        answer = current_engine().find(query_of(asked, place, reader))
    except EngineUnavailable:
        return Found(place=place, broken=True)
    hits = [*answer.hits, *(hit for shelf in answer.shelves.values() for hit in shelf)]
    entries = published(list(dict.fromkeys(hit.listing_id for hit in hits)))
    return Found(answer, entries, place)


def current_engine() -> Engine:
    """Raises EngineUnavailable when none was set up."""
    engine: Engine | None = current_app.extensions.get("search_engine")
    if engine is None:
        raise EngineUnavailable("no search engine was set up")
    return engine


def locate(words: str) -> list[Place]:
    """Places of this name, the likeliest first; only ever looked up on this machine."""
    geocoder = current_app.extensions.get("gazetteer")
    return [] if geocoder is None else geocoder.locate(words)


def query_of(asked: Asked, place: Place | None, reader: Reader) -> Query:
    """The question as engines understand it."""
    words = asked.words.split()
    return Query(
        now=reader.now,
        words=tuple(word for word in words if not word.startswith("-"))[:16],
        without=tuple(word[1:] for word in words if word.startswith("-") and len(word) > 1),
        typed=asked.words,
        language=reader.language,
        place=_around(place, asked.radius, reader) if place else None,
        areas=place.areas if place else (),
        facets={axis: Choice(frozenset(codes)) for axis, codes in asked.codes.items()},
        open=OpenAt(reader.now) if asked.open_now else None,
        sort=_sort(asked, place),
        page=asked.page,
        per_page=PER_PAGE,
        correct=not asked.exactly,
        shelves=place is not None and asked.page == 1,
    )


def _around(place: Place, radius: int | None, reader: Reader) -> Circle:
    distance = float(radius or DEFAULT_RADIUS)
    km = distance * KM_IN_A_MILE if reader.country in MILES_COUNTRIES else distance
    return Circle(place.latitude, place.longitude, km + place.uncertainty_km)


def _sort(asked: Asked, place: Place | None) -> Sort:
    """By distance only where there is a place to measure from."""
    match asked.sort:
        case "distance" if place is not None:
            return "distance"
        case "next" | "checked" as chosen:
            return chosen
    return "best"
