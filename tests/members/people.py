"""People of organizations at work in their browsers."""

from flask import Flask

from directory.accounts import memberships
from directory.accounts.memberships import By
from directory.accounts.roles import OWNER
from directory.extensions import db, now
from directory.listings.record import Record
from directory.moderation import record_form
from tests.staff import Browser, signed_in

STAFF_PERSON = By("max@example.org", "moderator")


def organization_of(record: Record) -> str:
    assert record.service.organization
    return record.service.organization.id


def member(
    app: Flask, record: Record, role: str = OWNER, email: str | None = None, how: str = "decision"
) -> Browser:
    """Somebody who speaks for the organization of this listing, signed in."""
    browser = signed_in(app, role, email)
    assert browser.account
    memberships.join(
        browser.account.email, organization_of(record), role, now(), how=how, by=STAFF_PERSON
    )
    db.session.commit()
    return browser


def form_of(record: Record) -> dict[str, str]:
    """What the form says as it is opened, without boxes."""
    return {
        field.name: field.value
        for group in record_form.groups(record)
        if not group.fresh
        for field in group.fields
    }


def trust(record: Record) -> None:
    memberships.trust(organization_of(record), True, now(), by=STAFF_PERSON)
    db.session.commit()
