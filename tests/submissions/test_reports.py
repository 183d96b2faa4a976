"""A visitor says that something is wrong; one voice labels, two take the numbers away, a moderator
puts them back."""

import pytest
from flask import Flask

from directory.api.views import HSDS
from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.listings.queries import published
from directory.listings.record import Record
from directory.search.queries import document_of
from directory.submissions import claims, reports
from directory.submissions.models import Claim, Report
from tests.making import make_listing, make_record
from tests.submissions.person import Person

NUMBER = "612-555-3142"


def say(app: Flask, what: str, address: str, slug: str = "grief-circle") -> Person:
    """Opens the form and waits as long as a person does."""
    import time_machine

    person = Person(app, address=address)
    moment = now()
    with time_machine.travel(moment, tick=False) as clock:
        person.open(f"/listings/{slug}/report")
        clock.shift(10)
        return person.send(what=what)


def seen(app: Flask) -> str:
    return Person(app).open("/listings/grief-circle").answer.text


def test_one_report_labels_and_lowers(app: Flask) -> None:
    record = make_listing()
    before = document_of(published([record.id])[record.id])
    assert "Thank you" in say(app, "number", "198.51.100.7").text
    assert "Someone told us that a phone number here may be wrong" in seen(app)
    assert NUMBER in seen(app)
    after = document_of(published([record.id])[record.id])
    assert (before.lower_after or 1) > (after.lower_after or 0)


def test_two_reports_from_two_networks_take_the_number_away_until_a_moderator_looked(
    app: Flask,
) -> None:
    record = make_listing()
    say(app, "number", "198.51.100.7")
    say(app, "number", "203.0.113.9")
    run_due()
    assert NUMBER not in seen(app)
    told = Person(app).open(f"{HSDS.prefix}/services/{record.id}").answer.get_json()
    assert not told.get("phones")
    assert "a phone number here may be wrong" in told["alert"]
    reports.settle(record.id, upheld=False, at=now())
    db.session.commit()
    assert NUMBER in seen(app)
    assert reports.open_reports(record.id) == []


def test_one_household_counts_once(app: Flask) -> None:
    make_listing()
    for last in range(4):
        say(app, "number", f"198.51.100.{last}")
    assert NUMBER in seen(app)


def test_other_reports_never_take_a_number_away(app: Flask) -> None:
    make_listing()
    say(app, "closed", "198.51.100.7")
    say(app, "unsafe", "203.0.113.9")
    assert NUMBER in seen(app)
    assert "may not be safe" in seen(app)


def crisis_line(name: str) -> Record:
    return make_listing(
        name, terms={"kind": ["crisis-line"], "category": ["professional"]}, crisis=True
    )


def test_the_last_crisis_line_of_a_country_keeps_its_number(app: Flask) -> None:
    line = crisis_line("Night Line")
    for address in ("198.51.100.7", "203.0.113.9"):
        say(app, "number", address, "night-line")
    assert published([line.id])[line.id].record.service.phones
    other = crisis_line("Day Line")
    for address in ("192.0.2.7", "192.0.3.9"):
        say(app, "number", address, "day-line")
    assert not published([other.id])[other.id].record.service.phones


def test_a_machine_is_answered_as_anybody_but_changes_nothing(app: Flask) -> None:
    make_listing()
    eve = Person(app).open("/listings/grief-circle/report")
    eve.send(what="number", website_2="https://spam.example")
    assert "Thank you" in eve.text
    assert db.session.query(Report).one().suspect
    assert "may be wrong" not in seen(app)


def test_two_taps_are_one_report(app: Flask) -> None:
    make_listing()
    person = say(app, "number", "198.51.100.7")
    person.again("/listings/grief-circle/report")
    assert db.session.query(Report).count() == 1


def test_too_many_reports_are_refused_with_the_crisis_numbers(app: Flask) -> None:
    make_listing()
    person = Person(app)
    for _ in range(11):
        person.open("/listings/grief-circle/report").send(what="other")
    assert person.answer.status_code == 429
    assert person.answer.headers["Retry-After"]
    assert "911" in person.answer.text


def test_who_reported_is_forgotten_the_next_day(app: Flask) -> None:
    import time_machine

    make_listing()
    with time_machine.travel("2026-11-23 12:00Z", tick=False) as clock:
        Person(app).open("/listings/grief-circle/report").send(what="number")
        assert db.session.query(Report).one().network
        clock.shift(24 * 3600)
        run_due()
        db.session.expire_all()
        assert db.session.query(Report).one().network is None
        from directory.submissions.models import Count, DailySalt

        assert db.session.query(DailySalt).count() == 0
        assert db.session.query(Count).count() == 0


def test_a_claim_waits_for_a_moderator(app: Flask) -> None:
    make_listing()
    pat = Person(app).open("/listings/grief-circle/claim")
    pat.send(name="Pat", email="pat@example.org", role="I run it")
    assert "we sent you a letter" in pat.text
    assert claims.open_claims() == []
    from directory.submissions import tokens

    link = tokens.link_of(tokens.CLAIM, db.session.query(Claim).one().id)
    assert link
    address = f"/claim/confirm/{tokens.spell(link)}"
    pat.open(address)
    assert claims.open_claims() == []
    pat.send()
    (claim,) = claims.open_claims()
    assert claim.email == "pat@example.org"


@pytest.mark.parametrize("slug", ["hidden-noise", "never-there"])
@pytest.mark.parametrize("page", ["report", "change", "change/phone", "claim"])
def test_what_is_not_public_answers_like_what_was_never_there(
    app: Flask, slug: str, page: str
) -> None:
    assert Person(app).open(f"/listings/{slug}/{page}").answer.status_code == 404


def test_a_record_without_numbers_keeps_the_rest() -> None:
    from directory.listings.doubted import without_numbers

    record = make_record()
    bare = without_numbers(record)
    assert bare.service.phones == []
    assert bare.service.email == record.service.email
    assert record.service.phones
