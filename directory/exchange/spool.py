"""Gathering what belongs together from all over a file, on disk and not in memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager


class Groups:
    """Texts under a key, given back key by key in the order in which the keys first came."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("CREATE TABLE item (at INTEGER PRIMARY KEY, key TEXT, value TEXT)")

    def add(self, key: str, value: str) -> None:
        self._connection.execute("INSERT INTO item (key, value) VALUES (?, ?)", (key, value))

    def __iter__(self) -> Iterator[tuple[str, list[str]]]:
        self._connection.execute("CREATE INDEX by_key ON item (key)")
        keys = self._connection.execute("SELECT key FROM item GROUP BY key ORDER BY min(at)")
        for (key,) in keys:
            values = self._connection.execute(
                "SELECT value FROM item WHERE key = ? ORDER BY at", (key,)
            )
            yield key, [value for (value,) in values]


@contextmanager
def scratch() -> Iterator[sqlite3.Connection]:
    """A private database in a temporary file that nobody else can see, gone when closed."""
    # An empty name is SQLite's own temporary file: it spills to disk and deletes itself.
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = -16000")
        connection.execute("PRAGMA journal_mode = OFF")
        yield connection


@contextmanager
def groups() -> Iterator[Groups]:
    with scratch() as connection:
        yield Groups(connection)


class Counts:
    """How often a key came before."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, times INTEGER, line INTEGER)")

    def add(self, key: str, line: int) -> tuple[int, int]:
        """How often this key came before, and on which line first."""
        row = self._connection.execute(
            "INSERT INTO seen VALUES (?, 1, ?) ON CONFLICT (key) DO UPDATE SET times = times + 1 "
            "RETURNING times - 1, line",
            (key, line),
        ).fetchone()
        return int(row[0]), int(row[1])

    def holds(self, key: str) -> bool:
        found = self._connection.execute("SELECT 1 FROM seen WHERE key = ?", (key,)).fetchone()
        return found is not None


@contextmanager
def counts() -> Iterator[Counts]:
    with scratch() as connection:
        yield Counts(connection)
