"""Rosa looks after the listings of her organization, and of nobody else's."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from directory.accounts.models import Account, AuditEntry
from directory.accounts.roles import MEMBER, OWNER
from directory.extensions import db, now
from directory.jobs.models import Job
from directory.listings.models import Check
from directory.listings.queries import entries, find_published
from directory.listings.record import Record
from directory.moderation import actions as moderation
from directory.submissions.models import Submission
from tests.making import make_listing, make_record
from tests.members.people import form_of, member, organization_of, trust
from tests.staff import PASSWORD, Browser, signed_in
from tests.submissions.person import Person
from tests.submissions.test_reports import say

PHONE = "service/phones/#{id}/number"


@pytest.fixture
def ours(app: Flask) -> Record:
    return make_listing()


@pytest.fixture
def foreign(app: Flask) -> Record:
    return make_listing("Walking Group", key="other")


def submissions() -> list[Submission]:
    db.session.expire_all()
    return list(db.session.scalars(select(Submission)))


def phone_field(record: Record) -> str:
    return f"service/phones/#{record.service.phones[0].id}/number"


def change(rosa: Browser, record: Record, **changed: str) -> int:
    at = f"/our/listings/{record.id}/edit"
    revision = str(entries([record.id])[record.id].revision)
    form = form_of(record) | {"revision": revision, "reason": "new"} | changed
    return rosa.send(at, form).status_code


def test_our_listings_show_how_each_stands(app: Flask, ours: Record, foreign: Record) -> None:
    rosa = member(app, ours)
    page = rosa.get("/our/").text
    assert "Grief Circle" in page
    assert "Not checked" in page or "never" in page.lower()
    assert "Walking Group" not in page
    say(app, "closed", "198.51.100.7")
    change(rosa, ours, **{"service/email": "new@example.org"})
    page = rosa.get("/our/").text
    assert "reported" in page
    assert "changes that wait: 1" in page


def test_a_change_waits_for_a_moderator_and_then_shows(app: Flask, ours: Record) -> None:
    rosa = member(app, ours)
    assert change(rosa, ours, **{"service/description": "We meet and talk."}) == 303
    (row,) = submissions()
    assert (row.kind, row.state, row.sender_email) == ("change", "pending", rosa.account.email)  # type: ignore[union-attr]
    found = find_published("grief-circle")
    assert found
    assert found.record.service.description == ours.service.description
    max_ = signed_in(app)
    max_.send(f"/staff/submissions/{row.id}/accept", {})
    found = find_published("grief-circle")
    assert found
    assert found.record.service.description == "We meet and talk."
    assert "Published" in rosa.get(f"/our/listings/{ours.id}").text


def test_small_changes_of_the_trusted_show_at_once(app: Flask, ours: Record) -> None:
    trust(ours)
    rosa = member(app, ours)
    change(rosa, ours, **{"service/description": "We meet and talk."})
    found = find_published("grief-circle")
    assert found
    assert found.record.service.description == "We meet and talk."
    assert submissions() == []


def test_contacts_of_the_trusted_wait_while_the_rest_shows(app: Flask, ours: Record) -> None:
    trust(ours)
    rosa = member(app, ours)
    new = {phone_field(ours): "(612) 555-3199", "service/description": "We meet and talk."}
    change(rosa, ours, **new)
    found = find_published("grief-circle")
    assert found
    assert found.record.service.description == "We meet and talk."
    assert found.record.service.phones[0].number == "(612) 555-3142"
    (row,) = submissions()
    assert row.base_revision == found.revision
    signed_in(app).send(f"/staff/submissions/{row.id}/accept", {})
    found = find_published("grief-circle")
    assert found
    assert found.record.service.phones[0].number == "(612) 555-3199"


def test_a_crisis_line_of_the_trusted_waits_for_two_people(app: Flask) -> None:
    line = make_listing(
        "Night Line", terms={"kind": ["crisis-line"], "category": ["professional"]}, crisis=True
    )
    trust(line)
    rosa = member(app, line)
    change(rosa, line, **{"service/description": "We listen."})
    assert rosa.send(f"/our/listings/{line.id}/paused", {}).status_code == 303
    found = find_published("night-line")
    assert found
    assert found.revision == 1
    assert len(submissions()) == 2
    assert rosa.send(f"/our/listings/{line.id}/right", {}).status_code == 409
    rosa.send(f"/our/listings/{line.id}/off", {})
    assert find_published("night-line")
    assert "wants this taken off" in signed_in(app).get(f"/staff/reports/{line.id}").text


def test_what_is_not_theirs_to_write_stays(app: Flask, ours: Record) -> None:
    """Source, licence, check and crisis mark cannot be set by adding fields to the form."""
    trust(ours)
    rosa = member(app, ours)
    form = {
        "source/licence": "mine",
        "source/name": "Eve",
        "crisis": "yes",
        "fictional": "yes",
        "service/assured_date": "2026-11-01",
        "service/id": "1",
        "facts/led_by_evidence": "believe me",
        "service/description": "We meet and talk.",
    }
    change(rosa, ours, **form)
    record = entries([ours.id])[ours.id].record
    assert record.service.description == "We meet and talk."
    assert replace(record, service=ours.service) == ours


def test_a_rule_that_forbids_something_stops_them_and_keeps_what_they_typed(
    app: Flask, ours: Record
) -> None:
    rosa = member(app, ours)
    at = f"/our/listings/{ours.id}/edit"
    form = form_of(ours) | {"revision": "1", "service/name": "", "service/description": "Kept."}
    answer = rosa.send(at, form)
    assert answer.status_code == 409
    assert "Kept." in answer.text
    assert submissions() == []


def test_a_change_to_what_changed_meanwhile_is_compared_by_a_moderator(
    app: Flask, ours: Record
) -> None:
    trust(ours)
    rosa = member(app, ours)
    make_listing(service={"description": "Staff wrote this."})
    form = form_of(ours) | {"revision": "1", "service/description": "Rosa wrote this."}
    assert rosa.send(f"/our/listings/{ours.id}/edit", form).status_code == 303
    (row,) = submissions()
    with pytest.raises(moderation.Refused):
        moderation.accept(row, reason="", role="moderator", actor="max", at=now())


def test_still_right_is_a_check_by_the_organization(app: Flask, ours: Record) -> None:
    rosa = member(app, ours, MEMBER)
    assert rosa.send(f"/our/listings/{ours.id}/right", {}).status_code == 303
    check = db.session.scalars(select(Check)).one()
    assert (check.how, check.role) == ("self-confirmed", "organization")
    assert "they confirmed it" in Person(app).open("/listings/grief-circle").text


def test_closed_for_a_while_and_open_again(app: Flask, ours: Record) -> None:
    rosa = member(app, ours, MEMBER)
    for press, status in (("paused", "temporarily closed"), ("open", "active")):
        rosa.send(f"/our/listings/{ours.id}/{press}", {})
        assert entries([ours.id])[ours.id].record.service.status == status
    assert rosa.send(f"/our/listings/{ours.id}/open", {}).status_code == 409


def test_only_an_owner_closes_and_takes_off(app: Flask, ours: Record) -> None:
    editor, owner = member(app, ours, MEMBER), member(app, ours, OWNER)
    for press in ("closed", "off"):
        assert editor.send(f"/our/listings/{ours.id}/{press}", {}).status_code == 403
    owner.send(f"/our/listings/{ours.id}/closed", {})
    assert "not offered any more" in Person(app).open("/listings/grief-circle").text
    owner.send(f"/our/listings/{ours.id}/off", {})
    # Its address tells nobody that it was.
    assert Person(app).open("/listings/grief-circle").answer.status_code == 404


PAGES = ("", "/edit", "/history")
PRESSES = ("/edit", "/right", "/open", "/paused", "/closed", "/off")


@pytest.mark.parametrize("role", [OWNER, MEMBER])
def test_what_is_not_theirs_answers_like_what_never_was(
    app: Flask, ours: Record, foreign: Record, role: str
) -> None:
    rosa = member(app, ours, role)
    found = set()
    for listing_id in (foreign.id, make_record(key="noise").id, "never"):
        at = f"/our/listings/{listing_id}"
        answers = [rosa.get(at + page) for page in PAGES]
        answers += [rosa.send(at + press, {}) for press in PRESSES]
        for answer in answers:
            assert answer.status_code == 404
            found.add(
                re.sub(r"Reference: \w+|listings/[^\"/]+[^\"]*|value=\"[^\"]+\"", "", answer.text)
            )
    assert len(found) == 1
    there = f"/our/organizations/{organization_of(foreign)}"
    assert rosa.send(f"{there}/new", {}).status_code == 404
    if role == OWNER:
        assert rosa.get(f"{there}/people").status_code == 404
        assert rosa.send(f"{there}/people", {"email": "eve@example.org"}).status_code == 404


def test_an_owner_here_is_only_an_editor_there(app: Flask, ours: Record, foreign: Record) -> None:
    """What one may do is for the role in that very organization."""
    from directory.accounts import memberships
    from tests.members.people import STAFF_PERSON

    rosa = member(app, ours, OWNER)
    assert rosa.account
    memberships.join(
        rosa.account.email, organization_of(foreign), MEMBER, now(), how="invited", by=STAFF_PERSON
    )
    db.session.commit()
    assert rosa.get(f"/our/organizations/{organization_of(ours)}/people").status_code == 200
    assert rosa.get(f"/our/organizations/{organization_of(foreign)}/people").status_code == 403
    assert rosa.send(f"/our/listings/{foreign.id}/off", {}).status_code == 403
    assert rosa.get(f"/our/listings/{foreign.id}/edit").status_code == 200


def invitation(email: str) -> str:
    db.session.expire_all()
    jobs = [j.args for j in db.session.scalars(select(Job)) if j.args.get("kind") == "membership"]
    (url,) = [args["values"]["url"] for args in jobs if args["to"] == email]
    return str(url).removeprefix("http://localhost:8000")


def test_an_owner_invites_an_editor_who_comes_in_and_is_let_go(app: Flask, ours: Record) -> None:
    rosa = member(app, ours)
    people = f"/our/organizations/{organization_of(ours)}/people"
    form = {"email": "ben@example.org", "role": MEMBER}
    assert rosa.send(people, form).status_code == 303
    path = invitation("ben@example.org")
    ben = Browser(app.test_client())
    ben.get(path)
    answer = ben.send(path, {"name": "Ben", "password": PASSWORD}, page=path)
    assert answer.headers["Location"] == "/our/"
    assert "Grief Circle" in ben.get("/our/").text
    assert ben.get(people).status_code == 403
    account = db.session.scalars(select(Account).where(Account.email == "ben@example.org")).one()
    assert rosa.send(f"{people}/{account.id}/remove", {}).status_code == 303
    # His session ended, and he cannot come in again.
    assert ben.get("/our/").headers["Location"].startswith("/staff/sign-in")
    again = Browser(app.test_client())
    sign_in = {"email": "ben@example.org", "password": PASSWORD}
    assert again.send("/staff/sign-in", sign_in, page="/staff/sign-in").status_code == 422


def test_the_last_owner_stays(app: Flask, ours: Record) -> None:
    rosa = member(app, ours)
    assert rosa.account
    people = f"/our/organizations/{organization_of(ours)}/people"
    for move in ("remove", "editor"):
        assert rosa.send(f"{people}/{rosa.account.id}/{move}", {}).status_code == 409


def test_inviting_needs_a_sign_in_of_the_last_ten_minutes(app: Flask, ours: Record) -> None:
    import time_machine

    with time_machine.travel(now(), tick=False) as clock:
        rosa = member(app, ours)
        clock.shift(11 * 60)
        answer = rosa.get(f"/our/organizations/{organization_of(ours)}/people")
        assert answer.headers["Location"].startswith("/staff/confirm?next=/our/")


def test_staff_cannot_be_invited_as_members(app: Flask, ours: Record) -> None:
    rosa = member(app, ours)
    signed_in(app, "moderator", "max@example.org")
    people = f"/our/organizations/{organization_of(ours)}/people"
    assert rosa.send(people, {"email": "max@example.org", "role": OWNER}).status_code == 422
    account = db.session.scalars(select(Account).where(Account.email == "max@example.org")).one()
    assert account.role == "moderator"


def test_whose_access_rests_reads_and_changes_nothing(app: Flask, ours: Record) -> None:
    rosa = member(app, ours)
    assert rosa.account
    max_ = signed_in(app)
    at = f"/staff/organizations/{organization_of(ours)}/people"
    assert max_.send(f"{at}/{rosa.account.id}/freeze", {}).status_code == 303
    assert "Your access rests" in rosa.get("/our/").text
    assert rosa.get(f"/our/listings/{ours.id}").status_code == 200
    for press in PRESSES:
        assert rosa.send(f"/our/listings/{ours.id}{press}", {}).status_code == 403
    assert rosa.get(f"/our/organizations/{organization_of(ours)}/people").status_code == 403
    max_.send(f"{at}/{rosa.account.id}/unfreeze", {})
    assert rosa.send(f"/our/listings/{ours.id}/right", {}).status_code == 303


def test_access_by_a_domain_rests_once_no_listing_names_it(app: Flask, ours: Record) -> None:
    """Somebody who keeps the domain does not keep the listing (INT-2, as far as is seen here)."""
    from directory.moderation.lapsed import freeze_unproven

    rosa = member(app, ours, email="rosa@example.org", how="domain")
    assert freeze_unproven(now()) == 0
    owner = replace(ours.service.organization, website="https://new-home.example")  # type: ignore[type-var]
    make_listing(
        service={
            "url": "https://new-home.example",
            "email": "a@new-home.example",
            "organization": owner,
        }
    )
    assert freeze_unproven(now()) == 1
    db.session.commit()
    assert rosa.send(f"/our/listings/{ours.id}/right", {}).status_code == 403


def test_a_new_listing_of_ours_needs_no_letter_and_joins_the_organization(
    app: Flask, ours: Record
) -> None:
    from tests.submissions.person import GROUP, TOWN, add_places

    rosa = member(app, ours)
    assert rosa.account
    add_places(app.config["SETTINGS"].home, [TOWN])
    answer = rosa.send(f"/our/organizations/{organization_of(ours)}/new", {})
    person = Person(app).open(answer.headers["Location"])
    for filled in GROUP.values():
        person.send(**filled)
    assert person.form()["sender_email"] == [rosa.account.email]
    person.send()
    (row,) = submissions()
    assert row.state == "pending"
    assert "Tuesday Talk" in rosa.get("/our/").text
    signed_in(app).send(f"/staff/submissions/{row.id}/accept", {})
    listed = entries([row.listing_id])[row.listing_id]
    assert listed.record.service.organization == ours.service.organization
    assert rosa.get(f"/our/listings/{row.listing_id}").status_code == 200


def test_another_address_in_such_a_draft_must_be_confirmed(app: Flask, ours: Record) -> None:
    from tests.submissions.person import GROUP, TOWN, add_places

    rosa = member(app, ours)
    add_places(app.config["SETTINGS"].home, [TOWN])
    answer = rosa.send(f"/our/organizations/{organization_of(ours)}/new", {})
    person = Person(app).open(answer.headers["Location"])
    for filled in GROUP.values():
        person.send(**filled)
    person.send(sender_email="eve@elsewhere.example")
    (row,) = submissions()
    assert row.state == "unverified"


def test_nobody_joins_an_organization_by_a_field_of_the_form(app: Flask, ours: Record) -> None:
    person = Person(app).open("/submit")
    person.send(
        name="Eve's Group", kind="support-group", organization_id=organization_of(ours), account="1"
    )
    (row,) = submissions()
    assert "organization_id" not in row.answers
    assert organization_of(ours) not in row.record


def test_every_act_of_theirs_is_in_the_log(app: Flask, ours: Record) -> None:
    rosa = member(app, ours)
    rosa.send(f"/our/listings/{ours.id}/right", {})
    rosa.send(f"/our/listings/{ours.id}/paused", {})
    change(rosa, ours, **{"service/email": "new@example.org"})
    rosa.send(f"/our/listings/{ours.id}/off", {})
    acts = list(db.session.scalars(select(AuditEntry.act)))
    for act in ("join", "check", "set status", "ask for a change", "ask to take off"):
        assert act in acts
