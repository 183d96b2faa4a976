"""The rows of a package in a private database on disk: keys can be checked, and records put
together or taken apart, without holding a package in memory."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid5

from directory.exchange.spool import scratch
from directory.exchange.tabular.tables import (
    ANYWHERE,
    BESIDE,
    Column,
    TableSpec,
    table_of,
    tables,
)
from directory.listings import codec
from directory.listings.record import PROFILE_PREFIX, Record

Cells = dict[str, Any]


class Store:
    """`put` brings rows in; `record` builds one listing from them, `rows` streams one table.

    Each row remembers the file and line that it came from, and the order in which rows came.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        self.sql = connection
        for spec in tables().values():
            names = ", ".join(f'"{column.name}"' for column in spec.columns if column.name != "id")
            connection.execute(
                f'CREATE TABLE "{spec.name}" (at INTEGER PRIMARY KEY, id TEXT UNIQUE, {names}, '
                "from_file TEXT, from_line INTEGER)"
            )

    # ---- rows in -------------------------------------------------------------------------

    def put(self, table: str, cells: Mapping[str, Any], file: str = "", line: int = 0) -> bool:
        """Adds one row. False where its id stands in the table already."""
        names = [*cells, "from_file", "from_line"]
        marks = ", ".join("?" * len(names))
        columns = ", ".join(f'"{name}"' for name in names)
        cursor = self.sql.execute(
            f'INSERT INTO "{table}" ({columns}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING',
            (*cells.values(), file, line),
        )
        return cursor.rowcount == 1

    def index(self) -> None:
        """Call once after the last row, before asking."""
        for spec in tables().values():
            for column in spec.columns:
                if column.refers_to or column.name in ("link_id", "resource_id"):
                    self.sql.execute(
                        f'CREATE INDEX "{spec.name}_{column.name}" ON "{spec.name}" '
                        f'("{column.name}")'
                    )

    def broken_keys(self) -> Iterator[tuple[TableSpec, Column, sqlite3.Row]]:
        """Every cell that refers to a row that is not there."""
        for spec in tables().values():
            for column in spec.columns:
                if column.refers_to is None:
                    continue
                yield from (
                    (spec, column, row)
                    for row in self.sql.execute(
                        f'SELECT * FROM "{spec.name}" AS child WHERE "{column.name}" IS NOT NULL '
                        f'AND NOT EXISTS (SELECT 1 FROM "{column.refers_to}" AS parent '
                        f'WHERE parent.id = child."{column.name}") ORDER BY at'
                    ).fetchall()
                )

    def unattached(self) -> Iterator[tuple[TableSpec, sqlite3.Row]]:
        """Attributes and metadata of rows that are not there: nothing in a listing holds them."""
        for cls, (key, kind) in ANYWHERE.items():
            spec = table_of(cls)
            for row in self.sql.execute(f'SELECT * FROM "{spec.name}" ORDER BY at').fetchall():
                target = tables().get(row[kind] or "")
                if target is None or not self.find(target, row[key]):
                    yield spec, row

    def drop_broken(self) -> None:
        """Lets go of what refers to nothing: optional keys are emptied, rows that need the key
        are removed, until every key resolves."""
        while found := list(self.broken_keys()):
            for spec, column, row in found:
                if column.required:
                    self.sql.execute(f'DELETE FROM "{spec.name}" WHERE at = ?', (row["at"],))
                else:
                    self.sql.execute(
                        f'UPDATE "{spec.name}" SET "{column.name}" = NULL WHERE at = ?',
                        (row["at"],),
                    )

    # ---- asking --------------------------------------------------------------------------

    def rows(self, spec: TableSpec) -> Iterator[sqlite3.Row]:
        yield from self.sql.execute(f'SELECT * FROM "{spec.name}" ORDER BY at')

    def find(self, spec: TableSpec, id: str | None) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self.sql.execute(
            f'SELECT * FROM "{spec.name}" WHERE id = ?',
            (id,),
        ).fetchone()
        return found

    def build(self, row: sqlite3.Row, spec: TableSpec) -> Any:
        """The object of one row with everything that hangs on it."""
        values: dict[str, Any] = {}
        for key, shape in spec.scalars.items():
            value = row[key]
            if value is not None:
                values[shape.name] = bool(value) if shape.kind == "flag" else value
        for link in spec.links:
            target = table_of(link.child)
            if not link.many:
                child = self.find(target, row[link.column]) if row[link.column] else None
                if child is not None:
                    values[link.shape.name] = self.build(child, target)
                continue
            children = self._children(target, link.column, row["id"], spec.name)
            if children:
                values[link.shape.name] = [self.build(child, target) for child in children]
        return spec.cls(**values)

    def _children(
        self, target: TableSpec, column: str, parent: str, entity: str
    ) -> list[sqlite3.Row]:
        where, values = f'"{column}" = ?', [parent]
        if target.cls in ANYWHERE:
            where += f' AND "{ANYWHERE[target.cls][1]}" = ?'
            values.append(entity)
        return self.sql.execute(
            f'SELECT * FROM "{target.name}" WHERE {where} ORDER BY at',
            values,
        ).fetchall()

    def record(self, row: sqlite3.Row) -> tuple[Record, list[codec.Misfit]]:
        """The listing of one row of `service`; its own terms still stand among its attributes."""
        beside: dict[str, Any] = {}
        misfits: list[codec.Misfit] = []
        for name, kind in BESIDE.items():
            value = row[PROFILE_PREFIX + name]
            if value is None:
                continue
            if kind == "object":
                try:
                    value = json.loads(value)
                except ValueError:
                    misfits.append(codec.Misfit(PROFILE_PREFIX + name, "This is no JSON."))
                    continue
            beside[name] = bool(value) if kind == "boolean" else value
        record, more, _ = codec.read(Record, beside)
        record.service = self.build(row, tables()["service"])
        return record, misfits + more

    # ---- records in ----------------------------------------------------------------------

    def add_record(self, record: Record) -> None:
        """Takes a listing apart into rows. Rows that stand there already only gain keys."""
        cells = {}
        for name, kind in BESIDE.items():
            value = getattr(record, name)
            if kind == "object" and not isinstance(value, dict):
                value = codec.plain(value)
            if value or kind == "boolean":
                cells[PROFILE_PREFIX + name] = json.dumps(value) if kind == "object" else value
        self._add(record.service, {}, cells)

    def add(self, thing: Any, keys: Cells | None = None) -> None:
        """Takes one object of a record class apart into rows."""
        self._add(thing, keys or {}, {})

    def _add(self, thing: Any, keys: Cells, more: Cells) -> str:
        spec = table_of(type(thing))
        cells: Cells = {key: getattr(thing, shape.name) for key, shape in spec.scalars.items()}
        cells |= more
        for link in spec.links:
            child = None if link.many else getattr(thing, link.shape.name)
            if child is not None:
                cells[link.column] = self._add(child, {}, {})
        id = self._merge(spec, cells, keys)
        for link in spec.links:
            if link.many:
                joined = ANYWHERE.get(link.child)
                key = {joined[0]: id, joined[1]: spec.name} if joined else {link.column: id}
                for child in getattr(thing, link.shape.name):
                    self._add(child, key, {})
        return id

    def _merge(self, spec: TableSpec, cells: Cells, keys: Cells) -> str:
        """The id under which the row went in: a copy's own where another parent of the same kind
        holds it already."""
        if self.put(spec.name, cells | keys):
            return str(cells["id"])
        known = self.find(spec, cells["id"])
        assert known is not None
        if any(known[name] not in (None, value) for name, value in keys.items()):
            parent = "/".join(str(value) for value in keys.values())
            copy = cells | {"id": str(uuid5(UUID(cells["id"]), parent))}
            self.put(spec.name, copy | keys)
            return str(copy["id"])
        new = {name: value for name, value in keys.items() if known[name] is None}
        if new:
            names = ", ".join(f'"{name}" = ?' for name in new)
            self.sql.execute(
                f'UPDATE "{spec.name}" SET {names} WHERE id = ?',
                (*new.values(), cells["id"]),
            )
        return str(cells["id"])


@contextmanager
def open_store() -> Iterator[Store]:
    with scratch() as connection:
        yield Store(connection)


def holds(row: sqlite3.Row, names: Iterable[str]) -> bool:
    return any(row[name] is not None for name in names)
