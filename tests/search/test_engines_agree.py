"""Both engines on the same listings: where they must be equal, and how near their order is."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench.search.corpus import Corpus
from directory.search.postgres_engine import PostgresEngine
from directory.search.query import Page, Query
from directory.search.whoosh_engine import WhooshEngine
from tests.search.behaviours.conftest import empty_schema
from tests.search.behaviours.test_brute_force import SIZE, corpus_documents, queries

Engines = tuple[WhooshEngine, PostgresEngine]


@pytest.fixture(scope="module")
def engines(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engines]:
    with empty_schema(request) as database:
        both = WhooshEngine(tmp_path_factory.mktemp("index")), PostgresEngine(lambda: database)
        for engine in both:
            engine.rebuild(corpus_documents)
        yield both
        both[0].close()


def ask(engines: Engines, query: Query) -> tuple[Page, Page]:
    return engines[0].find(query), engines[1].find(query)


def asked(count: int, seed: int) -> Iterator[Query]:
    return (replace(query, per_page=10) for query in queries(Corpus(SIZE), count, seed))


def test_nine_of_the_first_ten_are_the_same(engines: Engines) -> None:
    shares = []
    for query in asked(120, seed=21):
        one, other = ask(engines, query)
        ids = {hit.listing_id for hit in one.hits}
        if ids:
            shares.append(len(ids & {hit.listing_id for hit in other.hits}) / len(ids))
    assert len(shares) > 60
    assert sum(shares) / len(shares) >= 0.97
    assert sum(share >= 0.9 for share in shares) >= 0.95 * len(shares)


def test_totals_and_counts_are_the_same(engines: Engines) -> None:
    for query in asked(40, seed=22):
        one, other = ask(engines, query)
        assert (one.total, one.total_all_words) == (other.total, other.total_all_words)
        assert one.unknown_hours == other.unknown_hours
        assert one.forms == other.forms
        assert {axis: dict(counts) for axis, counts in one.counts.items()} == other.counts


@pytest.mark.parametrize("sort", ["distance", "name", "checked", "next"])
def test_orders_that_are_no_opinion_are_the_same(engines: Engines, sort: str) -> None:
    for query in asked(25, seed=23):
        one, other = ask(engines, replace(query, sort=sort))  # type: ignore[arg-type]
        assert [hit.listing_id for hit in one.hits] == [hit.listing_id for hit in other.hits]
        assert [hit.km for hit in one.hits] == pytest.approx([hit.km for hit in other.hits])


def test_misspelled_words_are_read_alike(engines: Engines) -> None:
    words = Corpus(SIZE).words[:400]
    slips = [word[:2] + word[3] + word[2] + word[4:] for word in words[::9] if len(word) > 5]
    slips += [f"{word[:3]}q{word[3:]}" for word in words[::7] if len(word) > 4]
    slips += [f"{word[:2]}q{word[3:-2]}q{word[-1]}" for word in words[::5] if len(word) > 7]
    queries = [Query(now=next(asked(1, 1)).now, words=(slip,)) for slip in slips]
    pages = [ask(engines, query) for query in queries]
    assert sum(bool(one.corrections) for one, _ in pages) > 50
    assert [one.corrections for one, _ in pages] == [other.corrections for _, other in pages]


def test_similar_listings_and_suggestions_are_the_same(engines: Engines) -> None:
    for document in corpus_documents[:30]:
        one, other = (engine.similar(document.id) for engine in engines)
        same = {hit.listing_id for hit in one} & {hit.listing_id for hit in other}
        assert len(same) >= len(one) - 1
        prefix = document.name[:4]
        suggested = [list(engine.suggest(prefix)) for engine in engines]
        assert suggested[0] == suggested[1]
