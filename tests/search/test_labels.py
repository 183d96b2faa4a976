"""Every label the site shows leads somewhere: searched as a word and chosen as a facet, it returns
at least one listing of what ships."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory.exchange.seed import load_demonstration, load_seed
from directory.extensions import db
from directory.finding.asked import AXES
from directory.geo.gazetteer import gazetteer_at
from directory.listings.classification import axes
from directory.listings.queries import each_published
from directory.search.queries import each_document
from directory.search.query import Choice
from directory.search.understand import understand
from directory.search.whoosh_engine import WhooshEngine
from tests.making import NOON


@pytest.fixture
def engine(app: Flask, tmp_path: Path) -> WhooshEngine:
    load_seed(at=NOON)
    load_demonstration(at=NOON, home=tmp_path)
    db.session.commit()
    engine = WhooshEngine(tmp_path / "index", languages=("en", "es"))
    engine.rebuild(each_document())
    return engine


def _labels(language: str) -> Iterator[tuple[str, str, str]]:
    """Labels that a page can show: those of terms that some listing has."""
    held = {
        (axis, code)
        for entry in each_published()
        for axis, codes in entry.record.terms.items()
        for code in codes
    }
    for axis in axes():
        for term in axis.terms:
            if axis.code in AXES and (axis.code, term.code) in held:
                yield axis.code, term.code, term.label(language)


def test_each_label_leads_to_a_listing(engine: WhooshEngine) -> None:
    gazetteer = gazetteer_at(Path("nowhere"), "US")
    nothing = understand("", now=NOON, gazetteer=gazetteer)
    empty = []
    for language in ("en", "es"):
        for axis, code, label in _labels(language):
            asked = understand(label, now=NOON, gazetteer=gazetteer, language=language)
            chosen = {axis: Choice(frozenset({code}))}
            for question in (asked.query(rescue=False), nothing.query(facets=chosen)):
                if not engine.find(question).total:
                    empty.append(label)
    assert empty == []


def test_each_word_of_the_classification_finds_something_when_typed(engine: WhooshEngine) -> None:
    """Headings of filters and browse pages too, in both languages."""
    gazetteer = gazetteer_at(Path("nowhere"), "US")
    empty = [
        (axis.code, named.label(language))
        for language in ("en", "es")
        for axis in axes()
        for named in (axis, *axis.terms)
        if not engine.find(
            understand(
                named.label(language), now=NOON, gazetteer=gazetteer, language=language
            ).query(rescue=False, count=())
        ).total
    ]
    assert empty == []


def test_every_topic_and_kind_is_held_by_a_listing(engine: WhooshEngine) -> None:
    held = {(axis, code) for axis, code, _ in _labels("en")}
    listed = {
        (axis.code, term.code)
        for axis in axes()
        for term in axis.terms
        if axis.code in ("category", "topic", "kind", "support", "source", "audience", "format")
    }
    assert listed - held == set()
