"""Private links: nothing but the exact secret for the exact purpose opens anything."""

from datetime import timedelta

import pytest
from flask import Flask

from directory.extensions import db, now
from directory.submissions import tokens
from tests.making import an_id
from tests.submissions.person import Person


def test_a_link_opens_what_it_is_for(app: Flask) -> None:
    row = tokens.make(tokens.STATUS, an_id("a"), now())
    assert tokens.find(tokens.STATUS, tokens.spell(row), now()) is row


@pytest.mark.parametrize(
    "spoil",
    [
        lambda s: s.swapcase(),
        lambda s: s + "=",
        lambda s: s[:-1],
        lambda s: s.replace("-", "+").replace("_", "/") + " ",
        lambda s: s[::-1],
        lambda s: "",
    ],
)
def test_another_spelling_is_no_link(app: Flask, spoil) -> None:
    row = tokens.make(tokens.STATUS, an_id("a"), now())
    assert tokens.find(tokens.STATUS, spoil(tokens.spell(row)), now()) is None


def test_a_link_is_for_one_purpose_and_a_while(app: Flask) -> None:
    row = tokens.make(tokens.VERIFY, an_id("a"), now())
    secret = tokens.spell(row)
    assert tokens.find(tokens.STATUS, secret, now()) is None
    assert tokens.find(tokens.VERIFY, secret, now() + timedelta(days=3, seconds=1)) is None


def test_no_two_links_are_the_same_and_none_stands_in_the_database(app: Flask) -> None:
    rows = [tokens.make(tokens.STATUS, an_id("a"), now()) for _ in range(500)]
    secrets = {tokens.spell(row) for row in rows}
    assert len(secrets) == 500
    kept = {value for row in rows for value in (row.salt, row.digest, row.id)}
    assert not secrets & kept
    assert all(len(secret) == 43 for secret in secrets)


@pytest.mark.parametrize("page", ["/sent/{}", "/sent/confirm/{}", "/submit/{}/what"])
def test_wrong_expired_and_unknown_links_all_answer_the_same(app: Flask, page: str) -> None:
    import re

    wrong = tokens.make(tokens.CLAIM, an_id("a"), now())
    old = tokens.make(tokens.STATUS, an_id("b"), now() - timedelta(days=400))
    db.session.commit()
    answers = set()
    for secret in (tokens.spell(wrong), tokens.spell(old), "x" * 43):
        answer = Person(app).open(page.format(secret)).answer
        assert answer.status_code == 404
        text = answer.text.replace(secret, "")
        answers.add(re.sub(r"Reference: \w+", "", text))
    assert len(answers) == 1
