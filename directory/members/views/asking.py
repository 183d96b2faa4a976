"""Is it theirs, and may they? Everything that is not theirs gets the same 404."""

from __future__ import annotations

from flask import abort, make_response, render_template
from flask_babel import gettext as _

from directory.accounts.guard import current_account
from directory.accounts.models import Membership
from directory.accounts.queries import find_membership
from directory.accounts.roles import may
from directory.extensions import db
from directory.listings.queries import Entry
from directory.listings.record import Organization
from directory.members import queries

READING = "see our listings"


def own_listing(listing_id: str, act: str) -> tuple[Entry, Membership]:
    found = queries.find_own(current_account().id, listing_id)
    if found is None:
        abort(404)
    refuse_unless(found[1], act)
    return found


def own_organization(organization_id: str, act: str) -> tuple[Organization, Membership]:
    row = find_membership(current_account().id, organization_id)
    organization = queries.find_organization(organization_id) if row else None
    if row is None or organization is None:
        abort(404)
    refuse_unless(row, act)
    return organization, row


def refuse_unless(row: Membership, act: str) -> None:
    """The role in that very organization decides; who is frozen only reads."""
    if not may(row.role, act):
        refuse(_("Only an owner of your organization can do this."), 403)
    if row.frozen_at is not None and act != READING:
        refuse(_("Your access rests until a moderator has looked. You can still read."), 403)


def refuse(why: str, status: int = 409) -> None:
    """Ends the request with a page that says why; nothing of it is kept."""
    db.session.rollback()
    abort(make_response(render_template("accounts/refused.html", why=why), status))
