"""Reports on one listing stand together; a moderator says right or wrong, or asks who runs it."""

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.jobs.models import Job
from directory.listings.models import Check
from directory.listings.queries import published
from directory.submissions.reports import open_reports, reported
from tests.making import make_listing
from tests.staff import signed_in
from tests.submissions.person import Person
from tests.submissions.test_reports import NUMBER, crisis_line, say, seen


@pytest.fixture
def hidden(app: Flask) -> str:
    """Two networks said that the number is wrong."""
    record = make_listing()
    say(app, "number", "198.51.100.7")
    say(app, "number", "203.0.113.9")
    assert NUMBER not in seen(app)
    return record.id


def letters(kind: str) -> list[Job]:
    db.session.expire_all()
    return [job for job in db.session.scalars(select(Job)) if job.args.get("kind") == kind]


def test_the_page_shows_reports_together_and_the_number_that_is_hidden(
    app: Flask, hidden: str
) -> None:
    max_ = signed_in(app)
    listed = max_.get("/staff/reports").text
    assert "Numbers are hidden" in listed
    assert "number: 2" in listed
    page = max_.get(f"/staff/reports/{hidden}").text
    assert "(612) 555-3142" in page
    assert "network 1" in page
    assert "network 2" in page


def test_those_who_run_it_are_told_when_its_numbers_go(app: Flask, hidden: str) -> None:
    (letter,) = letters("numbers-hidden")
    assert letter.args["to"] == "hello@example.org"


def test_it_is_right_brings_the_number_back_and_is_a_check(app: Flask, hidden: str) -> None:
    answer = signed_in(app).send(f"/staff/reports/{hidden}/right", {"how": "called", "note": "x"})
    assert answer.status_code == 303
    assert NUMBER in seen(app)
    assert "may be wrong" not in seen(app)
    assert reported() == []
    check = db.session.scalars(select(Check)).one()
    assert (check.how, check.role, check.confirmed) == ("called", "moderator", True)


def test_it_is_wrong_keeps_the_number_away_until_it_is_mended(app: Flask) -> None:
    record = make_listing()
    say(app, "number", "198.51.100.7")
    max_ = signed_in(app)
    form = {"how": "called", "then": "numbers", "note": "Another family answers."}
    assert max_.send(f"/staff/reports/{record.id}/wrong", form).status_code == 303
    assert NUMBER not in seen(app)
    assert open_reports() == []
    assert "waits to be mended" in max_.get("/staff/reports").text
    assert len(letters("numbers-hidden")) == 1
    assert db.session.scalars(select(Check)).one().confirmed is False


def test_it_is_wrong_can_hide_the_whole_listing(app: Flask, hidden: str) -> None:
    form = {"how": "site-seen", "then": "hide", "note": ""}
    signed_in(app).send(f"/staff/reports/{hidden}/wrong", form)
    assert published([hidden]) == {}


def test_a_question_goes_to_those_who_run_it_without_what_strangers_wrote(app: Flask) -> None:
    record = make_listing()
    Person(app).open("/listings/grief-circle/report").send(what="unsafe", text="The leader drinks.")
    max_ = signed_in(app)
    at = f"/staff/reports/{record.id}"
    assert max_.send(f"{at}/send-on", {"question": "Who leads it now?"}).status_code == 303
    (letter,) = letters("sent-on")
    assert letter.args["values"]["question"] == "Who leads it now?"
    assert "drinks" not in str(letter.args)
    assert len(open_reports()) == 1


def test_without_an_address_nobody_is_asked(app: Flask) -> None:
    record = make_listing(service={"email": None})
    say(app, "other", "198.51.100.7")
    answer = signed_in(app).send(f"/staff/reports/{record.id}/send-on", {"question": "Who?"})
    assert answer.status_code == 409


def test_the_last_crisis_line_keeps_its_number_even_when_found_wrong(app: Flask) -> None:
    line = crisis_line("Night Line")
    say(app, "number", "198.51.100.7", "night-line")
    max_ = signed_in(app)
    assert "last crisis line of a country" in max_.get(f"/staff/reports/{line.id}").text
    max_.send(f"/staff/reports/{line.id}/wrong", {"how": "called", "then": "numbers"})
    assert published([line.id])[line.id].record.service.phones


def test_a_crisis_line_found_right_by_one_person_is_no_check(app: Flask) -> None:
    line = crisis_line("Night Line")
    say(app, "other", "198.51.100.7", "night-line")
    signed_in(app).send(f"/staff/reports/{line.id}/right", {"how": "called"})
    assert reported() == []
    assert db.session.scalars(select(Check)).all() == []


def test_what_machines_sent_is_seen_but_weighs_nothing(app: Flask) -> None:
    make_listing()
    Person(app).open("/listings/grief-circle/report").send(what="number", website_2="x")
    (row,) = reported()
    assert (row.suspect, row.networks, row.blank) == (1, 0, False)
