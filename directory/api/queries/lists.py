"""A list before it is cut into pages.

Lists are ordered by the moment of the last change and then by id, so that a client can go on
where it stopped; with `search` by how well they match.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from directory.extensions import db

BATCH = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a list: its id, and the listing that holds it."""

    id: str
    listing_id: str
    kind: str = ""  # of what was removed
    at: datetime | None = None  # when it was removed


@dataclass(frozen=True, slots=True)
class List:
    """A list before it is cut into pages. `statement` gives (id, listing id) in order; `ranked`
    are ids of listings, the best first, where somebody searched."""

    statement: Select[*tuple[Any, ...]]
    ranked: tuple[str, ...] | None = None

    def count(self) -> int:
        if self.ranked is not None:
            return len(self._ranked_rows())
        ids = self.statement.order_by(None).with_only_columns(self.statement.selected_columns[0])
        return db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0

    def cut(self, start: int, size: int) -> list[Row]:
        if self.ranked is not None:
            return self._ranked_rows()[start : start + size]
        return [Row(*row) for row in db.session.execute(self.statement.offset(start).limit(size))]

    def each(self) -> Iterator[list[Row]]:
        """All of it in batches, as one query that is read bit by bit."""
        if self.ranked is not None:
            rows = self._ranked_rows()
            yield from (rows[at : at + BATCH] for at in range(0, len(rows), BATCH))
            return
        statement = self.statement.execution_options(yield_per=BATCH)
        with db.session.execute(statement) as result:  # closed also when the reader goes away
            for part in result.partitions():
                yield [Row(*row) for row in part]

    def _ranked_rows(self) -> list[Row]:
        place = {listing_id: at for at, listing_id in enumerate(self.ranked or ())}
        column = self.statement.selected_columns[1]
        found: list[Row] = []
        for part in parts(list(place)):
            statement = self.statement.order_by(None).where(column.in_(part))
            found += [Row(*row) for row in db.session.execute(statement)]
        return sorted(found, key=lambda row: (place[row.listing_id], row.id))


def parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))
