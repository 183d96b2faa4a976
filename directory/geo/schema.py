"""One file of places: the same few tables for the shipped gazetteer and for an operator's own."""

import sqlite3
import struct
from collections.abc import Iterable

KINDS = ("country", "state", "county", "town", "zip", "outward")
"""Kinds of places; the file holds the position."""

CELLS_PER_DEGREE = 4
CELLS_AROUND = 360 * CELLS_PER_DEGREE

SCALE = 10_000
"""Coordinates are whole ten-thousandths of a degree (11 m), in half the bytes of a float."""

# Radii are tenths of a kilometre. A place's number is its rank: the smaller, the better known.
# `cells` and `starts` hold numbers of places, four bytes each.
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE regions (
    id INTEGER PRIMARY KEY, country TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
    UNIQUE (country, code)
);
CREATE TABLE places (
    id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL,
    region INTEGER NOT NULL, county TEXT NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL,
    population INTEGER NOT NULL, radius INTEGER NOT NULL, fictional INTEGER NOT NULL
);
CREATE TABLE names (
    key TEXT NOT NULL, alias INTEGER NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (key, alias, place)
) WITHOUT ROWID;
CREATE TABLE cells (cell INTEGER PRIMARY KEY, places BLOB NOT NULL);
CREATE TABLE units (
    code TEXT PRIMARY KEY, lat INTEGER NOT NULL, lon INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE starts (start TEXT PRIMARY KEY, places BLOB NOT NULL) WITHOUT ROWID;
"""


def create(database: sqlite3.Connection) -> None:
    """Make the tables in an empty file."""
    database.executescript(_TABLES)


def pack(places: Iterable[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers) if (numbers := tuple(places)) else b""


def unpack(places: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(places) // 4}I", places)


def cell_of(latitude: float, longitude: float) -> int:
    """The number of the quarter-degree square a point lies in."""
    row = int((latitude + 90) * CELLS_PER_DEGREE)
    column = int((longitude + 180) * CELLS_PER_DEGREE) % CELLS_AROUND
    return row * CELLS_AROUND + column
