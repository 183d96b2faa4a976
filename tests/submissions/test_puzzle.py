"""The puzzle for the sender's computer: only in a flood, once, in time, and nobody is turned away
without it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import altcha
import pytest
import time_machine
from flask import Flask

from directory.extensions import db, now
from directory.submissions import limits, puzzle
from directory.submissions.models import Count, Report, Submission
from tests.making import make_listing
from tests.submissions.person import Person, submit_group


@pytest.fixture
def asked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A site that always asks for puzzles, with small ones."""
    settings = replace(app.config["SETTINGS"], puzzle="always")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    monkeypatch.setattr(puzzle, "FEWEST", 3)
    monkeypatch.setattr(puzzle, "MOST", 9)
    return


def flood() -> None:
    """As much as everybody together may send in this hour."""
    for _ in range(limits.EVERYBODY[0][1]):
        limits.count("everybody", limits.EVERYBODY, now())
    db.session.commit()


def solved(given: dict[str, Any] | None = None) -> str:
    """What a browser sends when it has worked."""
    made = altcha.Challenge.from_dict(given or puzzle.make(now()))
    solution = altcha.solve_challenge(made)
    assert solution
    return altcha.Payload(made, solution).to_base64()


def damaged(answer: str, **parameters: Any) -> str:
    told = json.loads(b64decode(answer))
    told["challenge"]["parameters"] |= parameters
    return b64encode(json.dumps(told).encode()).decode()


def test_no_page_loads_it_before_there_is_a_flood(app: Flask) -> None:
    make_listing()
    page = Person(app).open("/listings/grief-circle/report").answer
    assert "data-puzzle" not in page.text
    assert "worker-src" not in page.headers["Content-Security-Policy"]
    assert Person(app).open("/submit/puzzle").answer.status_code == 404
    flood()
    page = Person(app).open("/listings/grief-circle/report").answer
    assert "data-puzzle" in page.text
    content = page.headers["Content-Security-Policy"]
    assert "script-src 'self'; connect-src 'self'; worker-src 'self'" in content
    assert "unsafe" not in content
    given = Person(app).open("/submit/puzzle").answer
    assert given.headers["Cache-Control"] == "no-store"
    assert given.json["parameters"]["algorithm"] == puzzle.KIND


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("form", ["report", "change/name", "claim", "take-off"])
def test_each_form_that_anybody_may_send_asks_for_it(app: Flask, form: str) -> None:
    make_listing()
    assert "data-puzzle" in Person(app).open(f"/listings/grief-circle/{form}").answer.text


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("with_scripts", [True, False])
def test_a_listing_sent_in_a_flood_is_kept_with_or_without_it(
    app: Flask, with_scripts: bool
) -> None:
    person = Person(app)
    with time_machine.travel(now(), tick=False) as clock:
        submit_group(person)
        db.session.query(Submission).one().suspect = False  # as if typed at a person's speed
        db.session.commit()
        person.open(person.here)
        clock.shift(30)
        more = {"puzzle": solved()} if with_scripts else {}
        # The widget adds its field; a person without scripts has none.
        values = person.form() | {"sender_email": ["rosa@example.org"]}
        person.post(person.here, values | {name: [value] for name, value in more.items()})
    row = db.session.query(Submission).one()
    assert (person.answer.status_code, row.state) == (200, "unverified")
    assert row.suspect is not with_scripts


@pytest.mark.usefixtures("asked")
def test_a_report_without_it_is_read_but_takes_no_number_away(app: Flask) -> None:
    make_listing()
    for number, answer in enumerate(["", solved()]):
        person = Person(app, address=f"203.0.{number}.9")
        with time_machine.travel(now(), tick=False) as clock:
            person.open("/listings/grief-circle/report")
            clock.shift(10)
            values = person.form() | {"what": ["number"], "puzzle": [answer]}
            person.post(person.here, values)
        assert person.answer.status_code == 200
    assert [row.suspect for row in db.session.query(Report).order_by(Report.id)] == [True, False]


@pytest.mark.usefixtures("asked")
def test_a_solved_puzzle_serves_once(app: Flask) -> None:
    answer = solved()
    assert puzzle.is_solved(answer, now())
    db.session.commit()
    assert not puzzle.is_solved(answer, now())


@pytest.mark.usefixtures("asked")
def test_of_twenty_workers_that_get_the_same_answer_one_takes_it(app: Flask) -> None:
    from directory.extensions import begin_write

    answer = solved()

    def use(_: int) -> bool:
        with app.app_context():
            begin_write()
            took = puzzle.is_solved(answer, now())
            db.session.commit()
            return took

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(20))) == 1


@pytest.mark.usefixtures("asked")
def test_an_answer_that_is_late_forged_or_of_another_site_is_none(app: Flask) -> None:
    answer = solved()
    with time_machine.travel(now() + puzzle.LASTS + timedelta(seconds=2)):
        assert not puzzle.is_solved(answer, now())
    later = int((now() + timedelta(days=9)).timestamp())
    other = altcha.create_challenge(puzzle.KIND, 1, counter=1, hmac_secret=b"other" * 8)
    wrong = json.loads(b64decode(answer))
    wrong["solution"]["derivedKey"] = "0" * 64
    for bad in (
        damaged(answer, expiresAt=later),
        damaged(answer, cost=1),
        damaged(answer, nonce="00"),
        solved(other.to_dict()),
        b64encode(json.dumps(wrong).encode()).decode(),
        answer[:-8],
        "",
        "é",
        "A" * 5000,
        *(b64encode(each).decode() for each in (b"[]", b"1", b'{"challenge":{},"solution":[]}')),
    ):
        assert not puzzle.is_solved(bad, now()), bad[:80]
    assert puzzle.is_solved(answer, now())


@pytest.mark.usefixtures("asked")
def test_used_puzzles_are_forgotten_when_they_could_not_be_used_any_more(app: Flask) -> None:
    assert puzzle.is_solved(solved(), now())
    limits.forget(now() + puzzle.LASTS + timedelta(seconds=2))
    left = db.session.query(Count).filter(Count.key.like("puzzle:%")).count()
    assert left == 0
