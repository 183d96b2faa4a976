"""What senders live through, from the first page to the listing, with real letters."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask_mailman import Mail

from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.listings.actions import hide
from directory.listings.queries import entries, find_published
from directory.mail.transport import configuration
from directory.moderation import actions as moderation
from directory.search.engine import current_engine
from directory.submissions.models import Submission
from directory.submissions.reading import restored
from tests.mail.post_office import PostOffice, open_post_office, text_of
from tests.making import an_id, make_listing
from tests.submissions.person import GROUP, TOWN, Person, add_places, submit_group

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


def test_names_like_it_are_told_while_typing_and_nothing_is_kept(app: Flask, rosa: Person) -> None:
    make_listing("Tuesday Talk")
    make_listing("Hidden Talk", key="hidden")
    hide(an_id("hidden"), at=now())
    db.session.commit()
    run_due()
    rosa.open("/submit")
    token = rosa.form()["token"]
    rosa.post("/submit/like", {"name": ["Tuesday Talk"], "token": token})
    (found,) = rosa.answer.get_json()["found"]
    assert found == {
        "name": "Tuesday Talk",
        "where": "Rosa's Circle, Minneapolis",
        "url": "/listings/tuesday-talk",
    }
    assert db.session.query(Submission).count() == 0
    rosa.post("/submit/like", {"name": ["Tuesday Talk"], "token": ["forged"]})
    assert rosa.answer.get_json()["found"] == []


def test_the_town_that_we_understand_is_told_while_typing(app: Flask, rosa: Person) -> None:
    add_places(app.config["SETTINGS"].home, [TOWN])
    rosa.open("/submit").send(**GROUP["what"]).send(**GROUP["who"])
    token = rosa.form()["token"]
    rosa.post("/submit/place", {"name": ["Juniper Falls"], "token": token})
    told = rosa.answer.get_json()
    assert told["places"] == ["Juniper Falls, Minnesota"]
    assert told["view"].startswith("44.8")
    rosa.post("/submit/place", {"name": ["Nowhere at all"], "token": token})
    assert rosa.answer.get_json() == {"places": [], "view": ""}


def test_several_days_nth_weekdays_and_single_dates(app: Flask, rosa: Person) -> None:
    where = {
        "when0_every": "week",
        "when0_day": ["MO", "WE", "FR"],
        "when0_until": "2027-06-30",
        "when0_date": "",
        "when1_every": "first",
        "when1_day": ["TU"],
        "when2_every": "once",
        "when2_date": "2026-12-24",
    }
    for n in (1, 2):
        where |= {f"when{n}_from": "10:00", f"when{n}_to": "11:00"}
    submit_group(rosa, where=where)
    rows = restored(only().record).service.service_at_locations[0].schedules
    told = [(r.freq, r.byday, r.dtstart, r.until) for r in rows]
    assert told == [
        ("WEEKLY", "MO,WE,FR", None, "2027-06-30"),
        ("MONTHLY", "1TU", None, None),
        (None, None, "2026-12-24", None),
    ]


def test_name_and_text_in_another_language(app: Flask, rosa: Person) -> None:
    what = {"name_es": "Charla del martes", "description_es": "La gente se reúne y habla."}
    submit_group(rosa, what=what)
    assert restored(only().record).translations == {
        "es": {"name": "Charla del martes", "description": "La gente se reúne y habla."}
    }
    assert "Charla del martes" in Person(app).open("/es" + rosa.here).text


@pytest.mark.parametrize(("show", "exact"), [("address", True), ("town", False)])
def test_a_point_shows_only_with_the_street(
    app: Flask, rosa: Person, show: str, exact: bool
) -> None:
    point = {"latitude": "44.97123", "longitude": "-93.25456"}
    submit_group(rosa, where={"address": "12 Lake Street", "show": show, **point})
    place = restored(only().record).service.service_at_locations[0].location
    assert place
    assert (place.latitude == 44.97123, place.precision == "exact") == (exact, exact)
    assert ("44.97123" in only().record) is exact


@pytest.mark.parametrize(
    ("latitude", "longitude", "said"),
    [
        ("44.97", "", "Write both numbers"),
        ("north", "-93.2", "Write both numbers"),
        ("99", "-93.2", "Write both numbers"),
        ("51.5", "-0.12", "far from Juniper Falls"),
    ],
)
def test_a_point_that_cannot_be_is_said_and_kept(
    app: Flask, rosa: Person, latitude: str, longitude: str, said: str
) -> None:
    where = {"latitude": latitude, "longitude": longitude}
    add_places(app.config["SETTINGS"].home, [TOWN])
    rosa.open("/submit").send(**GROUP["what"]).send(**GROUP["who"]).send(**GROUP["where"] | where)
    assert said in rosa.text
    assert rosa.form()["latitude"] == [latitude]


def test_going_back_changes_a_page_and_keeps_the_others(app: Flask, rosa: Person) -> None:
    submit_group(rosa)
    start = rosa.here.rpartition("/")[0]
    rosa.open(f"{start}/reach").send(phone="(612) 555-3199")
    answers = only().answers
    assert answers["phone"] == "(612) 555-3199"
    assert answers["name"] == "Tuesday Talk"
    assert answers["on_contact"] == "Rosa answers within two days."


def test_a_letter_that_did_not_come_is_sent_again_and_the_older_link_ends(
    app: Flask, office: PostOffice, rosa: Person
) -> None:
    submit_group(rosa).send(sender_email=ROSA)
    run_due()
    first, status = office.link(ROSA), links(office)[1]
    rosa.open(status)
    assert "Waiting for you to confirm" in rosa.text
    rosa.send()
    assert "We sent a new letter" in rosa.text
    run_due()
    assert rosa.open(first).answer.status_code == 404
    rosa.open(office.link(ROSA)).send()
    assert only().state == "pending"


def links(office: PostOffice) -> list[str]:
    return re.findall(r"https?://\S+", text_of(office.letters[-1]))


def test_a_link_of_one_submission_opens_no_other(app: Flask, office: PostOffice) -> None:
    secrets = []
    for number in range(2):
        person = Person(app, address=f"198.51.{number}.7")
        submit_group(person, what={"name": f"Group {number}"}).send(sender_email=f"r{number}@a.org")
        run_due()
        secrets.append(office.link(f"r{number}@a.org").rpartition("/")[2])
    eve = Person(app)
    for path in ("/sent/{}", "/submit/{}/what", "/claim/{}", "/claim/confirm/{}"):
        assert eve.open(path.format(secrets[0])).answer.status_code == 404
    eve.open(f"/sent/confirm/{secrets[0]}").send()
    states = [row.state for row in db.session.query(Submission).order_by(Submission.received_at)]
    assert sorted(states) == ["pending", "unverified"]


def test_a_link_ends_after_three_days(app: Flask, office: PostOffice, rosa: Person) -> None:
    import time_machine

    with time_machine.travel("2026-11-23 12:00Z", tick=False) as clock:
        submit_group(rosa).send(sender_email=ROSA)
        run_due()
        clock.shift(3 * 24 * 3600 + 1)
        assert rosa.open(office.link(ROSA)).answer.status_code == 404
        run_due()
        assert only().state == "expired"


def test_a_sender_who_does_not_agree_is_heard_by_somebody_else(
    app: Flask, office: PostOffice, rosa: Person
) -> None:
    submit_group(rosa).send(sender_email=ROSA)
    run_due()
    rosa.open(office.link(ROSA)).send()
    moderation.reject(only(), reason="It is a shop.", role="moderator", actor="Max", at=now())
    db.session.commit()
    run_due()
    rosa.open(office.link(ROSA))
    assert "Why we did not list it" in rosa.text
    assert "It is a shop." in rosa.text
    rosa.send(text="We sell nothing.")
    row = only()
    assert row.state == "pending"
    assert "Someone else looks at it again" in rosa.text
    for decide in (moderation.accept, moderation.reject):
        with pytest.raises(moderation.Refused, match="somebody else"):
            decide(row, reason="No.", role="moderator", actor="Max", at=now())
    moderation.reject(row, reason="Still.", role="moderator", actor="Mia", at=now())
    db.session.commit()
    assert "The answer stands" in rosa.open(rosa.here).text
    assert "Ask to look again" not in rosa.text


def test_a_group_needs_at_most_ten_answers() -> None:
    from directory.listings.must_hold import required

    assert sum(fact.needed for fact in required(["support-group"])) <= 10
