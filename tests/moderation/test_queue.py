"""Max decides from the command line."""

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from directory.extensions import db
from directory.listings import queries
from directory.listings.record import Record
from directory.submissions.imported import receive_import
from directory.submissions.queries import list_pending
from tests.making import NOON, make_listing, make_record


def _send(*records: Record) -> list[str]:
    receive_import(list(records), import_id=None, problems={}, at=NOON)
    db.session.commit()
    return [submission.id for submission in list_pending()]


def _queue(runner: FlaskCliRunner, *words: str) -> str:
    done = runner.invoke(args=["queue", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


def test_what_waits_is_listed_with_its_name(app: Flask, runner: FlaskCliRunner) -> None:
    _send(make_record())
    assert "Grief Circle" in _queue(runner, "list")
    assert "1 wait for a decision." in _queue(runner, "list")


def test_nothing_that_waits_is_public(app: Flask) -> None:
    _send(make_record())
    assert queries.find_published("grief-circle") is None


def test_accepting_publishes(app: Flask, runner: FlaskCliRunner) -> None:
    (waiting,) = _send(make_record())
    assert "Published." in _queue(runner, "accept", waiting, "--by", "Max")
    assert queries.find_published("grief-circle") is not None
    assert "0 wait" in _queue(runner, "list")


def test_a_decision_is_made_once(app: Flask, runner: FlaskCliRunner) -> None:
    (waiting,) = _send(make_record())
    _queue(runner, "reject", waiting, "--by", "Max", "--reason", "Not support.")
    assert "rejected cannot accept" in _queue(runner, "accept", waiting, "--by", "Max")
    assert queries.find_published("grief-circle") is None


def test_a_crisis_line_needs_two_different_people(app: Flask, runner: FlaskCliRunner) -> None:
    (waiting,) = _send(make_record("Night Line", crisis=True))
    assert "A second person" in _queue(runner, "accept", waiting, "--by", "Max")
    assert "two different people" in _queue(runner, "accept", waiting, "--by", "Max")
    assert queries.find_published("night-line") is None
    assert "Published." in _queue(runner, "accept", waiting, "--by", "Amira")
    assert queries.find_published("night-line") is not None


def test_a_listing_that_changed_meanwhile_is_not_overwritten(
    app: Flask, runner: FlaskCliRunner
) -> None:
    make_listing(key="one")
    (waiting,) = _send(make_record(key="one", service={"description": "What Rosa sent."}))
    make_listing(key="one", service={"description": "What Max wrote meanwhile."})
    assert "has changed since" in _queue(runner, "accept", waiting, "--by", "Max")
    shown = queries.find_published("grief-circle")
    assert shown is not None
    assert shown.record.service.description == "What Max wrote meanwhile."


def test_a_record_that_a_rule_refuses_is_not_published(app: Flask, runner: FlaskCliRunner) -> None:
    (waiting,) = _send(make_record(service={"url": "javascript:alert(1)"}))
    assert "Published" not in _queue(runner, "accept", waiting, "--by", "Max")
    assert queries.find_published("grief-circle") is None


@pytest.mark.parametrize("times", [1, 2])
def test_the_same_import_twice_waits_once(app: Flask, times: int) -> None:
    for _ in range(times):
        _send(make_record())
    assert len(list_pending()) == 1


def test_what_says_the_same_as_the_listing_does_not_wait(app: Flask) -> None:
    make_listing()
    assert _send(make_record()) == []


def test_an_unknown_submission_is_named(app: Flask, runner: FlaskCliRunner) -> None:
    assert "no submission nowhere" in _queue(runner, "accept", "nowhere", "--by", "Max")
