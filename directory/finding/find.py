"""From a visitor's question to results: words are understood and places looked up on this machine,
the engine ranks, the database decides what may be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from directory.config import current_settings
from directory.finding.asked import AXES, DEFAULT_RADIUS, Asked
from directory.finding.results import PER_PAGE
from directory.geo.gazetteer import gazetteer_at
from directory.listings.queries import Entry
from directory.listings.shown import Reader
from directory.listings.shown.reader import KM_IN_A_MILE, MILES_COUNTRIES
from directory.search import queries
from directory.search.engine import EngineUnavailable, current_engine
from directory.search.place_choice import choose_place
from directory.search.query import MAX_PER_PAGE, Choice, OpenAt, OpenDuring, Page, Query, Sort
from directory.search.understand import Understood, understand

NOTHING = Page(hits=(), total=0, total_all_words=0, counts={})


@dataclass(frozen=True, slots=True)
class Found:
    understood: Understood
    answer: Page = NOTHING
    entries: dict[str, Entry] = field(default_factory=dict)
    broken: bool = False  # the engine could not answer
    open_now: int | None = None  # how many of these are open at this moment

    @property
    def mended(self) -> str:
        """The words as they were corrected: they may show a danger that a slip hid."""
        words = self.understood.typed
        for each in self.answer.corrections:
            words = words.replace(each.typed, each.used)
        return words


def find(
    asked: Asked,
    reader: Reader,
    *,
    per_page: int = PER_PAGE,
    narrowed: Callable[[Query], Query] = lambda query: query,
) -> Found:
    """`narrowed` may change the question once it is understood, as the map does.

    Never raises for what somebody typed. An engine that cannot answer leaves the page
    standing, with crisis help and a notice."""
    understood = _understood(asked, reader)
    try:
        understood = choose_place(current_engine(), understood)
        query = narrowed(query_of(asked, understood, per_page=per_page))
        results = queries.find(current_engine(), query)
        open_now = _open_now(query)
    except EngineUnavailable:
        return Found(understood, broken=True)
    shown = [*results.hits, *(pair for shelf in results.shelves.values() for pair in shelf)]
    entries = {hit.listing_id: entry for hit, entry in shown}
    return Found(understood, results.page, entries, open_now=open_now)


def every_id(asked: Asked, reader: Reader) -> tuple[str, ...]:
    """Ids of all that the search finds, in the order of its pages. Raises EngineUnavailable."""
    engine = current_engine()
    query = query_of(asked, choose_place(engine, _understood(asked, reader)))
    query = replace(query, per_page=MAX_PER_PAGE, shelves=False, count=(), rescue=False)
    found: dict[str, None] = {}
    number = 1
    while True:
        answer = engine.find(replace(query, page=number))
        found |= dict.fromkeys(hit.listing_id for hit in answer.hits)
        if number * MAX_PER_PAGE >= answer.total or not answer.hits:
            return tuple(found)
        number += 1


def _understood(asked: Asked, reader: Reader) -> Understood:
    settings = current_settings()
    return understand(
        asked.words,
        asked.near,
        now=reader.now,
        gazetteer=gazetteer_at(settings.home, settings.default_country),
        language=reader.language,
        ignored=asked.ignored,
        radius_km=_radius_km(asked, reader),
    )


def _open_now(query: Query) -> int:
    return current_engine().total(replace(query, open=OpenAt(query.now)))


def query_of(asked: Asked, understood: Understood, *, per_page: int = PER_PAGE) -> Query:
    """The question as engines take it: what was chosen on the page comes before what was
    understood of the words."""
    more: dict[str, Any] = {}
    if asked.open_now:
        more["open"] = OpenAt(understood.now)
    elif asked.week:
        more["open"] = OpenDuring(*asked.week)
    query = understood.query(
        facets={axis: Choice(frozenset(codes)) for axis, codes in asked.codes.items()},
        sort=_sort(asked, understood),
        page=asked.page,
        per_page=per_page,
        correct=not asked.exactly,
        shelves=understood.place is not None and asked.page == 1,
        count=AXES,
        **more,
    )
    facets = dict(query.facets)
    for name in asked.without:
        axis, _, code = name.partition(":")
        held = facets.get(axis, Choice())
        facets[axis] = replace(held, none_of=held.none_of | {code})
    return replace(query, facets=facets)


def _radius_km(asked: Asked, reader: Reader) -> float:
    distance = float(asked.radius or DEFAULT_RADIUS)
    return distance * KM_IN_A_MILE if reader.country in MILES_COUNTRIES else distance


def _sort(asked: Asked, understood: Understood) -> Sort:
    """By distance only where there is a place to measure from."""
    match asked.sort:
        case "distance" if understood.place is not None:
            return "distance"
        case "next" | "checked" as chosen:
            return chosen
    return "best"
