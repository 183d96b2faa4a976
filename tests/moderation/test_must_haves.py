"""Nobody of staff publishes by oversight what tells no way to get in touch, or what it is; who
means to says why, and that stands in the log."""

from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from werkzeug.test import TestResponse

from directory.accounts import audit
from directory.extensions import db, now
from directory.listings import queries
from directory.listings.actions import hide, publish
from directory.listings.record import Record
from directory.submissions.imported import receive_import
from directory.submissions.models import Submission
from tests.making import NOON, make_record
from tests.staff import Browser, signed_in

NO_CONTACT = "How can people get in touch?"
NO_KIND = "What kind of listing is it?"


@pytest.fixture
def max_(app: Flask) -> Browser:
    return signed_in(app, "moderator", "max@example.org")


def _bare(name: str = "Quiet Corner") -> Record:
    """A listing of no kind that nobody can reach."""
    record = make_record(name, service={"phones": [], "email": None, "url": None})
    assert record.service.organization
    record.service.organization.website = None
    record.terms = {axis: codes for axis, codes in record.terms.items() if axis != "kind"}
    return record


def _fields(page: str) -> dict[str, Any]:
    """Everything that the form of the page would send, texts and boxes."""
    found: dict[str, Any] = {}
    main = html5lib.parse(page, namespaceHTMLElements=False).find(".//main")
    for field in main.iter():
        if field.tag not in ("input", "textarea", "select"):
            continue
        name, value = field.get("name"), field.get("value", "on")
        if field.get("type") in ("checkbox", "radio") and field.get("checked") is None:
            continue
        if field.tag == "textarea":
            value = field.text or ""
        if field.tag == "select":
            chosen = field.find("option[@selected]")
            value = chosen.get("value") if chosen is not None else ""
        if name in found:
            held = found[name]
            value = [*(held if isinstance(held, list) else [held]), value]
        if name and name != "token":
            found[name] = value
    return found


def _send(record: Record) -> str:
    receive_import([record], import_id=None, problems={}, at=now())
    db.session.commit()
    return db.session.query(Submission).filter_by(listing_id=record.id, state="pending").one().id


def _accept(browser: Browser, submission_id: str, **form: Any) -> TestResponse:
    page = f"/staff/submissions/{submission_id}"
    return browser.send(f"{page}/accept", form, page=page)


def test_accepting_names_what_is_missing_and_publishes_nothing(app: Flask, max_: Browser) -> None:
    waiting = _send(_bare())
    page = max_.get(f"/staff/submissions/{waiting}").text
    assert NO_CONTACT in page.split('id="accept-title"')[1].split("</form>")[0]
    answer = _accept(max_, waiting)
    assert answer.status_code == 409
    assert NO_CONTACT in answer.text
    assert NO_KIND in answer.text
    assert f'href="/staff/submissions/{waiting}"' in answer.text
    assert queries.find_published("quiet-corner") is None
    assert audit.count(act="accept") == 0


def test_a_box_without_a_reason_is_not_enough(app: Flask, max_: Browser) -> None:
    waiting = _send(_bare())
    answer = _accept(max_, waiting, although="yes", although_why="  ")
    assert answer.status_code == 409
    assert "Please fill this in." in answer.text
    assert _accept(max_, waiting, although_why="I know them.").status_code == 409
    assert queries.find_published("quiet-corner") is None


def test_with_a_reason_it_is_published_and_the_log_says_why(app: Flask, max_: Browser) -> None:
    waiting = _send(_bare())
    why = "A room that is simply open. There is nobody to call."
    assert _accept(max_, waiting, although="yes", although_why=why).status_code == 303
    assert queries.find_published("quiet-corner")
    line = audit.find(act="accept")[0]
    assert set(line.details["missing"]) == {"contact", "kind"}
    assert line.details["although"] == why
    assert audit.verify().broken is None
    assert why in max_.get(f"/staff/submissions/{waiting}").text


def test_what_is_whole_is_accepted_as_before(app: Flask, max_: Browser) -> None:
    waiting = _send(make_record())
    assert "although" not in max_.get(f"/staff/submissions/{waiting}").text
    assert _accept(max_, waiting).status_code == 303
    assert "missing" not in audit.find(act="accept")[0].details


def test_mending_one_fact_of_an_old_listing_does_not_ask_for_all_others(
    app: Flask, max_: Browser
) -> None:
    publish([_bare()], role="import", reason="Imported", at=NOON)
    db.session.commit()
    better = _bare()
    better.service.email = "corner@example.org"
    assert _accept(max_, _send(better)).status_code == 303


def test_a_change_that_takes_the_last_contact_away_is_asked_about(
    app: Flask, max_: Browser
) -> None:
    whole = make_record("Quiet Corner")
    publish([whole], role="operator", reason="First", at=NOON)
    db.session.commit()
    worse = _bare()
    worse.terms = whole.terms
    answer = _accept(max_, _send(worse))
    assert answer.status_code == 409
    assert NO_CONTACT in answer.text
    assert NO_KIND not in answer.text


def test_an_edit_can_be_gone_back_to_with_all_that_was_typed(app: Flask, max_: Browser) -> None:
    whole = make_record("Quiet Corner")
    publish([whole], role="operator", reason="First", at=NOON)
    db.session.commit()
    page = f"/staff/listings/{whole.id}/edit"
    form = _fields(max_.get(page).text) | {"reason": "No kind fits.", "service/name": "New Name"}
    form["terms:kind"] = []
    answer = max_.send(page, form, page=page)
    assert answer.status_code == 409
    assert NO_KIND in answer.text
    sent = _fields(answer.text)
    assert sent["service/name"] == "New Name"
    again = max_.send(page, sent | {"again": "yes"}, page=page)
    assert again.status_code == 422
    assert 'value="New Name"' in again.text
    assert 'value="No kind fits."' in again.text
    done = max_.send(page, sent | {"although": "yes", "although_why": "It is one of a kind."})
    assert done.status_code == 303
    assert audit.find(act="edit")[0].details["although"] == "It is one of a kind."


def test_bringing_back_a_bare_listing_is_asked_about(app: Flask, max_: Browser) -> None:
    bare = _bare()
    publish([bare], role="import", reason="Imported", at=NOON)
    hide(bare.id, at=NOON)
    db.session.commit()
    page = f"/staff/listings/{bare.id}"
    answer = max_.send(f"{page}/visibility", {"act": "restore"}, page=page)
    assert answer.status_code == 409
    assert NO_CONTACT in answer.text
    sent = _fields(answer.text) | {"although": "yes", "although_why": "They asked for it."}
    assert max_.send(f"{page}/visibility", sent, page=page).status_code == 303
    assert queries.find_published("quiet-corner")


def test_a_crisis_line_needs_the_reason_of_both_people(app: Flask, max_: Browser) -> None:
    line = make_record("Night Line", crisis=True, facts={"on_contact": None})
    waiting = _send(line)
    more = {"although": "yes", "although_why": "We ask them on Monday."}
    assert _accept(max_, waiting).status_code == 409
    assert _accept(max_, waiting, **more).status_code == 303
    amira = signed_in(app, "moderator", "amira@example.org")
    assert _accept(amira, waiting).status_code == 409
    assert queries.find_published("night-line") is None
    assert _accept(amira, waiting, **more).status_code == 303
    assert queries.find_published("night-line")


def test_the_command_line_asks_too(app: Flask, runner: FlaskCliRunner) -> None:
    waiting = _send(_bare())
    words = ["queue", "accept", waiting, "--by", "Max"]
    said = runner.invoke(args=words).output
    assert NO_CONTACT in said
    assert queries.find_published("quiet-corner") is None
    assert "Published." in runner.invoke(args=[*words, "--although", "Nobody to call."]).output


def test_the_refusal_speaks_the_language_of_the_page(app: Flask, max_: Browser) -> None:
    waiting = _send(_bare())
    page = f"/es/staff/submissions/{waiting}"
    answer = max_.send(f"{page}/accept", {}, page=page)
    assert "¿Cómo se puede comunicar la gente?" in answer.text
    assert NO_CONTACT not in answer.text
