"""Letters that are stuck, and how letters read."""

import pytest
from flask import Flask

from directory.extensions import db
from directory.jobs.models import PARKED, Job
from directory.jobs.worker import run_due
from directory.mail.actions import send
from directory.mail.letter import KINDS
from tests.staff import Browser, signed_in


@pytest.fixture
def ada(app: Flask) -> Browser:
    return signed_in(app, "admin", "ada@example.org")


def a_stuck_letter() -> int:
    send("taken_off", "rosa@example.org", "en")
    db.session.commit()
    job = db.session.query(Job).filter_by(name="mail").one()
    job.state, job.error, job.attempts = PARKED, "SMTPRecipientsRefused", 9
    db.session.commit()
    return job.id


def test_a_stuck_letter_is_sent_again(app: Flask, ada: Browser) -> None:
    job = a_stuck_letter()
    page = ada.get("/staff/letters").text
    assert "SMTPRecipientsRefused" in page
    assert "rosa@" not in page
    ada.send(f"/staff/letters/{job}/again", page="/staff/letters")
    run_due()
    assert list((app.config["SETTINGS"].home / "outbox").glob("*.eml"))
    assert "Nothing is stuck." in ada.get("/staff/letters").text


def test_a_stuck_letter_is_thrown_away(app: Flask, ada: Browser) -> None:
    job = a_stuck_letter()
    ada.send(f"/staff/letters/{job}/drop", page="/staff/letters")
    assert db.session.get(Job, job) is None


def test_every_letter_can_be_looked_at_in_every_language(app: Flask, ada: Browser) -> None:
    for kind in KINDS:
        for language in ("en", "es"):
            page = ada.get(f"/staff/letters/{kind}/{language}")
            assert page.status_code == 200, kind
            as_html = ada.get(f"/staff/letters/{kind}/{language}/html")
            assert "sandbox" in as_html.headers["Content-Security-Policy"]
            assert as_html.status_code == 200, kind
