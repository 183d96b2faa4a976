"""Who speaks for an organization, as moderators see it: trust, rest, let go."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from directory.accounts import actions as accounts
from directory.accounts import memberships
from directory.accounts.guard import asks, current_account
from directory.accounts.memberships import By
from directory.accounts.queries import find_account, find_membership, members_of
from directory.extensions import db, now
from directory.listings.mapping import load
from directory.listings.record import Organization
from directory.moderation.blueprint import moderation
from directory.moderation.queries import listings_of

ACT = "look after organizations"


def _organization(organization_id: str) -> Organization:
    found: Organization | None = load(Organization, [organization_id]).get(organization_id)
    if found is None:
        abort(404)
    return found


@moderation.get("/organizations/<organization_id>/people")
@asks(ACT)
def organization_people(organization_id: str) -> str:
    organization = _organization(organization_id)
    return render_template(
        "moderation/members.html",
        organization=organization,
        people=members_of(organization.id),
        listings=listings_of(organization.id),
        trusted=memberships.is_trusted(organization.id),
    )


@moderation.post("/organizations/<organization_id>/trust/<word>")
@asks(ACT)
def trust_organization(organization_id: str, word: str) -> Response:
    organization, account = _organization(organization_id), current_account()
    if word not in ("yes", "no"):
        abort(404)
    by = By(account.email, account.role)
    memberships.trust(organization.id, word == "yes", now(), by=by)
    db.session.commit()
    return _back(organization)


@moderation.post("/organizations/<organization_id>/people/<int:account_id>/<change>")
@asks(ACT)
def change_member(organization_id: str, account_id: int, change: str) -> Response:
    organization, by = _organization(organization_id), current_account()
    account = find_account(account_id)
    if account is None or find_membership(account_id, organization.id) is None:
        abort(404)
    who, at = By(by.email, by.role), now()
    try:
        match change:
            case "freeze":
                memberships.freeze(account, organization.id, "by-hand", at, by=who)
            case "unfreeze":
                memberships.unfreeze(account, organization.id, at, by=who)
            case "remove":
                memberships.leave(account, organization.id, at, by=who)
            case _:
                abort(404)
    except accounts.Refused:
        db.session.rollback()
        abort(409)
    db.session.commit()
    return _back(organization)


def _back(organization: Organization) -> Response:
    return redirect(url_for("moderation.organization_people", organization_id=organization.id), 303)
