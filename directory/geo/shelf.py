"""Reading one file of places, from any thread."""

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from directory.geo.place import Place, Point
from directory.geo.schema import KINDS, SCALE, unpack

_COLUMNS = (
    "p.id, p.kind, p.name, p.code, p.region, p.county, p.lat, p.lon, p.population, p.radius,"
    " p.fictional"
)
_BY_KEY = (
    f"SELECT {_COLUMNS}, n.alias FROM names n JOIN places p ON p.id = n.place"  # noqa: S608
    " WHERE n.key = ? ORDER BY n.alias, n.place"
)
_BY_START = (
    f"SELECT {_COLUMNS}, min(n.alias) FROM names n JOIN places p ON p.id = n.place"  # noqa: S608
    " WHERE n.key >= ? AND n.key < ? GROUP BY n.place ORDER BY n.place LIMIT ?"
)
_KEPT_CELLS = 20_000  # squares of the map, a few megabytes
_BY_NUMBER = f"SELECT {_COLUMNS}, 0 FROM places p WHERE p.id IN (%s) ORDER BY p.id"  # noqa: S608


class Region(NamedTuple):
    country: str
    code: str
    name: str


class Entry(NamedTuple):
    """A row under the name it was found by; cheaper than a `Place`, which is made of the best."""

    number: int
    kind: int
    name: str
    code: str
    region: int
    county: str
    lat: int
    lon: int
    population: int
    radius: int
    fictional: int
    alias: int


class Shelf:
    """One file of places, opened read-only, once a thread. `fixed` files never change."""

    def __init__(self, path: Path, fixed: bool = False) -> None:
        self._address = f"{path.resolve().as_uri()}?mode=ro" + ("&immutable=1" if fixed else "")
        self._local = threading.local()
        self.regions = {
            number: Region(*rest)
            for number, *rest in self._read("SELECT id, country, code, name FROM regions")
        }
        self._countries = {
            region.country: region.name for region in self.regions.values() if not region.code
        }
        self.areas = {region[:2] for region in self.regions.values()}
        self.areas |= {(region.country, "") for region in self.regions.values()}
        self._cells: dict[int, tuple[Entry, ...]] = {}

    def _read(self, sql: str, values: Iterable[object] = ()) -> sqlite3.Cursor:
        # A connection must not be carried across a fork, so it belongs to thread and process.
        if getattr(self._local, "process", None) != os.getpid():
            self._local.connection = sqlite3.connect(self._address, uri=True)
            self._local.process = os.getpid()
        cursor: sqlite3.Cursor = self._local.connection.execute(sql, tuple(values))
        return cursor

    def about(self) -> dict[str, str]:
        """Row counts by kind, and the stamp."""
        return dict(self._read("SELECT name, value FROM about").fetchall())

    def everything(self) -> Iterator[Place]:
        """Every place, for rewriting a small file."""
        for row in self._read(f"SELECT {_COLUMNS}, 0 FROM places p"):  # noqa: S608
            yield self.place(Entry(*row))

    def by_key(self, key: str) -> list[Entry]:
        """Everything filed under a key, own names first, best known first."""
        return [Entry(*row) for row in self._read(_BY_KEY, (key,))]

    def by_start(self, start: str, limit: int = 32) -> list[Entry]:
        """The best-known places a name of which starts with these folded letters."""
        kept = self._read("SELECT places FROM starts WHERE start = ?", (start,)).fetchone()
        if kept:
            return self._numbered(unpack(kept[0]))
        return [Entry(*row) for row in self._read(_BY_START, (start, start + "\uffff", limit))]

    def in_cells(self, cells: Iterable[int]) -> list[Entry]:
        """Towns and ZIPs in these squares of the map. An import asks for the same squares again
        and again, so they are kept."""
        wanted = tuple(cells)
        kept = self._cells  # another thread may begin a new one meanwhile
        missing = [cell for cell in wanted if cell not in kept]
        if missing:
            if len(kept) + len(missing) > _KEPT_CELLS:
                kept = self._cells = {}
                missing = list(wanted)
            kept.update(self._read_cells(missing))
        return [entry for cell in wanted for entry in kept[cell]]

    def _read_cells(self, cells: list[int]) -> dict[int, tuple[Entry, ...]]:
        wanted = ",".join(map(str, cells))
        rows = self._read(f"SELECT cell, places FROM cells WHERE cell IN ({wanted})")  # noqa: S608
        numbers = {cell: unpack(places) for cell, places in rows}
        found = {e.number: e for e in self._numbered(n for some in numbers.values() for n in some)}
        return {cell: tuple(found[n] for n in numbers.get(cell, ())) for cell in cells}

    def unit(self, postcode: str) -> Point | None:
        """The point of a full postcode, written without a space."""
        row = self._read("SELECT lat, lon FROM units WHERE code = ?", (postcode,)).fetchone()
        return (row[0] / SCALE, row[1] / SCALE) if row else None

    def _numbered(self, numbers: Iterable[int]) -> list[Entry]:
        wanted = ",".join(map(str, numbers))
        return [Entry(*row) for row in self._read(_BY_NUMBER % wanted)]

    def place(self, entry: Entry, tell_county: bool = False) -> Place:
        """`tell_county`: another place in that state bears the name too."""
        country, state, state_name = self.regions[entry.region]
        kind = KINDS[entry.kind]
        country_name = self._countries.get(country, country)
        if not state:
            state_name = ""
        if kind == "country":
            label = entry.name
        elif kind == "state":
            label = entry.name if country == "US" else f"{entry.name}, {country_name}"
        elif kind == "zip":
            label = f"{entry.code}, {entry.name}, {state}"
        elif kind == "outward":
            label = f"{entry.code}, {entry.name}"
        else:
            county = f" ({entry.county})" if tell_county and entry.county else ""
            label = f"{entry.name}{county}, {state_name or country_name}"
        return Place(
            kind=kind,
            name=entry.name,
            label=label,
            latitude=entry.lat / SCALE,
            longitude=entry.lon / SCALE,
            country=country,
            state=state,
            state_name=state_name,
            county=entry.county,
            code=entry.code,
            population=entry.population,
            uncertainty_km=entry.radius / 10,
            fictional=bool(entry.fictional),
        )
