"""A search engine small enough to read at one glance: finds what holds any of the words. It keeps
the whole interface, so pages can be tried without an index."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from directory.listings.queries import Entry, each_published
from directory.search.document import Document
from directory.search.engine import Change, EngineUnavailable
from directory.search.query import Hit, Page, Query


@dataclass
class PlainEngine:
    broken: bool = False
    asked: list[Query] = field(default_factory=list)

    def find(self, query: Query) -> Page:
        self.ping()
        self.asked.append(query)
        entries = [entry for entry in each_published() if self._fits(entry, query)]
        start = (query.page - 1) * query.per_page
        hits = tuple(self._hit(e, query) for e in entries[start : start + query.per_page])
        counts: dict[str, Counter[str]] = {}
        for entry in entries:
            for axis, codes in entry.record.terms.items():
                counts.setdefault(axis, Counter()).update(codes)
        return Page(hits=hits, total=len(entries), total_all_words=len(entries), counts=counts)

    def total(self, query: Query) -> int:
        return self.find(query).total

    def _fits(self, entry: Entry, query: Query) -> bool:
        terms = entry.record.terms
        for axis, choice in query.facets.items():
            if choice.any_of and not choice.any_of & set(terms.get(axis, ())):
                return False
        return not query.words or bool(self._matched(entry, query))

    def _matched(self, entry: Entry, query: Query) -> tuple[str, ...]:
        service = entry.record.service
        text = f"{service.name} {service.description}".lower()
        return tuple(word for word in query.words if word.lower() in text)

    def _hit(self, entry: Entry, query: Query) -> Hit:
        return Hit(entry.id, entry.revision, 1.0, matched=self._matched(entry, query))

    def suggest(self, prefix: str, *, limit: int = 8) -> Sequence[str]:
        return []

    def similar(self, listing_id: str, *, limit: int = 6) -> Sequence[Hit]:
        return []

    def apply(self, changes: Iterable[Change]) -> None: ...

    def rebuild(self, documents: Iterable[Document]) -> None: ...

    def contents(self) -> dict[str, int]:
        return {entry.id: entry.revision for entry in each_published()}

    def ping(self) -> None:
        if self.broken:
            raise EngineUnavailable("broken on purpose")
