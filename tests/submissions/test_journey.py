"""What senders live through, from the first page to the listing, with real letters."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask_mailman import Mail

from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.listings.queries import entries, find_published
from directory.mail.transport import configuration
from directory.moderation import actions as moderation
from directory.search.engine import current_engine
from directory.submissions.models import Submission
from tests.mail.post_office import PostOffice, open_post_office, text_of
from tests.making import make_listing
from tests.submissions.person import Person, submit_group

ROSA = "rosa@example.org"


@pytest.fixture
def office(app: Flask) -> Iterator[PostOffice]:
    with open_post_office() as office:
        app.config.update(configuration(replace(app.config["SETTINGS"], mail_url=office.url)))
        Mail(app)
        yield office


@pytest.fixture
def rosa(app: Flask) -> Person:
    return Person(app)


def only() -> Submission:
    db.session.expire_all()
    (row,) = db.session.query(Submission).all()
    return row


def test_a_group_is_submitted_verified_asked_answered_accepted_and_found(
    app: Flask, office: PostOffice, rosa: Person
) -> None:
    submit_group(rosa).send(sender_email=ROSA)
    assert "One more step" in rosa.text
    assert only().state == "unverified"
    run_due()

    rosa.open(office.link(ROSA))
    assert only().state == "unverified"  # a mail scanner changes nothing
    rosa.send()
    assert "Received. We are reading it" in rosa.text
    row = only()
    assert row.state == "pending"

    moderation.ask(row, question="How many people come?", role="moderator", actor="Max", at=now())
    db.session.commit()
    run_due()
    assert "> How many people come?" in text_of(office.letters[-1])
    rosa.open(office.link(ROSA))
    assert "How many people come?" in rosa.text
    rosa.send(text="About ten.")
    assert "You answered" in rosa.text
    assert only().state == "pending"

    moderation.accept(only(), reason="Fine", role="moderator", actor="Max", at=now())
    db.session.commit()
    run_due()
    rosa.open(office.link(ROSA))
    assert "Published" in rosa.text
    rosa.open(_address(only()))
    assert rosa.answer.status_code == 200
    assert "Every second Tuesday" in rosa.text or "second" in rosa.text
    assert only().listing_id in current_engine().contents()


def _address(row: Submission) -> str:
    return f"/listings/{entries([row.listing_id])[row.listing_id].slug}"


def test_a_submission_with_ten_fields_takes_at_most_12_requests_and_60_kb(
    app: Flask, office: PostOffice, rosa: Person
) -> None:
    """From the first page to "one more step", redirects included; packed pages, both ways."""
    submit_group(rosa).send(sender_email=ROSA)
    assert rosa.requests <= 12, rosa.requests
    assert rosa.bytes <= 60_000, rosa.bytes


def test_a_listing_is_nowhere_before_a_moderator_accepts(
    app: Flask, office: PostOffice, rosa: Person
) -> None:
    submit_group(rosa).send(sender_email=ROSA)
    run_due()
    rosa.open(office.link(ROSA)).send()
    run_due()
    row = only()
    assert entries([row.listing_id]) == {}
    assert row.listing_id not in current_engine().contents()
    assert "Tuesday Talk" not in rosa.open("/search?q=tuesday+talk").text.replace(
        "tuesday talk", ""
    )


def test_two_clicks_make_one_draft(app: Flask, rosa: Person) -> None:
    rosa.open("/submit").send(name="Tuesday Talk", kind="support-group")
    rosa.again("/submit")
    assert db.session.query(Submission).count() == 1


def test_nothing_typed_is_lost_when_something_is_wrong(app: Flask, rosa: Person) -> None:
    rosa.open("/submit").send(name="Tuesday Talk")
    assert "Choose one." in rosa.text
    assert rosa.form()["name"] == ["Tuesday Talk"]
    rosa.send(kind="support-group").send().send(town="Nowhere at all", when0_every="week")
    assert "We do not know this town" in rosa.text
    assert rosa.form()["town"] == ["Nowhere at all"]
    assert only().answers["town"] == "Nowhere at all"


def test_a_form_left_open_for_days_keeps_its_words(app: Flask, rosa: Person) -> None:
    import time_machine

    with time_machine.travel("2026-11-23 12:00Z", tick=False) as clock:
        rosa.open("/submit")
        clock.shift(3 * 24 * 3600)
        rosa.send(name="Tuesday Talk", kind="support-group")
        assert "open for more than a day" in rosa.text
        assert rosa.form()["name"] == ["Tuesday Talk"]
        rosa.send()
        assert only().answers["name"] == "Tuesday Talk"


def test_a_form_from_another_site_changes_nothing(app: Flask, rosa: Person) -> None:
    rosa.open("/submit")
    values = rosa.form() | {"name": ["Tuesday Talk"], "kind": ["support-group"]}
    answer = app.test_client().post(
        "/submit", data=values, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert "sent from another site" in answer.text
    assert db.session.query(Submission).count() == 0


def test_one_can_go_on_another_day_with_the_private_link(app: Flask, rosa: Person) -> None:
    rosa.open("/submit").send(name="Tuesday Talk", kind="support-group").send()
    later = rosa.here
    other = Person(app, address="203.0.113.9").open(later)
    assert other.answer.status_code == 200
    back = other.open(later.rpartition("/")[0] + "/what")
    assert back.form()["name"] == ["Tuesday Talk"]


def test_a_name_that_is_there_already_is_shown(app: Flask, rosa: Person) -> None:
    make_listing("Tuesday Talk")
    run_due()
    rosa.open("/submit").send(name="Tuesday Talk", kind="support-group")
    assert "Is it one of these?" in rosa.text


@pytest.mark.parametrize(("show", "seen"), [("town", False), ("address", True)])
def test_an_address_is_shown_only_where_the_sender_says_so(
    app: Flask, rosa: Person, show: str, seen: bool
) -> None:
    submit_group(rosa, where={"address": "12 Lake Street", "show": show})
    assert ("12 Lake Street" in rosa.text) is seen
    assert ("12 Lake Street" in only().record) is seen


def test_a_changed_submission_needs_its_own_confirmation(
    app: Flask, office: PostOffice, rosa: Person
) -> None:
    submit_group(rosa).send(sender_email=ROSA)
    run_due()
    old = office.link(ROSA)
    rosa.open(rosa.here).send()
    run_due()
    assert rosa.open(old).answer.status_code == 404
    assert rosa.open(office.link(ROSA)).answer.status_code == 200


def test_a_confirmed_link_confirms_once_and_then_shows_the_same(
    app: Flask, office: PostOffice, rosa: Person
) -> None:
    submit_group(rosa).send(sender_email=ROSA)
    run_due()
    rosa.open(office.link(ROSA)).send()
    rosa.open(office.link(ROSA, 0)).send()
    assert "Received. We are reading it" in rosa.text


def test_a_sender_can_withdraw_and_is_told_why_a_listing_was_turned_down(
    app: Flask, office: PostOffice, rosa: Person
) -> None:
    submit_group(rosa).send(sender_email=ROSA)
    run_due()
    rosa.open(office.link(ROSA)).send()
    row = only()
    moderation.reject(row, reason="It is a shop.", role="moderator", actor="Max", at=now())
    db.session.commit()
    run_due()
    assert "> It is a shop." in text_of(office.letters[-1])
    assert "Not listed" in rosa.open(office.link(ROSA)).text
    assert "14 days" in rosa.text


def test_withdrawing_ends_a_submission(app: Flask, office: PostOffice, rosa: Person) -> None:
    submit_group(rosa).send(sender_email=ROSA)
    run_due()
    rosa.open(office.link(ROSA)).send()
    rosa.send()
    assert "Withdrawn" in rosa.text
    assert only().state == "withdrawn"


def test_a_change_is_suggested_while_another_lands(
    app: Flask, office: PostOffice, rosa: Person
) -> None:
    record = make_listing("Grief Circle")
    rosa.open("/listings/grief-circle/change/phone")
    assert rosa.form()["value"] == ["(612) 555-3142"]
    make_listing("Grief Circle", service={"description": "Something new stands here now."})
    rosa.send(value="(612) 555-3199", email=ROSA)
    assert "One more step" in rosa.text
    run_due()
    rosa.open(office.link(ROSA)).send()
    row = only()
    assert (row.kind, row.state, row.base_revision) == ("change", "pending", 1)
    with pytest.raises(moderation.Refused, match="changed since"):
        moderation.accept(row, reason="Fine", role="moderator", actor="Max", at=now())
    shown = find_published("grief-circle")
    assert shown is not None
    assert shown.record.service.phones == record.service.phones


def test_a_submission_with_a_stop_is_not_sent(app: Flask, rosa: Person) -> None:
    submit_group(rosa, expect={"on_contact": "Join at https://zoom.us/j/1234567890?pwd=abc"})
    assert "Before you can send it" in rosa.text or rosa.answer.status_code == 200
    assert only().state == "draft"


def test_pressing_send_twice_sends_one_letter(app: Flask, office: PostOffice, rosa: Person) -> None:
    submit_group(rosa).send(sender_email=ROSA)
    rosa.again(rosa.here)
    assert "One more step" in rosa.text
    run_due()
    assert len(office.letters) == 1
