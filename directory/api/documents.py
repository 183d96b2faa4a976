"""Listings as HSDS documents, many at a time: one query a batch, never one a child.

What is served is told once a day, at midnight UTC: offsets of schedules and facts that have gone
stale change then and not in between, so the same question gives the same bytes all day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from directory.api.queries import Row, listings_of
from directory.extensions import now
from directory.listings.publishable import Publishable, publishable
from directory.listings.queries import Entry, published
from directory.listings.serializers import hsds

Document = dict[str, Any]


def midnight() -> datetime:
    return datetime.combine(now().astimezone(UTC).date(), time(), UTC)


@dataclass(frozen=True, slots=True)
class Telling:
    """How documents are told: `full` as by id, `full_service` an organization's services too,
    `uk` with the four fields of the UK profile."""

    moment: datetime
    full: bool = False
    full_service: bool = False
    uk: bool = False

    def services(self, rows: Sequence[Row]) -> list[Document]:
        entries = published([row.listing_id for row in rows])
        return [self._service(entries[row.id]) for row in rows if row.id in entries]

    def places(self, rows: Sequence[Row]) -> list[Document]:
        entries = published(list({row.listing_id for row in rows}))
        whole = {
            key: hsds.service(self._gate(entry), self.moment) for key, entry in entries.items()
        }
        documents = []
        for row in rows:
            if row.listing_id in whole:
                document = hsds.at_location(whole[row.listing_id], row.id)
                if not self.full:
                    document = hsds.item(document, "service_at_location")
                documents.append(self._tongue(document))
        return documents

    def organizations(self, rows: Sequence[Row]) -> list[Document]:
        if self.full or self.full_service:
            return [self.organization(row.id) for row in rows]
        entries = published([row.listing_id for row in rows])
        return [
            self._tongue(hsds.organization_item(self._gate(entries[row.listing_id]), self.moment))
            for row in rows
            if row.listing_id in entries
        ]

    def organization(self, organization_id: str) -> Document:
        """With its services, which are list items unless `full_service` asks for all of them."""
        entries = published(listings_of(organization_id))
        records = [self._gate(entries[key]) for key in sorted(entries)]
        document = hsds.organization(records, self.moment)
        if not self.full_service:
            document["services"] = [hsds.item(s, "service") for s in document["services"]]
        return self._tongue(document)

    def _service(self, entry: Entry) -> Document:
        tell = hsds.service if self.full else hsds.service_item
        return self._tongue(tell(self._gate(entry), self.moment))

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


def newest(entries: Sequence[Entry]) -> datetime:
    """The moment of the last change to any of these, or of the last midnight: facts go stale."""
    return max([midnight(), *(entry.changed_at for entry in entries)])
