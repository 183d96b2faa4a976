"""Totals, counts, membership and distances equal what looking at each listing gives."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bench.search.corpus import AUDIENCES, COSTS, FORMATS, KINDS, TODAY, TOPICS, Corpus
from directory.search.engine import Engine
from directory.search.query import Box, Choice, Circle, OpenAt, OpenDuring, Query
from tests.search.behaviours.conftest import EngineMaker
from tests.search.oracle import Oracle, kilometres

NOW = datetime(1970, 1, 1, 15, 20, tzinfo=UTC) + timedelta(days=TODAY)
SIZE = 400


def queries(corpus: Corpus, count: int, seed: int) -> Iterator[Query]:
    pick = random.Random(seed)  # noqa: S311 - no secret

    def text() -> tuple[str, ...]:
        return tuple(pick.choice(corpus.words[: pick.choice((20, 300, 3000))]) for _ in range(3))

    for _ in range(count):
        query = Query(now=NOW, correct=False, rescue=False, per_page=1000)
        if pick.random() < 0.8:
            query = replace(query, words=text()[: pick.randint(1, 3)])
        if pick.random() < 0.2:
            query = replace(query, without=text()[:1])
        if pick.random() < 0.15:
            start = pick.randrange(40)
            said = corpus_phrase(corpus, pick.randrange(SIZE), start)
            query = replace(query, phrase=said, words=query.words[:1])
        if pick.random() < 0.6:
            query = replace(query, **place(corpus, pick))
        for axis, codes in (("topic", TOPICS), ("kind", KINDS), ("cost", COSTS),
                            ("audience", AUDIENCES), ("format", FORMATS)):  # fmt: skip
            if pick.random() < 0.25:
                wish = Choice(
                    frozenset(pick.sample(codes, pick.randint(0, 4))),
                    frozenset(pick.sample(codes, pick.randint(0, 1))),
                )
                query = replace(query, facets={**query.facets, axis: wish})
        if pick.random() < 0.3:
            instant = NOW + timedelta(minutes=pick.randrange(10_000))
            start = pick.randrange(1380)
            during = OpenDuring(
                frozenset(pick.sample(range(7), 2)), start, pick.randrange(start + 1, 1441)
            )
            query = replace(query, open=pick.choice((OpenAt(instant), during)))
        yield replace(query, lapsed=pick.random() < 0.2, fictional=pick.random() < 0.8)


def corpus_phrase(corpus: Corpus, number: int, start: int) -> tuple[str, ...]:
    words = corpus_documents[number].texts[2].words.split()
    return tuple(words[start : start + 2])


corpus_documents = list(Corpus(SIZE).documents())


def place(corpus: Corpus, pick: random.Random) -> dict[str, object]:
    _, latitude, longitude = corpus.town()
    wide = pick.choice((2.0, 10.0, 40.0, 300.0))
    circle = Circle(latitude, longitude, wide)
    box = Box(latitude - wide / 100, longitude - wide / 80, latitude + wide / 90, longitude + 0.1)
    return {
        "place": pick.choice((circle, circle, box)),
        "areas": pick.choice(((), ("world", "US"), ("world", "US", "US-MN"))),
        "here_only": pick.random() < 0.3,
    }


@pytest.fixture
def filled(make_engine: EngineMaker) -> Engine:
    engine = make_engine()
    engine.rebuild(corpus_documents)
    return engine


def same(engine: Engine, oracle: Oracle, query: Query) -> None:
    page, expected = engine.find(query), oracle.answer(query)
    assert {hit.listing_id for hit in page.hits} == expected.ids, query
    assert page.total == len(expected.ids), query
    assert engine.total(query) == page.total, query
    assert page.total_all_words == expected.all_words, query
    assert page.unknown_hours == expected.unknown_hours, query
    counts = {axis: dict(count) for axis, count in page.counts.items()}
    assert counts == expected.counts, query


@pytest.mark.parametrize("seed", range(6))
def test_answers_are_those_of_brute_force(filled: Engine, seed: int) -> None:
    oracle = Oracle(corpus_documents)
    for query in queries(Corpus(SIZE), 50, seed):
        same(filled, oracle, query)


def test_answers_are_those_of_brute_force_after_many_changes(filled: Engine) -> None:
    now = {document.id: document for document in corpus_documents}
    pick = random.Random(5)  # noqa: S311 - no secret
    fresh = list(Corpus(120, seed=99).documents())
    for _ in range(25):
        batch = []
        for _ in range(pick.randint(1, 12)):
            if pick.random() < 0.5 and now:
                gone = pick.choice(sorted(now))
                batch.append((gone, None, 99))
            elif pick.random() < 0.5 and fresh:
                batch.append(((new := fresh.pop()).id, new, new.revision))
            else:
                old = now[pick.choice(sorted(now))]
                other = pick.choice(corpus_documents)
                batch.append((old.id, replace(other, id=old.id, revision=99), 99))
        latest = {change[0]: change for change in batch}
        filled.apply(latest.values())
        for listing_id, document, _ in latest.values():
            if document is None:
                now.pop(listing_id, None)
            else:
                now[listing_id] = document
    assert filled.contents() == {one.id: one.revision for one in now.values()}
    oracle = Oracle(now.values())
    for query in queries(Corpus(SIZE), 40, 77):
        same(filled, oracle, query)


def test_the_distance_is_that_of_the_nearest_place_that_matches(filled: Engine) -> None:
    corpus = Corpus(SIZE)
    by_id = {document.id: document for document in corpus_documents}
    _, latitude, longitude = corpus.town()
    circle = Circle(latitude, longitude, 60)
    page = filled.find(Query(now=NOW, place=circle, sort="distance", per_page=1000))
    assert page.hits
    for hit in page.hits:
        spots = by_id[hit.listing_id].spots
        ways = {
            spot.location_id: kilometres(spot, circle)
            for spot in spots
            if spot.latitude is not None and kilometres(spot, circle) <= 60
        }
        if hit.km is None:
            assert not ways
        else:
            assert hit.km == pytest.approx(min(ways.values()))
            assert ways[hit.location_id or ""] == min(ways.values())
    distances = [hit.km for hit in page.hits if hit.km is not None]
    assert distances == sorted(distances)


@pytest.mark.parametrize("sort", ["best", "distance", "next", "checked", "name"])
def test_pages_follow_each_other_without_gap_or_repeat(filled: Engine, sort: str) -> None:
    _, latitude, longitude = Corpus(SIZE).town()
    query = Query(
        now=NOW,
        place=Circle(latitude, longitude, 900),
        sort=sort,
        per_page=1000,  # type: ignore[arg-type]
    )
    whole = [hit.listing_id for hit in filled.find(query).hits]
    pages = [
        hit.listing_id
        for page in range(1, len(whole) // 7 + 2)
        for hit in filled.find(replace(query, page=page, per_page=7)).hits
    ]
    assert pages == whole
    assert len(set(whole)) == len(whole) > 100
