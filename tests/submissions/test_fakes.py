"""Fake helplines (TRUST attack 1): none is public before a person decided, and that person is
warned. The full corpus runs in tests/drills/test_abuse.py."""

from flask import Flask

from directory.listings.queries import published_revisions
from directory.search.engine import current_engine
from tests.submissions.fakes import FAMILIES, fakes
from tests.submissions.faking import add_victims, measure, public_places


def test_no_fake_is_public_and_each_family_is_warned_of(app: Flask) -> None:
    add_victims(app)
    before = published_revisions()
    corpus = list(fakes(seed=4, each=1))
    sent, _right, wrong = measure(app, corpus)
    assert set(sent) == set(FAMILIES)
    assert wrong == []
    assert published_revisions() == before
    assert set(current_engine().contents()) == set(before)
    everything = public_places(app)
    for fake in corpus:
        name = str(fake.pages["what"]["name"])
        assert name not in everything, fake.family
