"""Reading for search: hits with the listings they stand for, and how far the index has come."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import func, select
from tzfpy import get_tz

from directory.config import current_settings
from directory.extensions import db
from directory.geo.gazetteer import gazetteer_at
from directory.listings.classification import find_term
from directory.listings.freshness import index_days
from directory.listings.hours import week_bits
from directory.listings.models import SearchChange
from directory.listings.queries import (
    Entry,
    each_published,
    published,
    published_revisions,
)
from directory.listings.record import Record
from directory.search.completeness import completeness
from directory.search.document import Document, document
from directory.search.engine import Engine
from directory.search.models import SearchFollower
from directory.search.place_choice import choose_place
from directory.search.query import Hit, Page, Query
from directory.search.suggestions import Suggestion, suggestions
from directory.search.understand import RADIUS_KM, Understood, understand

FOLLOWER_LIVES = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Results:
    """A page of the engine and the listings of its hits as the database has them now. What is no
    longer public has fallen out of both lists."""

    page: Page
    hits: tuple[tuple[Hit, Entry], ...]
    shelves: dict[str, tuple[tuple[Hit, Entry], ...]]


def find(engine: Engine, query: Query) -> Results:
    """Raises EngineUnavailable."""
    page = engine.find(query)
    every = [*page.hits, *(hit for shelf in page.shelves.values() for hit in shelf)]
    entries = published([hit.listing_id for hit in every])

    def shown(hits: tuple[Hit, ...]) -> tuple[tuple[Hit, Entry], ...]:
        return tuple((hit, entries[hit.listing_id]) for hit in hits if hit.listing_id in entries)

    shelves = {name: shown(hits) for name, hits in page.shelves.items()}
    return Results(page, shown(page.hits), shelves)


def asked(
    engine: Engine,
    text: str,
    near: str = "",
    *,
    now: datetime,
    language: str = "en",
    ignored: Collection[str] = (),
    radius_km: float = RADIUS_KM,
) -> Understood:
    """What somebody typed, understood with the places and listings of this site. Raises
    EngineUnavailable."""
    settings = current_settings()
    understood = understand(
        text,
        near,
        now=now,
        gazetteer=gazetteer_at(settings.home, settings.default_country),
        language=language,
        ignored=ignored,
        radius_km=radius_km,
    )
    return choose_place(engine, understood)


def suggest(
    engine: Engine, prefix: str, *, language: str = "en", limit: int = 8
) -> list[Suggestion]:
    """Topics first, then who and what there is, then places: never what visitors typed."""
    settings = current_settings()
    return suggestions(
        prefix,
        names=partial(engine.suggest, limit=limit),
        places=gazetteer_at(settings.home, settings.default_country).complete,
        language=language,
        limit=limit,
    )


def similar(engine: Engine, listing_id: str, *, limit: int = 6) -> tuple[Entry, ...]:
    hits = engine.similar(listing_id, limit=limit)
    entries = published([hit.listing_id for hit in hits])
    return tuple(entries[hit.listing_id] for hit in hits if hit.listing_id in entries)


DOUBTED = date(1970, 1, 1)  # long past: what people doubt stands lower at once


def document_of(entry: Entry) -> Document:
    """What of a published listing is searchable."""
    checked = entry.checked_at.date() if entry.checked_at else None
    days = index_days(entry.record, checked)
    return document(
        entry.record,
        revision=entry.revision,
        terms=find_term,
        week=week_bits,
        default_zone=zone_of(entry.record),
        checked=checked,
        lower_after=DOUBTED if entry.doubts else days.lower_after,
        hide_after=days.hide_after,
        completeness=completeness(entry.record),
    )


def each_document() -> Iterator[Document]:
    return (document_of(entry) for entry in each_published())


def zone_of(record: Record) -> str:
    """The zone of the listing's first point, for schedules that name none."""
    for at in record.service.service_at_locations:
        if at.location and at.location.latitude is not None and at.location.longitude is not None:
            return get_tz(at.location.longitude, at.location.latitude) or "UTC"
    return "UTC"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where an index and the database disagree: ids of listings."""

    missing: frozenset[str]
    outdated: frozenset[str]
    not_public: frozenset[str]

    @property
    def ids(self) -> frozenset[str]:
        return self.missing | self.outdated | self.not_public


def difference(engine: Engine) -> Difference:
    """Compares every (id, revision). Raises EngineUnavailable."""
    held, public = engine.contents(), published_revisions()
    return Difference(
        missing=frozenset(public.keys() - held.keys()),
        outdated=frozenset(i for i in public.keys() & held.keys() if public[i] != held[i]),
        not_public=frozenset(held.keys() - public.keys()),
    )


def applied(follower: str) -> int | None:
    """The last change that a follower holds; None where it never began."""
    row = db.session.get(SearchFollower, follower)
    return None if row is None else row.applied


def lag(follower: str) -> int:
    """Changes that wait."""
    waiting = SearchChange.seq > (applied(follower) or 0)
    return db.session.scalar(select(func.count()).where(waiting)) or 0


def passed_by_all(now: datetime) -> int:
    """The last change that no live follower needs any more."""
    live = SearchFollower.seen_at >= now - FOLLOWER_LIVES
    return db.session.scalar(select(func.min(SearchFollower.applied)).where(live)) or 0
