"""Our people: owners invite others of their organization, and let them go."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts import actions as accounts
from directory.accounts import memberships
from directory.accounts.guard import asks, current_account
from directory.accounts.memberships import INVITED
from directory.accounts.models import Membership
from directory.accounts.queries import find_account, find_membership, members_of
from directory.accounts.roles import MEMBER, OWNER
from directory.extensions import db, now
from directory.listings.record import Organization
from directory.mail.actions import BadAddress
from directory.members.actions import by_of
from directory.members.blueprint import members
from directory.members.forms import ROLE_NAMES, InviteMemberForm
from directory.members.views.asking import own_organization, refuse
from directory.moderation.claiming import invite_by_letter
from directory.web.locales import current_language

ACT = "manage our people"


@members.get("/organizations/<organization_id>/people")
@asks(ACT)
def people(organization_id: str) -> str:
    return _page(*own_organization(organization_id, ACT), InviteMemberForm())


def _page(organization: Organization, row: Membership, form: InviteMemberForm) -> str:
    return render_template(
        "members/people.html",
        organization=organization,
        people=members_of(organization.id),
        me=row.account_id,
        form=form,
        roles=ROLE_NAMES,
    )


@members.post("/organizations/<organization_id>/people")
@asks(ACT)
def invite(organization_id: str) -> str | Response | tuple[str, int]:
    organization, row = own_organization(organization_id, ACT)
    form, at = InviteMemberForm(request.form), now()
    if not form.validate():
        return _page(organization, row, form), 422
    by = by_of(current_account(), row.role)
    try:
        account, secret = memberships.join(
            form.email.data or "", organization.id, form.role.data, at, how=INVITED, by=by
        )
        invite_by_letter(account, secret, organization.name, current_language())
    except (accounts.Refused, BadAddress) as error:
        db.session.rollback()
        form.email.errors = [str(error)]
        return _page(*own_organization(organization_id, ACT), form), 422
    db.session.commit()
    return redirect(url_for("members.people", organization_id=organization.id), 303)


@members.post("/organizations/<organization_id>/people/<int:account_id>/<change>")
@asks(ACT)
def change_person(organization_id: str, account_id: int, change: str) -> Response:
    organization, row = own_organization(organization_id, ACT)
    account = find_account(account_id)
    if account is None or find_membership(account_id, organization.id) is None:
        abort(404)
    by, at = by_of(current_account(), row.role), now()
    try:
        match change:
            case "remove":
                memberships.leave(account, organization.id, at, by=by)
            case "owner":
                memberships.change_role(account, organization.id, OWNER, at, by=by)
            case "editor":
                memberships.change_role(account, organization.id, MEMBER, at, by=by)
            case _:
                abort(404)
    except accounts.Refused as error:
        refuse(str(error))
    db.session.commit()
    if account.id == current_account().id:
        return redirect(url_for("members.home"), 303)
    return redirect(url_for("members.people", organization_id=organization.id), 303)
