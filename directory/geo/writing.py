"""Filling a file of places: the shipped gazetteer, and what an operator adds."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from directory.geo import folding, regions, schema

_STARTS_LETTERS = 6
_STARTS_FROM = 80_000  # places; the rest are too small to come first
_STARTS_CROWD = 20  # a start with fewer names among those is quicker to read than to store
_STARTS_KEPT = 32


class Row(NamedTuple):
    kind: str
    name: str
    code: str
    region: tuple[str, str]  # country and our state code
    county: str
    latitude: float
    longitude: float
    population: int
    radius_km: float
    aliases: frozenset[str] = frozenset()
    fictional: bool = False


def importance(kind: str, country: str, population: int) -> float:
    """How well a place is known: towns by people, those of our countries ten times. A state or
    country counts less, so that New York is first the city."""
    weight = 10.0 if country in regions.OUR_COUNTRIES else 1.0
    return population * weight * (0.15 if kind in ("state", "country") else 1.0)


def write(
    database: sqlite3.Connection,
    region_names: dict[tuple[str, str], str],
    rows: list[Row],
    stamp: str,
) -> None:
    """Fill an empty file. `region_names` has the names of states and, under a country's code and
    "", of countries; regions without a name keep their code."""
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    schema.create(database)
    rows.sort(key=lambda r: (-importance(r.kind, r.region[0], r.population), r.kind, r.code))
    numbers = {region: at for at, region in enumerate(sorted({row.region for row in rows}), 1)}
    database.executemany(
        "INSERT INTO regions VALUES (?, ?, ?, ?)",
        [(number, *region, region_names.get(region, "")) for region, number in numbers.items()],
    )
    database.executemany(
        "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                at,
                schema.KINDS.index(row.kind),
                row.name,
                row.code,
                numbers[row.region],
                row.county,
                round(row.latitude * schema.SCALE),
                round(row.longitude * schema.SCALE),
                row.population,
                round(row.radius_km * 10),
                row.fictional,
            )
            for at, row in enumerate(rows, 1)
        ),
    )
    names = sorted(_names(rows))
    database.executemany("INSERT INTO names VALUES (?, ?, ?)", names)
    database.executemany("INSERT INTO starts VALUES (?, ?)", _starts(names))
    database.executemany("INSERT INTO cells VALUES (?, ?)", _cells(rows))
    counts = {kind: sum(row.kind == kind for row in rows) for kind in schema.KINDS}
    about = {"stamp": stamp, "names": str(len(names))} | {k: str(n) for k, n in counts.items()}
    database.executemany("INSERT INTO about VALUES (?, ?)", about.items())
    database.commit()


def _names(rows: list[Row]) -> Iterator[tuple[str, int, int]]:
    for at, row in enumerate(rows, 1):
        own = {row.code.lower()} if row.kind in ("zip", "outward") else folding.keys(row.name)
        yield from ((key, 0, at) for key in own)
        if row.kind not in ("zip", "outward"):
            others = {key for alias in row.aliases for key in folding.keys(alias)}
            yield from ((key, 1, at) for key in others - own)


def _cells(rows: list[Row]) -> Iterator[tuple[int, bytes]]:
    """Which towns and ZIPs lie in each square of the map."""
    squares: dict[int, list[int]] = defaultdict(list)
    for at, row in enumerate(rows, 1):
        if row.kind in ("town", "zip"):
            squares[schema.cell_of(row.latitude, row.longitude)].append(at)
    return ((cell, schema.pack(places)) for cell, places in sorted(squares.items()))


def _starts(names: list[tuple[str, int, int]]) -> Iterator[tuple[str, bytes]]:
    """For each crowded start of a name the best-known places, so that the first letters typed
    answer as quickly as the last."""
    crowd: dict[str, int] = defaultdict(int)
    best: dict[str, dict[int, None]] = {}
    leading = [name for name in names if name[2] <= _STARTS_FROM]
    for key, alias, place in sorted(leading, key=itemgetter(2, 1)):
        for length in range(1, min(_STARTS_LETTERS, len(key)) + 1):
            start = key[:length]
            crowd[start] += 1
            kept = best.setdefault(start, {})
            if len(kept) < _STARTS_KEPT and not (alias and len(kept) >= _STARTS_KEPT // 2):
                kept[place] = None
    for start, count in crowd.items():
        if count > _STARTS_CROWD:
            yield start, schema.pack(best[start])
