"""A facet may have more values than 16 bits can number, as organizations in a large directory."""

from collections.abc import Iterator
from pathlib import Path

from directory.search.document import Document
from directory.search.query import Choice
from directory.search.whoosh_engine import WhooshEngine
from tests.search.making import listing_id, make_document, make_query

MANY = 2**16 + 10


def documents() -> Iterator[Document]:
    for number in range(MANY):
        codes = {"organization": (f"o{number:05}",)}
        yield make_document(f"Group {number}", says="", facets=codes)


def test_each_of_very_many_organizations_is_found_and_counted(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "index", synonyms=())
    engine.rebuild(documents())
    for number in (0, 10, MANY - 1):
        chosen = {"organization": Choice(frozenset({f"o{number:05}"}))}
        page = engine.find(make_query(facets=chosen))
        assert [hit.listing_id for hit in page.hits] == [listing_id(f"Group {number}")]
    everybody = engine.find(make_query(count=("organization",)))
    assert len(everybody.counts["organization"]) == MANY
    assert set(everybody.counts["organization"].values()) == {1}
    engine.close()
