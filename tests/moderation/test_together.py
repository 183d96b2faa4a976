"""A whole flood is declined on one page and taken back with one button."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask

from directory.accounts import audit
from directory.extensions import db, now
from directory.jobs.models import Job
from directory.moderation import together
from directory.moderation.models import Decision
from directory.submissions.actions import appeal
from directory.submissions.imported import receive_import
from directory.submissions.models import Submission
from directory.submissions.queries import find_submission
from tests.making import make_record
from tests.staff import Browser, signed_in

PAGE = "/staff/together"


def _flood(many: int, *, senders: bool = True) -> list[str]:
    """Submissions that share a number, and one honest one that shares nothing."""
    records = [make_record(f"Bed {number}", key=f"bed{number}") for number in range(many)]
    for number, record in enumerate(records):
        record.service.phones[0].number = "(612) 555-9911"
        record.service.description = f"We sell you bed {number}."
        record.service.url = None
        assert record.service.organization
        record.service.organization.website = None
    honest = make_record("Willow Walkers", key="willow", service={"url": None})
    honest.service.phones[0].number = "(612) 555-4412"
    honest.service.description = "We walk along the river."
    assert honest.service.organization
    honest.service.organization.website = None
    receive_import([honest], import_id=None, problems={}, at=now() - timedelta(hours=2))
    receive_import(records, import_id=None, problems={}, at=now() - timedelta(hours=1))
    ids = []
    for row in db.session.query(Submission).order_by(Submission.received_at):
        if "Bed" in row.record:
            ids.append(row.id)
            row.sender_email = f"sender-{row.id[:8]}@example.org" if senders else ""
    db.session.commit()
    return ids


@pytest.fixture
def max_(app: Flask) -> Browser:
    return signed_in(app, "moderator", "max@example.org")


def _hidden(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found, page
    return unescape(found[1])


def _form(page: str, **more: str) -> dict[str, str]:
    return (
        {name: _hidden(page, name) for name in ("these", "of", "seen")}
        | {"why": "commercial"}
        | more
    )


def _decline(browser: Browser, page: str) -> str:
    """Presses the button of a page that was read before; where that leads."""
    answer = browser.send(PAGE, _form(page))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def _states(ids: list[str]) -> list[str]:
    db.session.expire_all()
    rows = [find_submission(each) for each in ids]
    return [row.state for row in rows if row]


def _letters() -> list[Job]:
    found = db.session.query(Job).filter_by(name="mail").all()
    return [job for job in found if job.args["kind"] == "rejected"]


def test_the_page_says_what_will_happen_and_one_button_does_it(app: Flask, max_: Browser) -> None:
    ids = _flood(130)
    page = max_.get(f"{PAGE}?like={ids[5]}").text
    assert "This declines 130 submissions." in page
    assert "130 senders get a letter each." in page
    assert "Willow Walkers" not in page
    assert _states(ids) == ["pending"] * 130
    _decline(max_, page)
    assert _states(ids) == ["rejected"] * 130
    assert audit.count(act="reject") == 130
    assert (
        db.session.query(Decision).filter_by(move="reject", actor="max@example.org").count() == 130
    )
    assert audit.find(act=together.ACT)[0].details["count"] == 130
    assert audit.verify().broken is None
    honest = db.session.query(Submission).filter(Submission.record.contains("Willow")).one()
    assert honest.state == "pending"


def test_all_of_it_is_taken_back_with_one_button(app: Flask, max_: Browser) -> None:
    ids = _flood(40)
    done = _decline(max_, max_.get(f"{PAGE}?like={ids[0]}").text)
    assert "40 submissions were declined." in max_.get(done).text
    answer = max_.send(f"{done}/undo", {}, page=done, follow_redirects=True)
    assert "40 wait again." in answer.text
    assert "Undo all" not in answer.text
    assert _states(ids) == ["pending"] * 40
    assert audit.count(act="undo") == 40


def test_letters_rest_so_that_nobody_gets_one_for_a_mistake(app: Flask, max_: Browser) -> None:
    ids = _flood(5)
    done = _decline(max_, max_.get(f"{PAGE}?like={ids[0]}").text)
    assert len(_letters()) == 5
    assert all(job.run_at > now() + timedelta(minutes=14) for job in _letters())
    max_.send(f"{done}/undo", {}, page=done)
    assert _letters() == []
    _decline(max_, max_.get(f"{PAGE}?like={ids[0]}").text)
    assert len(_letters()) == 5


def test_a_second_click_declines_nothing_twice(app: Flask, max_: Browser) -> None:
    ids = _flood(5)
    page = max_.get(f"{PAGE}?like={ids[0]}").text
    first = _decline(max_, page)
    assert _decline(max_, page).split("?")[0] == first.split("?")[0]
    assert len(_letters()) == 5
    assert audit.count(act="reject") == 5


def test_what_changed_since_is_left_alone_and_the_page_says_so(app: Flask, max_: Browser) -> None:
    ids = _flood(10)
    done = _decline(max_, max_.get(f"{PAGE}?like={ids[0]}").text)
    row = find_submission(ids[3])
    assert row
    appeal(row, "We sell nothing. Call us.", now())
    page = f"/staff/submissions/{ids[4]}"
    max_.send(f"{page}/undo", {}, page=page)
    max_.send(f"{page}/reject", {"why": "scope"}, page=page)
    shown = max_.get(done).text
    assert "Undo all 8" in shown
    assert "Changed since: 2" in shown
    answer = max_.send(f"{done}/undo", {}, page=done, follow_redirects=True)
    assert "8 wait again." in answer.text
    assert "2 were changed since and stay as they are." in answer.text
    assert _states([ids[3], ids[4]]) == ["pending", "rejected"]
    assert _states(ids).count("pending") == 9


def test_what_arrives_or_changes_after_the_page_was_shown_stays(app: Flask, max_: Browser) -> None:
    ids = _flood(6)
    page = max_.get(f"{PAGE}?like={ids[0]}").text
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        late = make_record("Bed 99", key="bed99")
        late.service.phones[0].number = "(612) 555-9911"
        receive_import([late], import_id=None, problems={}, at=now())
        mended = find_submission(ids[2])
        assert mended
        mended.moved_at = now()
        db.session.commit()
        done = _decline(max_, page)
        assert "One changed meanwhile and still waits." in max_.get(done).text
    assert _states(ids) == ["rejected"] * 2 + ["pending"] + ["rejected"] * 3
    newest = db.session.query(Submission).filter(Submission.record.contains("Bed 99")).one()
    assert newest.state == "pending"


def test_appeals_and_what_a_colleague_works_on_are_decided_one_by_one(
    app: Flask, max_: Browser
) -> None:
    ids = _flood(6)
    amira = signed_in(app, "moderator", "amira@example.org")
    page = f"/staff/submissions/{ids[1]}"
    amira.send(f"{page}/take", {}, page=page)
    page = f"/staff/submissions/{ids[2]}"
    max_.send(f"{page}/reject", {"why": "false"}, page=page)
    row = find_submission(ids[2])
    assert row
    appeal(row, "We are real.", now() - timedelta(seconds=1))
    db.session.commit()
    shown = max_.get(f"{PAGE}?like={ids[0]}").text
    assert "This declines 4 submissions." in shown
    assert "Left in the queue: 2" in shown
    _decline(max_, shown)
    assert _states([ids[1], ids[2]]) == ["pending", "pending"]


def test_what_a_filter_of_the_queue_shows_can_go_together(app: Flask, max_: Browser) -> None:
    ids = _flood(7)
    for each in ids[:3]:
        row = find_submission(each)
        assert row
        row.suspect = True
    db.session.commit()
    queue = max_.get("/staff/?kind=suspect").text
    assert 'href="/staff/together?kind=suspect&amp;whose="' in queue
    assert "/staff/together" not in max_.get("/staff/").text
    page = max_.get(f"{PAGE}?kind=suspect&whose=").text
    assert "This declines 3 submissions." in page
    _decline(max_, page)
    assert _states(ids) == ["rejected"] * 3 + ["pending"] * 4
    assert max_.get(f"{PAGE}?kind=everything").status_code == 404


def test_without_a_reason_nothing_is_declined_and_the_page_stays(app: Flask, max_: Browser) -> None:
    ids = _flood(4)
    page = max_.get(f"{PAGE}?like={ids[0]}").text
    answer = max_.send(PAGE, _form(page, why="nonsense"))
    assert answer.status_code == 422
    assert "This declines 4 submissions." in answer.text
    assert _hidden(answer.text, "seen") == _hidden(page, "seen")
    assert _states(ids) == ["pending"] * 4


def test_after_a_month_nothing_of_it_can_be_undone(app: Flask, max_: Browser) -> None:
    ids = _flood(3)
    done = _decline(max_, max_.get(f"{PAGE}?like={ids[0]}").text)
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        late = signed_in(app, "moderator", "late@example.org")
        assert "Nothing of this can be undone any more." in late.get(done).text
        late.send(f"{done}/undo", {}, page=done)
    assert _states(ids) == ["rejected"] * 3


def test_each_page_leads_to_what_was_declined_with_it(app: Flask, max_: Browser) -> None:
    ids = _flood(3)
    done = _decline(max_, max_.get(f"{PAGE}?like={ids[0]}").text)
    assert f'href="{done.split("?")[0]}"' in max_.get(f"/staff/submissions/{ids[1]}").text
