"""Max decides on pages: with all that he needs on one, and never alone on a crisis line."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory.accounts import audit
from directory.extensions import db, now
from directory.listings import queries
from directory.listings.queries import entries
from directory.listings.record import Organization, Record
from directory.moderation.jobs import release
from directory.submissions.actions import appeal
from directory.submissions.imported import receive_import
from directory.submissions.models import Submission
from directory.submissions.queries import find_submission
from tests.making import NOON, an_id, make_listing, make_record
from tests.small_directory import engine  # noqa: F401 - a fixture
from tests.staff import Browser, signed_in


def _send(*records: Record) -> list[str]:
    receive_import(list(records), import_id=None, problems={}, at=now())
    db.session.commit()
    ids = [record.id for record in records]
    statement = select(Submission.id).where(
        Submission.listing_id.in_(ids), Submission.state == "pending"
    )
    return list(db.session.scalars(statement))


def _decide(browser: Browser, submission_id: str, move: str, **form: Any) -> int:
    page = f"/staff/submissions/{submission_id}"
    return browser.send(f"{page}/{move}", form, page=page).status_code


def _state(submission_id: str) -> str:
    db.session.expire_all()
    found = find_submission(submission_id)
    assert found
    return found.state


@pytest.fixture
def max_(app: Flask) -> Browser:
    return signed_in(app, "moderator", "max@example.org")


@pytest.fixture
def amira(app: Flask) -> Browser:
    return signed_in(app, "moderator", "amira@example.org")


def test_the_queue_shows_what_waits_oldest_first(app: Flask, max_: Browser) -> None:
    with time_machine.travel(NOON - timedelta(days=7), tick=False):
        _send(make_record("Old One"))
    with time_machine.travel(NOON, tick=False):
        _send(make_record("New One"))
        max_ = signed_in(app, "moderator", "noon@example.org")
        page = max_.get("/staff/").text
    assert page.index("Old One") < page.index("New One")
    assert "late: 5 business days" in page


def test_one_page_holds_all_that_a_decision_needs(app: Flask, max_: Browser) -> None:
    make_listing(key="same")
    harbor = Organization(id=an_id("harbor"), name="Harbor", description="A house.")
    make_listing("Open Harbor", service={"organization": harbor, "url": None, "email": None})
    (waiting,) = _send(
        make_record(
            key="other",
            service={"description": "You have committed suicide of worry."},
            facts={"first_visit": None},
        )
    )
    page = max_.get(f"/staff/submissions/{waiting}").text
    for words in (
        "What was sent",
        "Might be the same as",
        "As the public would see it",
        "died by suicide",
        "has the same phone number",
        "Notes for colleagues",
    ):
        assert words in page, words


def test_accepting_publishes_and_writes_the_log(app: Flask, max_: Browser) -> None:
    (waiting,) = _send(make_record())
    assert _decide(max_, waiting, "accept") == 303
    assert queries.find_published("grief-circle")
    entry = audit.find("accept")[0]
    assert (entry.actor, entry.role) == ("max@example.org", "moderator")


def test_a_change_waits_while_the_listing_stays_up(app: Flask, max_: Browser) -> None:
    make_listing()
    (waiting,) = _send(make_record(service={"email": "new@example.org"}))
    page = max_.get(f"/staff/submissions/{waiting}").text
    assert "<del>hello@example.org</del>" in page
    assert "<ins>new@example.org</ins>" in page
    shown = queries.find_published("grief-circle")
    assert shown
    assert shown.record.service.email == "hello@example.org"


def test_accepting_with_edits(app: Flask, max_: Browser) -> None:
    (waiting,) = _send(make_record())
    page = f"/staff/submissions/{waiting}/mend"
    form = {
        "service/name": "Grief Circle of Lake Street",
        "service/phones/#new/number": "(612) 555-3177",
    }
    assert max_.send(page, form, page=page).status_code == 303
    shown = queries.find_published("grief-circle-of-lake-street")
    assert shown
    assert [phone.number for phone in shown.record.service.phones] == [
        "(612) 555-3142",
        "(612) 555-3177",
    ]
    assert shown.record.terms["topic"] == ["grief"]


def test_a_reason_goes_with_a_refusal(app: Flask, max_: Browser) -> None:
    (waiting,) = _send(make_record())
    assert _decide(max_, waiting, "reject", why="nonsense") == 422
    assert _decide(max_, waiting, "reject", why="scope", more="It is a shop.") == 303
    assert _state(waiting) == "rejected"
    assert "It is a shop." in max_.get(f"/staff/submissions/{waiting}").text


def test_a_question_sends_it_back(app: Flask, max_: Browser) -> None:
    (waiting,) = _send(make_record())
    assert _decide(max_, waiting, "ask", question="") == 422
    assert _decide(max_, waiting, "ask", question="On which day?") == 303
    assert _state(waiting) == "returned"


def test_undoing_an_acceptance_brings_back_what_was(app: Flask, max_: Browser) -> None:
    make_listing()
    (waiting,) = _send(make_record(service={"email": "new@example.org"}))
    _decide(max_, waiting, "accept")
    assert _decide(max_, waiting, "undo") == 303
    shown = queries.find_published("grief-circle")
    assert shown
    assert shown.record.service.email == "hello@example.org"
    assert _state(waiting) == "pending"
    assert _decide(max_, waiting, "accept") == 303


def test_undoing_a_new_listing_hides_it(app: Flask, max_: Browser) -> None:
    (waiting,) = _send(make_record())
    _decide(max_, waiting, "accept")
    _decide(max_, waiting, "undo")
    assert queries.find_published("grief-circle") is None


def test_a_decision_cannot_be_undone_after_a_month(app: Flask, max_: Browser) -> None:
    (waiting,) = _send(make_record())
    _decide(max_, waiting, "reject", why="scope")
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        late = signed_in(app, "moderator", "late@example.org")
        assert _decide(late, waiting, "undo") == 409


def test_two_moderators_decide_once(app: Flask, max_: Browser, amira: Browser) -> None:
    (waiting,) = _send(make_record())
    assert _decide(max_, waiting, "accept") == 303
    assert _decide(amira, waiting, "reject", why="scope") == 409
    assert _state(waiting) == "accepted"


def test_a_newer_revision_asks_for_a_choice(app: Flask, max_: Browser) -> None:
    make_listing()
    (waiting,) = _send(
        make_record(service={"description": "What Rosa sent.", "email": "r@example.org"})
    )
    make_listing(service={"description": "What Max wrote."})
    assert _decide(max_, waiting, "accept") == 409
    assert "Accept this mixture" in max_.get(f"/staff/submissions/{waiting}").text
    assert _decide(max_, waiting, "accept", merging="yes") == 409
    choice = {"choice:service/description": "sent"}
    assert _decide(max_, waiting, "accept", merging="yes", **choice) == 303
    shown = queries.find_published("grief-circle")
    assert shown
    assert shown.record.service.description == "What Rosa sent."
    assert shown.record.service.email == "r@example.org"


def test_a_new_crisis_line_needs_two_people(app: Flask, max_: Browser, amira: Browser) -> None:
    (waiting,) = _send(make_record("Night Line", crisis=True))
    assert _decide(max_, waiting, "accept") == 303
    assert queries.find_published("night-line") is None
    assert _decide(max_, waiting, "accept") == 409
    assert _decide(amira, waiting, "accept") == 303
    assert queries.find_published("night-line")


def _number(slug: str = "night-line") -> str:
    db.session.expire_all()
    shown = queries.find_published(slug)
    assert shown
    return shown.record.service.phones[0].number


def _new_number() -> Record:
    record = make_record("Night Line", crisis=True)
    record.service.phones[0].number = "(612) 555-3199"
    return record


def test_a_crisis_line_s_old_number_stays_for_three_days(
    app: Flask, max_: Browser, amira: Browser
) -> None:
    make_listing("Night Line", crisis=True)
    (waiting,) = _send(_new_number())
    _decide(max_, waiting, "accept")
    _decide(amira, waiting, "accept")
    assert _number() == "(612) 555-3142"
    release()
    assert _number() == "(612) 555-3142"
    with time_machine.travel(now() + timedelta(hours=73), tick=False):
        release()
        db.session.commit()
    assert _number() == "(612) 555-3199"


def test_two_people_who_saw_that_the_old_number_is_dead_need_not_wait(
    app: Flask, max_: Browser, amira: Browser
) -> None:
    make_listing("Night Line", crisis=True)
    (waiting,) = _send(_new_number())
    _decide(max_, waiting, "accept", old_is_dead="yes")
    _decide(amira, waiting, "accept", old_is_dead="yes")
    assert _number() == "(612) 555-3199"


def test_an_edit_between_two_approvals_starts_anew(
    app: Flask, max_: Browser, amira: Browser
) -> None:
    (waiting,) = _send(make_record("Night Line", crisis=True))
    _decide(max_, waiting, "accept")
    page = f"/staff/submissions/{waiting}/mend"
    amira.send(page, {"service/phones/#new/number": "(612) 555-3111"}, page=page)
    assert queries.find_published("night-line") is None
    assert _decide(amira, waiting, "accept") == 409
    assert _decide(max_, waiting, "accept") == 303
    assert queries.find_published("night-line")


def test_a_flood_is_turned_down_together_and_comes_back_one_by_one(
    app: Flask, max_: Browser
) -> None:
    texts = {"service": {"description": "Call us and we sell you a bed."}}
    ids = _send(*(make_record(f"Bed {n}", key=f"bed{n}", **texts) for n in range(25)))
    page = f"/staff/submissions/{ids[0]}/flood"
    assert max_.get(page).text.count('name="each"') == 20
    assert max_.send(page, {"why": "commercial", "each": ids}, page=page).status_code == 409
    assert max_.send(page, {"why": "commercial", "each": ids[:20]}, page=page).status_code == 303
    assert [_state(each) for each in ids] == ["rejected"] * 20 + ["pending"] * 5
    assert _decide(max_, ids[0], "undo") == 303


def test_notes_and_assignment(app: Flask, max_: Browser) -> None:
    (waiting,) = _send(make_record())
    page = f"/staff/submissions/{waiting}"
    max_.send(f"{page}/notes", {"text": "I know them."}, page=page)
    _decide(max_, waiting, "take")
    shown = max_.get(page).text
    assert "I know them." in shown
    assert "with Max" in shown
    assert "Grief Circle" in max_.get("/staff/?whose=mine").text
    assert "Grief Circle" not in max_.get("/staff/?whose=nobody").text


def test_words_of_strangers_are_words_on_every_page(app: Flask, max_: Browser) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    make_listing(service={"description": evil})
    (waiting,) = _send(make_record(service={"description": f"{evil} again", "name": f"A {evil}"}))
    listing = entries([make_record().id])[make_record().id].id
    for path in ("/staff/", f"/staff/submissions/{waiting}", f"/staff/submissions/{waiting}/mend",
                 f"/staff/submissions/{waiting}/flood", "/staff/listings",
                 f"/staff/listings/{listing}", f"/staff/listings/{listing}/edit",
                 f"/staff/listings/{listing}/history"):  # fmt: skip
        page = max_.get(path).text
        assert "<img src=x" not in page, path
        assert "<script>alert" not in page, path


def _appealed(max_: Browser) -> str:
    (waiting,) = _send(make_record(key="declined"))
    _decide(max_, waiting, "reject", why="false", more="We could not find you.")
    row = find_submission(waiting)
    assert row
    appeal(row, "We moved. Call again.", now())
    db.session.commit()
    return waiting


def test_whoever_declined_reads_what_to_do_about_the_appeal(app: Flask, max_: Browser) -> None:
    waiting = _appealed(max_)
    page = max_.get(f"/staff/submissions/{waiting}").text
    assert "Ask an administrator to invite a second moderator" in page
    assert "Mend it, then accept" not in page
    amira = signed_in(app, "moderator", "amira@example.org")
    page = max_.get(f"/staff/submissions/{waiting}").text
    assert "Somebody else who may decide has to look at it" in page
    assert "Mend it, then accept" in amira.get(f"/staff/submissions/{waiting}").text


def test_the_only_administrator_is_led_to_invite_somebody(app: Flask) -> None:
    alone = signed_in(app, "admin", "alone@example.org")
    page = alone.get(f"/staff/submissions/{_appealed(alone)}").text
    assert 'href="/staff/people"' in page.split("the sender does not agree")[1].split("</div>")[0]


def test_the_words_of_the_sender_stand_on_the_page(app: Flask, max_: Browser) -> None:
    waiting = _appealed(max_)
    page = max_.get(f"/staff/submissions/{waiting}").text
    assert "We moved. Call again." in page


def test_what_was_decided_is_said_on_the_next_page(app: Flask, max_: Browser) -> None:
    first, second = _send(make_record(key="first")), _send(make_record(key="second"))
    page = f"/staff/submissions/{first[0]}"
    answer = max_.send(f"{page}/accept", {}, page=page, follow_redirects=True)
    assert second[0] in answer.request.path
    assert "accepted and published." in answer.text


def test_a_map_shows_a_place_as_it_stands_and_as_it_was_sent(app: Flask, max_: Browser) -> None:
    make_listing()
    (waiting,) = _send(make_record(location={"latitude": 44.96, "longitude": -93.2}))
    page = max_.get(f"/staff/submissions/{waiting}").text
    assert "data-map-spots=" in page
    assert 'data-spot="44.94830,-93.24840,0" data-spot-name="Now"' in page
    assert 'data-spot="44.96000,-93.20000,0" data-spot-name="As sent"' in page


def test_a_refusal_speaks_the_language_of_the_page(app: Flask, max_: Browser) -> None:
    (waiting,) = _send(make_record("Night Line", key="night", crisis=True))
    page = f"/es/staff/submissions/{waiting}"
    max_.send(f"{page}/accept", {}, page=page)
    answer = max_.send(f"{page}/accept", {}, page=page)
    assert answer.status_code == 409
    assert "You have approved it already" not in answer.text
    assert "Tú ya la aprobaste" in answer.text


def test_a_new_listing_shows_only_what_it_says(app: Flask, max_: Browser) -> None:
    (waiting,) = _send(make_record(key="new", service={"alternate_name": ""}))
    page = max_.get(f"/staff/submissions/{waiting}").text
    table = page.split('class="diff"')[1].split("</table>")[0]
    assert "nothing" not in table
    assert "Made up for demonstration" not in table
