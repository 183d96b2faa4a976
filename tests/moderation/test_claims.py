"""Whose is it? A claim is weighed, granted or refused by a moderator, with real letters."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask_mailman import Mail
from sqlalchemy import select

from directory.accounts.models import Account, AuditEntry, Membership
from directory.extensions import db
from directory.jobs.worker import run_due
from directory.listings.domains import evidence
from directory.mail.transport import configuration
from directory.submissions.models import Claim
from tests.mail.post_office import PostOffice, open_post_office, text_of
from tests.making import make_listing, make_record
from tests.staff import PASSWORD, Browser, signed_in
from tests.submissions.person import Person

ROSA = "rosa@example.org"  # at the domain of the listing


@pytest.fixture
def office(app: Flask) -> Iterator[PostOffice]:
    with open_post_office() as office:
        app.config.update(configuration(replace(app.config["SETTINGS"], mail_url=office.url)))
        Mail(app)
        yield office


def claimed(app: Flask, office: PostOffice, email: str = ROSA) -> tuple[Person, Claim]:
    """Somebody claims the Grief Circle and confirms the address with the link in the letter."""
    person = Person(app).open("/listings/grief-circle/claim")
    person.send(name="Rosa", email=email, role="I lead it", proof="Call me.")
    run_due()
    person.open(office.link(email)).send()
    run_due()
    db.session.expire_all()
    return person, db.session.scalars(select(Claim).where(Claim.email == email)).one()


def granted(
    max_: Browser, claim: Claim, how: str = "domain", reason: str = "I saw it."
) -> int:  # fmt: skip
    at = f"/staff/claims/{claim.id}"
    return max_.send(f"{at}/grant", {"how": how, "reason": reason}).status_code


def test_a_claim_is_granted_and_its_sender_comes_in(app: Flask, office: PostOffice) -> None:
    record = make_listing()
    _rosa, claim = claimed(app, office)
    max_ = signed_in(app)
    assert "Grief Circle" in max_.get("/staff/claims").text
    page = max_.get(f"/staff/claims/{claim.id}").text
    assert "example.org is a domain of this listing" in page
    assert granted(max_, claim) == 303
    run_due()
    letter = office.letters[-1]
    assert letter["To"] == ROSA
    assert "Rosa's Circle" in text_of(letter)
    path = re.sub(r"^https?://[^/]+", "", office.link(ROSA))
    browser = Browser(app.test_client())
    assert browser.get(path).status_code == 200
    form = {"name": "Rosa", "password": PASSWORD}
    assert browser.send(path, form, page=path).status_code == 303
    # A second key is her own choice: she is in.
    assert browser.get("/staff/account").status_code == 200
    membership = db.session.scalars(select(Membership)).one()
    owner = record.service.organization
    assert owner
    assert (membership.organization_id, membership.role, membership.how) == (
        owner.id,
        "organization-owner",
        "domain",
    )
    assert browser.get("/staff/").status_code == 403


def test_a_claim_is_refused_with_a_reason_that_its_sender_reads(
    app: Flask, office: PostOffice
) -> None:
    make_listing()
    person, claim = claimed(app, office, "eve@elsewhere.example")
    max_ = signed_in(app)
    assert "is no domain of this listing" in max_.get(f"/staff/claims/{claim.id}").text
    max_.send(f"/staff/claims/{claim.id}/refuse", {"reason": "Nobody there knows you."})
    run_due()
    assert "> Nobody there knows you." in text_of(office.letters[-1])
    assert "Nobody there knows you." in person.open(person.here).text
    assert db.session.scalars(select(Account).where(Account.email.like("eve%"))).all() == []
    assert granted(max_, claim, "decision", "On second thoughts it is fine.") == 409


def test_a_domain_that_is_not_the_listings_proves_nothing(app: Flask, office: PostOffice) -> None:
    make_listing()
    _, claim = claimed(app, office, "eve@elsewhere.example")
    max_ = signed_in(app)
    assert granted(max_, claim, "domain") == 409
    assert granted(max_, claim, "phone") == 409
    assert granted(max_, claim, "decision", "ok") == 409
    assert db.session.scalars(select(Membership)).all() == []


def test_the_code_is_said_on_the_listed_phone(app: Flask, office: PostOffice) -> None:
    """Only the claimant sees it; whoever answers the phone must say it; five tries."""
    make_listing()
    rosa, claim = claimed(app, office, "rosa@gmail.com")
    found = re.search(r"\d{3} \d{3}", rosa.open(rosa.here).text)
    assert found
    max_, at = signed_in(app), f"/staff/claims/{claim.id}"
    assert found[0] not in max_.get(at).text
    wrong = "000 000" if found[0] != "000 000" else "111 111"
    assert max_.send(f"{at}/code", {"code": wrong}).status_code == 422
    assert max_.send(f"{at}/code", {"code": found[0]}).status_code == 303
    assert "The right code was said" in max_.get(at).text
    assert granted(max_, claim, "phone") == 303


def test_after_five_wrong_codes_the_right_one_does_not_help(app: Flask, office: PostOffice) -> None:
    from directory.submissions import claims

    make_listing()
    _, claim = claimed(app, office, "rosa@gmail.com")
    max_, at = signed_in(app), f"/staff/claims/{claim.id}"
    right = claims.code_of(claim)
    for n in range(5):
        max_.send(f"{at}/code", {"code": f"{n}{right}"})
    assert max_.send(f"{at}/code", {"code": right}).status_code == 422
    assert granted(max_, claim, "phone") == 409


def test_those_who_look_after_it_hear_of_a_claim(app: Flask, office: PostOffice) -> None:
    """First the address on the listing, once there is an owner the owner."""
    make_listing()
    claimed(app, office, "eve@elsewhere.example")
    told = [letter["To"] for letter in office.letters if "asks about" in letter["Subject"]]
    assert told == ["hello@example.org"]
    _, claim = claimed(app, office)
    granted(signed_in(app), claim)
    run_due()
    office.letters.clear()
    claimed(app, office, "mallory@elsewhere.example")
    told = [letter["To"] for letter in office.letters if "asks about" in letter["Subject"]]
    assert told == [ROSA]


def test_other_claims_and_changed_contacts_stand_on_the_page(
    app: Flask, office: PostOffice
) -> None:
    from directory.extensions import now

    make_listing(at=now())
    make_listing(at=now(), service={"email": "new@example.org"})
    claimed(app, office, "eve@elsewhere.example")
    _, claim = claimed(app, office)
    page = signed_in(app).get(f"/staff/claims/{claim.id}").text
    assert "eve@elsewhere.example" in page
    assert "contacts changed in the last 30 days" in page


def test_staff_cannot_become_owners_by_a_claim(app: Flask, office: PostOffice) -> None:
    make_listing()
    max_ = signed_in(app, email=ROSA)
    _, claim = claimed(app, office)
    assert granted(max_, claim) == 409


def test_a_claim_whose_address_is_not_confirmed_is_nowhere(app: Flask) -> None:
    make_listing()
    Person(app).open("/listings/grief-circle/claim").send(name="Eve", email=ROSA, role="x")
    claim = db.session.scalars(select(Claim)).one()
    max_ = signed_in(app)
    assert "rosa@" not in max_.get("/staff/claims").text
    assert max_.get(f"/staff/claims/{claim.id}").status_code == 404
    assert granted(max_, claim) == 404


def test_a_sender_takes_a_claim_back(app: Flask, office: PostOffice) -> None:
    make_listing()
    person, claim = claimed(app, office)
    person.send()
    assert "Withdrawn" in person.text
    assert granted(signed_in(app), claim) == 409


def test_each_decision_on_a_claim_is_in_the_log(app: Flask, office: PostOffice) -> None:
    make_listing()
    _, claim = claimed(app, office)
    granted(signed_in(app), claim)
    acts = set(db.session.scalars(select(AuditEntry.act)))
    assert {"grant claim", "join", "invite"} <= acts


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("rosa@example.org", "same"),
        ("rosa@mail.example.org", "same"),
        ("rosa@EXAMPLE.org", "same"),
        ("rosa@example.org.evil.test", "other"),
        ("rosa@notexample.org", "other"),
        ("rosa@ex\u0430mple.org", "other"),  # a letter of another alphabet
        ("rosa@gmail.com", "free"),
        ("rosa@org", "other"),
    ],
)
def test_what_an_address_says_about_a_listing(email: str, says: str) -> None:
    assert evidence(email, make_record()).says == says


@pytest.mark.parametrize("site", ["https://facebook.com/grief", "https://grief.wordpress.com"])
def test_a_page_on_a_site_of_many_is_no_domain_of_ones_own(site: str) -> None:
    record = make_record(service={"url": site, "email": None})
    assert record.service.organization
    record.service.organization.website = None
    assert evidence("eve@wordpress.com", record).says == "other"
    assert evidence("eve@facebook.com", record).says == "other"
