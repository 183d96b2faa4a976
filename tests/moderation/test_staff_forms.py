"""Staff make and change listings and organizations themselves."""

import html
import re

import pytest
from flask import Flask

from directory.accounts import audit
from directory.extensions import db
from directory.jobs.worker import run_due
from directory.listings import queries
from directory.listings.mapping import load
from directory.listings.queries import entries
from directory.listings.record import Organization
from tests.making import an_id, make_listing, make_record
from tests.staff import Browser, signed_in

NEW = "/staff/listings/new"


@pytest.fixture
def max_(app: Flask) -> Browser:
    return signed_in(app, "moderator", "max@example.org")


@pytest.fixture
def amira(app: Flask) -> Browser:
    return signed_in(app, "moderator", "amira@example.org")


def facts(listing: str = "new") -> dict[str, str | list[str]]:
    return {
        "id": an_id(listing),
        "service/name": "Morning Walk",
        "service/description": "We walk along the river together.",
        "service/status": "active",
        "service/email": "walk@example.org",
        "service/organization/name": "River Walkers",
        "service/organization/description": "Neighbours who walk.",
        "service/cost_options/#new/amount": "0",
        "service/languages/#new/code": "en",
        "service/service_areas/#new/coverage": "US-MN",
        "language": "en",
        "service/schedules/#new/freq": "WEEKLY",
        "service/schedules/#new/byday": "TU",
        "service/schedules/#new/dtstart": "2026-01-06",
        "service/schedules/#new/opens_at": "09:00:00",
        "service/schedules/#new/closes_at": "10:00:00",
        "service/schedules/#new/zone": "America/Chicago",
        "facts/on_contact": "Somebody answers within two days.",
        "facts/led_by": "volunteer",
        "facts/open_to_newcomers": "yes",
        "axis": ["kind", "topic", "format"],
        "terms:kind": ["class"],
        "terms:topic": ["loneliness"],
        "terms:format": ["in-person"],
        "reason": "They asked us to",
    }


def test_a_new_listing_is_public_searchable_and_in_the_log(app: Flask, max_: Browser) -> None:
    answer = max_.send(NEW, facts(), page=NEW)
    assert answer.status_code == 303, answer.text
    run_due()
    client = app.test_client()
    assert client.get("/listings/morning-walk").status_code == 200
    assert "Morning Walk" in client.get("/search?q=morning+walk").text
    assert an_id("new") in client.get("/hsds/v3/services").text
    (revision,) = queries.list_revisions(an_id("new"))
    assert (revision.role, revision.reason) == ("moderator", "They asked us to")
    assert [line.subject for line in audit.each(act="create")] == [f"listing {an_id('new')}"]


def test_a_second_click_makes_no_second_listing(app: Flask, max_: Browser) -> None:
    max_.send(NEW, facts(), page=NEW)
    assert max_.send(NEW, facts(), page=NEW).status_code == 409
    assert len(queries.list_revisions(an_id("new"))) == 1


def test_what_a_rule_forbids_is_said_and_nothing_is_lost(app: Flask, max_: Browser) -> None:
    answer = max_.send(NEW, facts() | {"service/name": ""}, page=NEW)
    assert answer.status_code == 409
    assert "We walk along the river together." in answer.text
    assert 'value="loneliness" checked' in answer.text
    assert max_.send(NEW, facts() | {"reason": ""}, page=NEW).status_code == 422
    assert not entries([an_id("new")])


def test_a_practitioner_needs_consent_on_record(app: Flask, max_: Browser) -> None:
    answer = max_.send(NEW, facts() | {"individual": "yes"}, page=NEW)
    assert answer.status_code == 409
    assert "consent" in answer.text
    fine = facts() | {"individual": "yes", "facts/consent": "By letter, 2 March 2026"}
    answer = max_.send(NEW, fine, page=NEW)
    assert answer.status_code == 303, answer.text
    assert entries([an_id("new")])[an_id("new")].record.individual


def test_a_new_crisis_line_waits_for_a_second_person(
    app: Flask, max_: Browser, amira: Browser
) -> None:
    line = facts() | {
        "crisis": "yes",
        "service/phones/#new/number": "(612) 555-3142",
        "service/phones/#new/country": "US",
        "terms:kind": ["crisis-line"],
        "service/url": "https://line.example.org",
        "facts/answered_by": "volunteer",
        "facts/must_report": "When somebody is in danger now.",
    }
    waits = max_.send(NEW, line, page=NEW).headers["Location"]
    assert waits.startswith("/staff/submissions/")
    assert not entries([an_id("new")])
    assert max_.send(f"{waits}/accept", page=waits).status_code == 409
    assert amira.send(f"{waits}/accept", page=waits).status_code == 303
    assert entries([an_id("new")])[an_id("new")].visibility == "published"


def test_a_listing_shares_organization_and_place_with_another(app: Flask, max_: Browser) -> None:
    first = make_listing()
    owner = first.service.organization
    place = first.service.service_at_locations[0].location
    assert owner
    assert place
    page = f"{NEW}?organization={owner.id}"
    assert "Lake Street Library" in max_.get(page).text
    wanted = facts() | {"organization": owner.id, "place": [place.id]}
    assert max_.send(NEW, wanted, page=page).status_code == 303
    made = entries([an_id("new")])[an_id("new")].record.service
    assert made.organization
    assert made.organization.id == owner.id
    assert made.organization.name == "Rosa's Circle"
    there = made.service_at_locations[0].location
    assert there
    assert there.id == place.id


def two_of_one_organization() -> Organization:
    first = make_record()
    owner = first.service.organization
    assert owner
    make_listing()
    make_listing("Second Circle", key="second", service={"organization": owner})
    return owner


def form_of(page: str) -> dict[str, str]:
    """The form as it stands."""
    found = dict(re.findall(r'<input id="([^"]+)" name="[^"]+" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea id="([^"]+)"[^>]*>([^<]*)</textarea>', page))
    found |= dict(re.findall(r'<input type="hidden" name="(seen|id)" value="([^"]*)"', page))
    found = {k: v for k, v in found.items() if k in ("seen", "id") or k.startswith("service/")}
    return {html.unescape(k): html.unescape(v) for k, v in found.items()}


def test_changing_an_organization_says_first_what_it_touches(app: Flask, max_: Browser) -> None:
    owner = two_of_one_organization()
    page = f"/staff/organizations/{owner.id}"
    form = form_of(max_.get(page).text) | {"reason": "New name"}
    form["service/organization/name"] = "Rosa and Friends"
    shown = max_.send(f"{page}/edit", form, page=page)
    assert "<ins>Rosa and Friends</ins>" in shown.text
    assert "Listings that read differently then: 2" in shown.text
    assert "Rosa and Friends" not in app.test_client().get("/listings/grief-circle").text
    assert max_.send(f"{page}/edit", form | {"sure": "yes"}, page=page).status_code == 303
    run_due()
    for slug in ("grief-circle", "second-circle"):
        assert "Rosa and Friends" in app.test_client().get(f"/listings/{slug}").text
    assert "Grief Circle" in app.test_client().get("/search?q=rosa+and+friends").text
    (line,) = audit.each(act="edit organization")
    assert len(line.details["listings"]) == 2
    late = form | {"sure": "yes", "service/organization/name": "Too late"}
    assert max_.send(f"{page}/edit", late, page=page).status_code == 409


def test_an_organization_of_a_crisis_line_needs_two_people(
    app: Flask, max_: Browser, amira: Browser
) -> None:
    owner = two_of_one_organization()
    make_listing("Night Line", key="night", crisis=True, service={"organization": owner})
    page = f"/staff/organizations/{owner.id}"
    form = form_of(max_.get(page).text) | {"reason": "New name", "sure": "yes"}
    form["service/organization/name"] = "Rosa and Friends"
    waits = max_.send(f"{page}/edit", form, page=page).headers["Location"]
    assert waits.startswith("/staff/submissions/")
    assert "This changes other listings too" in amira.get(waits).text
    db.session.expire_all()
    assert load(Organization, [owner.id])[owner.id].name == "Rosa's Circle"
    amira.send(f"{waits}/accept", page=waits)
    assert load(Organization, [owner.id])[owner.id].name == "Rosa and Friends"


def test_an_organization_is_made_and_gets_its_first_listing(app: Flask, max_: Browser) -> None:
    page = "/staff/organizations/new"
    form = form_of(max_.get(page).text) | {"reason": "New here", "sure": "yes"}
    form["service/organization/name"] = "River Walkers"
    answer = max_.send(page, form, page=page)
    assert answer.status_code == 303, answer.text
    assert "River Walkers" in max_.get("/staff/organizations?q=river").text
    owner_id = answer.headers["Location"].rpartition("/")[2]
    wanted = facts() | {"organization": owner_id}
    assert max_.send(NEW, wanted, page=f"{NEW}?organization={owner_id}").status_code == 303
    assert "Morning Walk" in max_.get(f"/staff/organizations/{owner_id}").text


def test_an_edit_says_which_other_listings_it_touches(app: Flask, max_: Browser) -> None:
    two_of_one_organization()
    record = make_record()
    page = f"/staff/listings/{record.id}/edit"
    form = {"revision": 1, "reason": "Name", "service/organization/name": "Rosa and Friends"}
    shown = max_.send(page, form, page=page)
    assert shown.status_code == 200
    assert "This changes other listings too" in shown.text
    assert "Second Circle" in shown.text
    assert max_.send(page, form | {"sure": "yes"}, page=page).status_code == 303
    assert "Rosa and Friends" in app.test_client().get("/listings/second-circle").text
