"""Floods, machines and second clicks: nothing is published, nobody honest is turned away."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from directory.extensions import db, now
from directory.submissions import limits
from directory.submissions.models import Submission
from directory.web.network import asking_address
from tests.making import make_listing
from tests.submissions.person import Person, submit_group


def test_twenty_clicks_at_once_make_one_draft(app: Flask) -> None:
    values = Person(app).open("/submit").form() | {"name": ["Talk"], "kind": ["support-group"]}

    def click(_: int) -> int:
        return Person(app).post("/submit", values).answer.status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(click, range(20))) == {200}
    assert db.session.query(Submission).count() == 1


@pytest.mark.parametrize(("filled", "suspect"), [("", False), ("https://spam.example", True)])
def test_what_looks_like_a_machine_is_looked_at_twice_and_answered_as_anybody(
    app: Flask, filled: str, suspect: bool
) -> None:
    import time_machine

    person = Person(app)
    with time_machine.travel(now(), tick=False) as clock:
        person.open("/submit")
        clock.shift(10)
        person.send(name="Talk", kind="support-group", website_2=filled)
    assert person.answer.status_code == 200
    assert db.session.query(Submission).one().suspect is suspect


def test_the_sixth_submission_in_an_hour_waits_and_loses_no_word(app: Flask) -> None:
    person = Person(app)
    for _ in range(limits.SENDING[0][1]):
        assert limits.count(
            f"send:{limits.network(person.address, now())[:32]}", limits.SENDING, now()
        )
    db.session.commit()
    submit_group(person)
    check = person.here
    person.send(sender_email="rosa@example.org")
    assert person.answer.status_code == 429
    assert db.session.query(Submission).one().state == "draft"
    other = Person(app, address="203.0.113.9").open(check)
    assert "Tuesday Talk" in other.text
    other.send()
    assert db.session.query(Submission).one().state == "unverified"


def test_reading_is_never_counted(app: Flask) -> None:
    for _ in range(30):
        assert Person(app).open("/submit").answer.status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("198.51.100.7", "198.51.100.250", True),
        ("198.51.100.7", "198.51.101.7", False),
        ("2001:db8:0:1200::1", "2001:db8:0:12ff::9", True),
        ("2001:db8:0:1200::1", "2001:db8:0:1300::1", False),
        ("nonsense", "", True),
    ],
)
def test_a_network_is_a_24_or_a_56(app: Flask, one: str, other: str, same: bool) -> None:
    assert (limits.network(one, now()) == limits.network(other, now())) is same


def test_a_forged_proxy_header_changes_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    forged = {"X-Forwarded-For": "1.2.3.4, 203.0.113.9"}
    with app.test_request_context(headers=forged, environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        assert asking_address() == "127.0.0.1"
        settings = replace(app.config["SETTINGS"], proxies=1)
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        assert asking_address() == "203.0.113.9"


def test_fields_that_no_form_has_are_never_set(app: Flask) -> None:
    values = Person(app).open("/submit").form()
    values |= {"name": ["Talk"], "kind": ["support-group"], "state": ["accepted"]}
    values |= {"sender_email": ["x"], "id": ["1"], "approvals": ["9"]}
    Person(app).post("/submit", values)
    row = db.session.query(Submission).one()
    assert (row.state, row.sender_email, row.approvals) == ("draft", "", 0)
    told = {"language", "name", "kind", "organization", "description"}
    assert set(row.answers) == told | {"name_es", "description_es"}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://user@evil.org",
        "http://127.0.0.1/",
        "//x",
    ],
)
def test_a_bad_address_never_passes_the_form(app: Flask, url: str) -> None:
    person = Person(app)
    submit_group(person, reach={"website": url})
    assert db.session.query(Submission).one().state == "draft"
    assert "submissions" not in person.text
    assert f'href="{url}"' not in person.answer.text


def test_who_suggests_too_much_keeps_every_word(app: Flask) -> None:
    make_listing()
    person = Person(app)
    for _ in range(limits.SENDING[0][1]):
        limits.count(f"send:{limits.network(person.address, now())[:32]}", limits.SENDING, now())
    db.session.commit()
    person.open("/listings/grief-circle/change/description")
    person.send(value="We also meet on Fridays.", why="I run it.", email="rosa@example.org")
    assert person.answer.status_code == 429
    assert "We also meet on Fridays." in person.answer.text
    assert "still here" in person.answer.text
    assert db.session.query(Submission).count() == 0
