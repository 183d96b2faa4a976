"""The interface every search engine keeps, and the one the settings chose."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from flask import Flask, current_app

from directory.config import SettingError, Settings
from directory.geo.gazetteer import gazetteer_at
from directory.search.document import Document
from directory.search.query import Hit, Page, Query

ListingId = str
Revision = int

# A listing as it is now, or None where it is no longer public, and the revision that says so.
Change = tuple[ListingId, Document | None, Revision]


class EngineUnavailable(Exception):
    """The engine cannot answer now: it was never built, or what it built is damaged."""


class Busy(Exception):
    """Somebody else is writing the index: try again in a moment."""


class Engine(Protocol):
    """Answers with ids, never with what a page shows: a stale index may rank wrongly but cannot
    show what is not public. All calls may come from any thread."""

    def find(self, query: Query) -> Page:
        """Raises EngineUnavailable."""
        ...

    def total(self, query: Query) -> int:
        """What `find` would say of how many there are, for less. Raises EngineUnavailable."""
        ...

    def suggest(self, prefix: str, *, limit: int = 8) -> Sequence[str]:
        """Names of listings and organizations that hold a word beginning so, most used first."""
        ...

    def similar(self, listing_id: ListingId, *, limit: int = 6) -> Sequence[Hit]:
        """Listings that share kinds, topics, audiences and words, best first; none for an id it
        does not hold."""
        ...

    def apply(self, changes: Iterable[Change]) -> None:
        """Take in changes, in their order, and return when they are durable and can be found.
        A change older than what is held is left alone, so replays do no harm."""
        ...

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build anew beside what serves now and change over when done. One writer at a time."""
        ...

    def contents(self) -> dict[ListingId, Revision]:
        """All that can be found, to be compared with the database."""
        ...

    def ping(self) -> None:
        """Returns when a question could be answered; raises EngineUnavailable."""
        ...


def init_app(app: Flask) -> None:
    """Opens nothing yet: an engine looks at its index when it is first asked."""
    settings: Settings = app.config["SETTINGS"]
    app.extensions["search_engine"] = _chosen(settings)


def current_engine() -> Engine:
    """The engine that the settings chose."""
    engine: Engine = current_app.extensions["search_engine"]
    return engine


def _chosen(settings: Settings) -> Engine:
    match settings.search_engine:
        case "whoosh":
            from directory.search.whoosh_engine import WhooshEngine

            return WhooshEngine(
                settings.home / "index",
                languages=settings.languages,
                protected=partial(_is_place, settings.home, settings.default_country),
            )
        case "postgres":
            from directory.extensions import db
            from directory.search.postgres_engine import PostgresEngine

            return PostgresEngine(
                lambda: db.engine,
                languages=settings.languages,
                protected=partial(_is_place, settings.home, settings.default_country),
            )
        case other:
            raise SettingError(f"DIRECTORY_SEARCH_ENGINE={other} is not an engine we have.")


KNOWN_PLACE = 10_000  # people; a smaller place is more often a slip than a place


def _is_place(home: Path, country: str, word: str) -> bool:
    """Whether a word is the name of a place people know, and so no misspelling."""
    places = gazetteer_at(home, country).locate(word, limit=1)
    return any(place.population >= KNOWN_PLACE for place in places)
