"""“Take me off”, without an account."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db, now
from directory.jobs.models import Job
from directory.jobs.worker import run_due
from directory.listings.actions import publish
from directory.submissions.models import Submission, Takedown
from tests.making import make_listing, make_record
from tests.staff import signed_in
from tests.submissions.person import Person

PAGE = "/listings/grief-circle/take-off"
PLACES = ("/listings/grief-circle", "/search?topic=grief", "/hsds/v3/services", "/changes.atom")


def letters(app: Flask) -> list[str]:
    """What lies in the outbox, as one line of text each, the newest last."""
    run_due()
    folder = app.config["SETTINGS"].home / "outbox"
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    messages = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    bodies = [message.get_body(("plain",)) for message in messages]
    return [" ".join(body.get_content().split()) for body in bodies if body]


def wish(app: Flask, **typed: str) -> str:
    """Ten seconds after the page was opened, as people do."""
    person = Person(app)
    with time_machine.travel(now() - timedelta(seconds=10)):
        person.open(PAGE)
    return person.send(**{"who": "person", "email": "rosa@elsewhere.example"} | typed).text


def press(app: Flask) -> str:
    """The button in the letter."""
    links = [
        link for text in letters(app) for link in re.findall(r"\S+/take-off/confirm/\S+", text)
    ]
    person = Person(app).open(links[-1])
    assert "Press the button" in person.text
    return person.send().text


def is_shown(app: Flask) -> set[str]:
    """Where the listing can be seen."""
    run_due()
    client = app.test_client()
    return {place for place in PLACES if client.get(place).text.count("Grief Circle")}


def test_a_practitioner_goes_at_once_from_every_place(app: Flask) -> None:
    make_listing(individual=True, facts={"consent": "By letter, 2 March 2026"})
    assert is_shown(app) == set(PLACES)
    assert "sent you a letter" in wish(app)
    assert app.test_client().get("/listings/grief-circle").status_code == 200
    assert "off this site now" in press(app)
    assert app.test_client().get("/listings/grief-circle").status_code == 404
    assert is_shown(app) == set()
    max_ = signed_in(app)
    page = max_.get("/staff/wishes").text
    assert "rosa@elsewhere.example" in page
    (row,) = db.session.query(Takedown)
    max_.send(f"/staff/wishes/{row.id}/grant", page="/staff/wishes")
    assert "no longer on this site" in letters(app)[-1]


def test_a_stranger_hides_no_organization_and_a_moderator_refuses(app: Flask) -> None:
    make_listing()
    wish(app, who="organization", email="eve@gmail.com")
    assert "within 24 hours" in press(app)
    assert app.test_client().get("/listings/grief-circle").status_code == 200
    (row,) = db.session.query(Takedown)
    signed_in(app).send(f"/staff/wishes/{row.id}/refuse", page="/staff/wishes")
    assert app.test_client().get("/listings/grief-circle").status_code == 200
    assert "answers within 14 days" in letters(app)[-1].replace("\n", " ")


def test_an_organization_that_writes_from_its_own_address_goes_at_once(app: Flask) -> None:
    make_listing()
    wish(app, who="organization", email="director@example.org")
    press(app)
    assert app.test_client().get("/listings/grief-circle").status_code == 404


def test_what_was_hidden_by_mistake_comes_back(app: Flask) -> None:
    make_listing(individual=True, facts={"consent": "By letter, 2 March 2026"})
    wish(app)
    press(app)
    (row,) = db.session.query(Takedown)
    signed_in(app).send(f"/staff/wishes/{row.id}/refuse", page="/staff/wishes")
    assert app.test_client().get("/listings/grief-circle").status_code == 200


def test_without_mail_a_code_is_read_back_on_the_phone(app: Flask) -> None:
    make_listing(individual=True, facts={"consent": "By letter, 2 March 2026"})
    answer = wish(app, email="")
    found = re.search(r"Your code: (\d{6})", answer)
    assert found
    (row,) = db.session.query(Takedown)
    max_ = signed_in(app)
    assert "(612) 555-3142" in max_.get("/staff/wishes").text
    path = f"/staff/wishes/{row.id}/called"
    assert max_.send(path, {"code": "000"}, page="/staff/wishes").status_code == 409
    assert app.test_client().get("/listings/grief-circle").status_code == 200
    max_.send(path, {"code": found[1]}, page="/staff/wishes")
    assert app.test_client().get("/listings/grief-circle").status_code == 404


def test_a_proven_wish_is_done_within_a_day_even_if_nobody_looks(app: Flask) -> None:
    make_listing()
    wish(app, who="organization", email="ex@gmail.com")
    press(app)
    with time_machine.travel(now() + timedelta(hours=24, minutes=20), tick=False):
        run_due()
        assert app.test_client().get("/listings/grief-circle").status_code == 404


def test_those_who_look_after_it_hear_of_a_strangers_wish(app: Flask) -> None:
    make_listing()
    wish(app, who="organization", email="ex@gmail.com")
    press(app)
    assert "Somebody asked us to take this listing off the site" in letters(app)[-1]


def test_eve_cannot_empty_the_directory_while_nobody_looks(app: Flask) -> None:
    for number in range(6):
        make_listing(f"Circle {number}")
        eve = Person(app, address=f"203.0.{number}.9")
        with time_machine.travel(now() - timedelta(seconds=10)):
            eve.open(f"/listings/circle-{number}/take-off")
        eve.send(who="organization", email=f"eve{number}@gmail.com")
        press(app)
    with time_machine.travel(now() + timedelta(hours=24, minutes=20), tick=False):
        run_due()
        shown = [app.test_client().get(f"/listings/circle-{n}").status_code for n in range(6)]
    assert sorted(shown) == [200] * 3 + [404] * 3


def test_a_machines_wish_waits_for_a_moderator(app: Flask) -> None:
    make_listing()
    wish(app, who="organization", email="ex@gmail.com", website_2="http://spam.example")
    press(app)
    with time_machine.travel(now() + timedelta(hours=30), tick=False):
        run_due()
        assert app.test_client().get("/listings/grief-circle").status_code == 200


def test_a_crisis_line_never_goes_by_itself(app: Flask) -> None:
    make_listing(crisis=True)
    wish(app, who="organization", email="hello@example.org")
    press(app)
    with time_machine.travel(now() + timedelta(hours=30), tick=False):
        run_due()
        assert app.test_client().get("/listings/grief-circle").status_code == 200


def test_the_next_import_does_not_bring_it_back(app: Flask) -> None:
    record = make_listing()
    wish(app, who="organization", email="hello@example.org")
    press(app)
    newer = make_record(service={"email": "new@example.org"})
    done = publish([newer], role="import", reason="A file", at=now(), bring_back=False)
    db.session.commit()
    assert (done.unchanged, done.changed) == ([record.id], [])
    assert app.test_client().get("/listings/grief-circle").status_code == 404


@pytest.mark.parametrize("typed", [{"who": ""}, {"email": "not an address"}])
def test_what_is_missing_is_said(app: Flask, client: FlaskClient, typed: dict[str, str]) -> None:
    make_listing()
    assert "Please check this" in wish(app, **typed)
    assert not db.session.query(Takedown).count()


def test_who_asked_is_forgotten_after_thirty_days(app: Flask) -> None:
    make_listing()
    wish(app, who="organization", email="canary@example.org", name="Canary Name")
    press(app)
    (row,) = db.session.query(Takedown)
    signed_in(app).send(f"/staff/wishes/{row.id}/grant", page="/staff/wishes")
    letters(app)
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        run_due()
        db.session.expire_all()
        (row,) = db.session.query(Takedown)
        assert (row.email, row.name, row.state) == ("", "", "upheld")
        assert not [job for job in db.session.query(Job) if "canary" in str(job.args)]


def test_a_sender_is_forgotten_thirty_days_after_the_decision(app: Flask) -> None:
    from directory.submissions import states
    from directory.submissions.arrivals import start

    draft = start(
        {"name": "Grief Circle", "sender_email": "canary@example.org", "description": "canary"},
        nonce="n", language="en", suspect=False, at=now(),
    )  # fmt: skip
    draft.sender_email, draft.sender_name, draft.state = "canary@example.org", "Canary", "rejected"
    assert draft.state == states.REJECTED
    db.session.commit()
    with time_machine.travel(now() + timedelta(days=29), tick=False):
        run_due()
        db.session.expire_all()
        assert db.session.query(Submission).one().sender_email
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        run_due()
        db.session.expire_all()
        row = db.session.query(Submission).one()
        said = [str(getattr(row, column.key)) for column in Submission.__table__.columns]
        assert not [text for text in said if "anary" in text]
