"""Staff look after listings themselves."""

import pytest
from flask import Flask

from directory.extensions import db
from directory.listings import queries
from directory.listings.queries import entries
from directory.operations.health import findings
from tests.making import make_listing, make_record
from tests.staff import Browser, signed_in


@pytest.fixture
def max_(app: Flask) -> Browser:
    return signed_in(app, "moderator", "max@example.org")


@pytest.fixture
def amira(app: Flask) -> Browser:
    return signed_in(app, "moderator", "amira@example.org")


def test_an_edit_is_a_revision_with_a_reason(app: Flask, max_: Browser) -> None:
    record = make_listing()
    page = f"/staff/listings/{record.id}/edit"
    form = {"revision": 1, "reason": "They told me", "service/email": "new@example.org"}
    assert max_.send(page, form | {"reason": ""}, page=page).status_code == 422
    assert max_.send(page, form, page=page).status_code == 303
    history = max_.get(f"/staff/listings/{record.id}/history").text
    assert "They told me" in history
    assert "<ins>new@example.org</ins>" in history
    assert max_.send(page, form, page=page).status_code == 409


def test_saving_the_form_as_it_is_changes_nothing(app: Flask, max_: Browser) -> None:
    """Every fact survives the way through the form."""
    import html
    import re

    record = make_listing()
    page = f"/staff/listings/{record.id}/edit"
    text = max_.get(page).text
    form = dict(re.findall(r'<input id="([^"]+)" name="[^"]+" value="([^"]*)"', text))
    form |= dict(re.findall(r'<textarea id="([^"]+)"[^>]*>([^<]*)</textarea>', text))
    form = {html.unescape(k): html.unescape(v) for k, v in form.items()}
    assert len(form) > 30
    max_.send(page, form | {"revision": 1, "reason": "Nothing"}, page=page)
    assert entries([record.id])[record.id].revision == 1


def test_what_is_no_number_is_said_and_nothing_is_lost(app: Flask, max_: Browser) -> None:
    record = make_listing()
    page = f"/staff/listings/{record.id}/edit"
    form = {
        "revision": 1,
        "reason": "Age",
        "service/minimum_age": "old",
        "service/email": "kept@x.org",
    }
    answer = max_.send(page, form, page=page)
    assert answer.status_code == 422
    assert "Write a number here." in answer.text
    assert "kept@x.org" in answer.text


def test_going_back_to_an_old_version(app: Flask, max_: Browser) -> None:
    record = make_listing()
    make_listing(service={"email": "new@example.org"})
    page = f"/staff/listings/{record.id}/history"
    max_.send(f"/staff/listings/{record.id}/restore", {"revision": 1}, page=page)
    entry = entries([record.id])[record.id]
    assert (entry.revision, entry.record.service.email) == (3, "hello@example.org")


def test_hiding_and_showing_again(app: Flask, max_: Browser) -> None:
    record = make_listing()
    path, page = f"/staff/listings/{record.id}/visibility", f"/staff/listings/{record.id}"
    client = app.test_client()
    for act, status in (("hide", 410), ("restore", 200), ("take_down", 404)):
        assert max_.send(path, {"act": act}, page=page).status_code == 303
        assert client.get("/listings/grief-circle").status_code == status


def test_merging_keeps_the_best_and_leads_on(app: Flask, max_: Browser) -> None:
    kept = make_listing(key="kept", service={"email": None})
    gone = make_listing("Grief Circle North", key="gone", service={"email": "n@example.org"})
    page = f"/staff/listings/{kept.id}/merge/{gone.id}"
    assert max_.send(page, {"service/email": "other"}, page=page).status_code == 303
    client = app.test_client()
    answer = client.get("/listings/grief-circle-north")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/listings/grief-circle")
    shown = queries.find_published("grief-circle")
    assert shown
    assert shown.record.service.email == "n@example.org"
    assert len(queries.list_revisions(gone.id)) == 1


def test_a_check_is_kept(app: Flask, max_: Browser) -> None:
    record = make_listing()
    page = f"/staff/listings/{record.id}"
    max_.send(f"{page}/checks", {"how": "called", "note": "Rosa answered"}, page=page)
    entry = entries([record.id])[record.id]
    assert (entry.checked_how, entry.checked_by) == ("called", "moderator")


def test_nobody_edits_a_crisis_line_alone(app: Flask, max_: Browser, amira: Browser) -> None:
    record = make_listing("Night Line", crisis=True)
    page = f"/staff/listings/{record.id}/edit"
    form = {"revision": 1, "reason": "New text", "service/description": "Someone listens."}
    answer = max_.send(page, form, page=page)
    assert answer.headers["Location"].startswith("/staff/submissions/")
    assert entries([record.id])[record.id].revision == 1
    waiting = answer.headers["Location"]
    assert max_.send(f"{waiting}/accept", page=waiting).status_code == 409
    assert amira.send(f"{waiting}/accept", page=waiting).status_code == 303
    shown = queries.find_published("night-line")
    assert shown
    assert shown.record.service.description == "Someone listens."


def test_a_crisis_line_is_confirmed_by_two_people(
    app: Flask, max_: Browser, amira: Browser
) -> None:
    record = make_listing("Night Line", crisis=True)

    def said() -> list[str]:
        db.session.expire_all()
        return [finding.sentence for finding in findings() if "crisis line" in finding.sentence]

    path = f"/staff/lines/{record.id}"
    assert max_.send(path, {"how": "called"}).status_code == 303
    assert "was never confirmed" in said()[0]
    assert max_.send(path, {"how": "called"}).status_code == 409
    assert amira.send(path, {"how": "site-seen"}).status_code == 303
    assert said() == ["All 1 crisis lines are confirmed."]


def test_a_single_check_does_not_confirm_a_crisis_line(app: Flask, max_: Browser) -> None:
    record = make_listing("Night Line", crisis=True)
    page = f"/staff/listings/{record.id}"
    max_.send(f"{page}/checks", {"how": "called"}, page="/staff/lines")
    assert entries([record.id])[record.id].checked_at is None


def test_figures_are_drawn_without_inline_style(app: Flask, max_: Browser) -> None:
    make_listing()
    page = max_.get("/staff/figures").text
    assert page.count('<svg class="bars"') == 3
    assert "style=" not in page


def test_listings_are_found_by_name_whatever_their_state(app: Flask, max_: Browser) -> None:
    make_record()
    assert "Hidden Noise" in max_.get("/staff/listings?q=noise").text
    assert "Hidden Noise" not in max_.get("/staff/listings?state=published").text
