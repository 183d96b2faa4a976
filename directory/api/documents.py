"""Listings as HSDS documents, many at a time: one query a batch, never one a child.

What is served is told once a day, at midnight UTC: offsets of schedules and facts that have gone
stale change then and not in between, so the same question gives the same bytes all day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

import orjson
from flask import current_app

from directory.api.kept import Kept
from directory.api.queries import Row, listings_of, standings
from directory.extensions import now
from directory.listings.publishable import Publishable, publishable
from directory.listings.queries import Entry, each_of, published
from directory.listings.serializers import hsds

TOGETHER = 50  # organizations, which may have many services each
Document = dict[str, Any]
Told = Document | orjson.Fragment  # ready to be written


def midnight() -> datetime:
    return datetime.combine(now().astimezone(UTC).date(), time(), UTC)


@dataclass(frozen=True, slots=True)
class Telling:
    """How documents are told: `full` as by id, `full_service` an organization's services too,
    `uk` with the four fields of the UK profile. A stream passes everything once and keeps
    nothing (`keep`)."""

    moment: datetime
    full: bool = False
    full_service: bool = False
    uk: bool = False
    keep: bool = True

    def services(self, rows: Sequence[Row]) -> list[Told]:
        tell = hsds.service if self.full else hsds.service_item
        return self._told("service", rows, lambda row, record: tell(record, self.moment))

    def places(self, rows: Sequence[Row]) -> list[Told]:
        last: tuple[str, Document] = ("", {})

        def tell(row: Row, record: Publishable) -> Document:
            nonlocal last
            if last[0] != row.listing_id:  # all places of a listing come one after the other
                last = (row.listing_id, hsds.service(record, self.moment))
            document = hsds.at_location(last[1], row.id)
            return document if self.full else hsds.item(document, "service_at_location")

        return self._told("service_at_location", rows, tell)

    def organizations(self, rows: Sequence[Row]) -> list[Told]:
        if self.full or self.full_service:
            ids, told = [row.id for row in rows], []
            for start in range(0, len(ids), TOGETHER):
                told += self._whole(ids[start : start + TOGETHER])
            return told
        return self._told(
            "organization", rows, lambda row, record: hsds.organization_item(record, self.moment)
        )

    def organization(self, organization_id: str) -> Told:
        """With its services, which are list items unless `full_service` asks for all of them."""
        return self._whole([organization_id])[0]

    def _whole(self, ids: Sequence[str]) -> list[Told]:
        offered = listings_of(ids)
        entries = published([listing_id for some in offered.values() for listing_id in some])
        told: list[Told] = []
        for organization_id in ids:
            records = [self._gate(entries[key]) for key in offered[organization_id]]
            document = hsds.organization(records, self.moment)
            if not self.full_service:
                document["services"] = [hsds.item(s, "service") for s in document["services"]]
            told.append(orjson.Fragment(orjson.dumps(self._tongue(document))))
        return told

    def _told(
        self, kind: str, rows: Sequence[Row], tell: Callable[[Row, Publishable], Document]
    ) -> list[Told]:
        def make(missing: list[int]) -> list[bytes]:
            places: dict[str, list[int]] = {}
            for at in missing:
                places.setdefault(rows[at].listing_id, []).append(at)
            told: dict[int, bytes] = {}
            for entry in each_of(list(places)):
                record = self._gate(entry)
                for at in places[entry.id]:
                    told[at] = orjson.dumps(self._tongue(tell(rows[at], record)))
            return [told[at] for at in missing]

        if not self.keep:
            return [orjson.Fragment(document) for document in make(list(range(len(rows))))]
        states = standings([row.listing_id for row in rows])
        day = self.moment.date()
        keys = [(kind, self.full, self.uk, day, row.id, states[row.listing_id]) for row in rows]
        kept: Kept = current_app.extensions["api_kept"]
        return [orjson.Fragment(document) for document in kept.every(keys, make)]

    def _gate(self, entry: Entry) -> Publishable:
        return publishable(
            entry.record,
            today=self.moment.date(),
            changed_at=entry.changed_at,
            checked_at=entry.checked_at,
        )

    def _tongue(self, document: Document) -> Document:
        return in_uk_words(document) if self.uk else document


# Where the UK profile names a text of HSDS anew: (list or part it stands in, its key, ours).
_UK = {
    "accessibility": ("accessibility", "description"),
    "service_areas": ("service_area", "name"),
    "taxonomy_term": ("term", "name"),
}


def in_uk_words(thing: Any, under: str = "") -> Any:
    """The same document with the UK profile's own fields beside HSDS's."""
    if isinstance(thing, list):
        return [in_uk_words(each, under) for each in thing]
    if not isinstance(thing, dict):
        return thing
    told = {key: in_uk_words(value, key) for key, value in thing.items()}
    if under in _UK:
        name, source = _UK[under]
        if source in thing:
            told[name] = thing[source]
    return told
