"""The engine: who may read and write, and what an answer is made of."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import psycopg
import sqlalchemy
from psycopg import Cursor

from directory.search.document import Document
from directory.search.engine import Busy, Change, EngineUnavailable
from directory.search.plan import Plan, Planner
from directory.search.postgres_engine import similar, suggest, writing
from directory.search.postgres_engine.ask import Question
from directory.search.postgres_engine.lexicon import Rehearsal, State, Words
from directory.search.postgres_engine.tables import STAMP, WRITER
from directory.search.query import Hit, Page, Query
from directory.search.rescue import rescues
from directory.search.synonyms import Group, Synonyms, in_force

TIME_LIMIT_MS = 3000  # of one statement that answers a visitor
BATCH = 200  # changes in one transaction


class PostgresEngine:
    """Keeps `directory.search.engine.Engine`. `database` gives the database the index lies in
    when it is first needed; each call is a transaction of its own."""

    def __init__(
        self,
        database: Callable[[], sqlalchemy.Engine],
        *,
        synonyms: Iterable[Group] | None = None,
        languages: Sequence[str] = ("en", "es"),
        protected: Callable[[str], bool] = lambda word: False,
    ) -> None:
        self._database = database
        own = None if synonyms is None else Synonyms(synonyms)
        self._planner = Planner(in_force if own is None else lambda: own, languages, protected)

    # --- Reading ------------------------------------------------------------------------------

    def find(self, query: Query) -> Page:
        with self._reading() as (cursor, state):
            words = Words(cursor, state)
            plan = self._plan(query, words)
            page = _page(cursor, state, plan, query, words)
            if page.total == 0 and query.rescue:
                page = rescues(page, query, lambda other: self._total(cursor, state, other))
        return page

    def total(self, query: Query) -> int:
        with self._reading() as (cursor, state):
            return self._total(cursor, state, query)

    def _plan(self, query: Query, words: Words) -> Plan:
        """A rehearsal tells which words matter, so that they are fetched at once."""
        rehearsal = Rehearsal()
        self._planner.plan(rehearsal, query)
        words.load(rehearsal.words, rehearsal.stems)
        return self._planner.plan(words, query)

    def _total(self, cursor: Cursor[Any], state: State, query: Query) -> int:
        words = Words(cursor, state)
        question = Question(query, self._plan(query, words), words, state)
        statement = question.total()
        return int(_one(cursor, statement, question.values)[0])

    def suggest(self, prefix: str, *, limit: int = 8) -> Sequence[str]:
        with self._reading() as (cursor, _):
            return suggest.suggest(cursor, prefix, limit)

    def similar(self, listing_id: str, *, limit: int = 6) -> Sequence[Hit]:
        with self._reading() as (cursor, state):
            return similar.similar(cursor, state, listing_id, limit)

    def contents(self) -> dict[str, int]:
        with self._reading() as (cursor, _):
            cursor.execute("SELECT id, revision FROM search_index_listings")
            return dict(cursor.fetchall())

    def ping(self) -> None:
        with self._reading():
            return

    @contextmanager
    def _reading(self) -> Iterator[tuple[Cursor[Any], State]]:
        """A transaction in which the index stays as it is. Raises EngineUnavailable."""
        try:
            with self._transaction() as cursor:
                yield cursor, _state(cursor, f"{TIME_LIMIT_MS}ms")
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as error:
            raise EngineUnavailable(
                "There is no index. `directory index rebuild` builds it."
            ) from error
        except psycopg.errors.QueryCanceled as error:
            raise EngineUnavailable("The question took too long.") from error
        except (psycopg.OperationalError, sqlalchemy.exc.OperationalError) as error:
            raise EngineUnavailable("The database cannot be reached.") from error

    @contextmanager
    def _transaction(self) -> Iterator[Cursor[Any]]:
        held = self._database().raw_connection()
        try:
            connection = held.driver_connection
            assert isinstance(connection, psycopg.Connection)
            with connection.transaction(), connection.cursor() as cursor:
                yield cursor
        finally:
            held.close()

    # --- Writing ------------------------------------------------------------------------------

    def apply(self, changes: Iterable[Change]) -> None:
        """Raises EngineUnavailable where there is no index, Busy where somebody else writes."""
        changes = iter(changes)
        while batch := list(islice(changes, BATCH)):
            with self._reading() as (cursor, state):
                _lock(cursor)
                writing.apply(cursor, {change[0]: change for change in batch}, state)

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Raises Busy where somebody else writes. The old index serves until the end."""
        with self._transaction() as cursor:
            _lock(cursor)
            writing.rebuild(cursor, documents)


def _lock(cursor: Cursor[Any]) -> None:
    """Until the transaction ends. A rebuild has all the time it needs."""
    cursor.execute("SET LOCAL statement_timeout = 0")
    if not _one(cursor, "SELECT pg_try_advisory_xact_lock(%(key)s)", {"key": WRITER})[0]:
        raise Busy


def _state(cursor: Cursor[Any], time_limit: str) -> State:
    # Compiling costs more than it saves: these statements are short.
    cursor.execute(
        "SELECT set_config('statement_timeout', %s, true), set_config('jit', 'off', true),"
        " stamp, listings, length, zones, codes FROM search_index_state",
        (time_limit,),
    )
    line = cursor.fetchone()
    if line is None or line[2] != STAMP:
        raise EngineUnavailable("The index is of another make. `directory index rebuild` helps.")
    _, _, stamp, listings, length, zones, codes = line
    return State(stamp, listings, length, tuple(zones), tuple(codes))


def _one(cursor: Cursor[Any], statement: str, values: Mapping[str, Any]) -> Sequence[Any]:
    # Planned anew each time: how many rows a word brings decides how it is best looked up.
    cursor.execute(statement.encode(), values, prepare=False)
    line = cursor.fetchone()
    assert line is not None
    return line


def _page(cursor: Cursor[Any], state: State, plan: Plan, query: Query, words: Words) -> Page:
    question = Question(query, plan, words, state)
    statement = question.page()
    total, every, hits, counts, forms, unknown, shelves = _one(cursor, statement, question.values)
    return Page(
        hits=_hits(hits, plan),
        total=total,
        total_all_words=every,
        counts=question.counts(counts or ()),
        shelves={name: _hits(shelf, plan) for name, shelf in (shelves or {}).items()},
        corrections=plan.corrections,
        forms=frozenset(forms or ()) if total else frozenset(),
        unknown_hours=unknown,
    )


def _hits(lines: list[list[Any]] | None, plan: Plan) -> tuple[Hit, ...]:
    return tuple(
        Hit(
            listing_id=listing_id,
            revision=revision,
            score=score,
            km=km,
            location_id=location_id,
            matched=tuple(one.shown for n, one in enumerate(plan.wanted) if words & 1 << n),
        )
        for listing_id, revision, score, km, location_id, words in lines or ()
    )
