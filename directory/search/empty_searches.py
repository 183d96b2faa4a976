"""How often a search found nothing, by what it was about: a topic, a kind, an audience, a state or
country. Never words, never who asked, never what belonged together; totals of a day, and under ten
none that lasts (TRUST P9)."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from directory.extensions import db
from directory.listings.classification import find_term
from directory.search.models import EmptySearch
from directory.search.understand import Understood

FEWEST = 10  # what is rarer is not shown and does not last
KEPT = timedelta(days=400)
WRITE_SECONDS = 60.0
ABOUT = ("topic", "kind", "audience")


@dataclass
class Held:
    """What this process has counted and not yet written."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    counts: Counter[tuple[date, str]] = field(default_factory=Counter)
    written: float = field(default_factory=time.monotonic)


def init_app(app: Flask) -> None:
    app.extensions["empty_searches"] = Held()


def about(understood: Understood, chosen: Mapping[str, Iterable[str]]) -> set[str]:
    """What a question was about, as codes such as topic:grief and place:US-MN. `chosen`: codes by
    axis that were ticked."""
    found = {chip.name for chip in understood.chips if chip.kind in ABOUT}
    found |= {f"{axis}:{code}" for axis in ABOUT for code in chosen.get(axis, ())}
    found = {name for name in found if find_term(*name.split(":", 1))}  # codes may be made up
    if understood.place is not None and not understood.place.fictional:
        areas = understood.place.areas
        found.add(f"place:{areas[min(2, len(areas) - 1)]}")
    return found


def note(what: Iterable[str], at: datetime) -> None:
    """Counts in memory, and writes once a minute. Never waits: a count may be lost, an answer may
    not be late."""
    held: Held = current_app.extensions["empty_searches"]
    with held.lock:
        held.counts.update((at.date(), each) for each in what)
        due = held.counts and time.monotonic() - held.written > WRITE_SECONDS
    if due:
        write()


def write() -> None:
    """Adds what this process counted to the totals."""
    held: Held = current_app.extensions["empty_searches"]
    with held.lock:
        counts, held.counts = held.counts, Counter()
        held.written = time.monotonic()
    if not counts:
        return
    try:
        with db.engine.connect() as connection, _not_waiting(connection), connection.begin():
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            for (day, what), times in sorted(counts.items()):
                row = insert(EmptySearch).values(day=day, what=what[:80], times=times)
                connection.execute(
                    row.on_conflict_do_update(
                        index_elements=["day", "what"], set_={"times": EmptySearch.times + times}
                    )
                )
    except SQLAlchemyError:
        with held.lock:
            held.counts.update(counts)  # the next minute may write


@contextmanager
def _not_waiting(connection: Connection) -> Iterator[None]:
    """A visitor does not stand in line behind an import: SQLite gives up at once."""
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    waits = raw.execute("PRAGMA busy_timeout").fetchone()[0]
    raw.execute("PRAGMA busy_timeout=20")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout={waits}")


def forget(today: date) -> None:
    """Totals of days that are over stay only from ten on, and for a year."""
    few = (EmptySearch.day < today) & (EmptySearch.times < FEWEST)
    db.session.execute(delete(EmptySearch).where(few | (EmptySearch.day < today - KEPT)))


def totals(since: date, axis: str, limit: int = 12) -> list[tuple[str, int]]:
    """(code, how often), the most first; only days with ten and more count."""
    statement = (
        select(EmptySearch.what, func.sum(EmptySearch.times).label("times"))
        .where(
            EmptySearch.day >= since,
            EmptySearch.times >= FEWEST,
            EmptySearch.what.startswith(f"{axis}:", autoescape=True),
        )
        .group_by(EmptySearch.what)
        .order_by(func.sum(EmptySearch.times).desc(), EmptySearch.what)
    )
    rows = db.session.execute(statement.limit(limit))
    return [(row.what.partition(":")[2], int(row.times)) for row in rows]
