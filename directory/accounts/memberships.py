"""Who speaks for which organization: join, leave, change, freeze. Each act writes its line in the
log. An account's own role is the strongest that it has in any organization; what it may do in one
of them is for its role there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete

from directory.accounts import audit, links, sessions
from directory.accounts.actions import Refused, invite
from directory.accounts.models import Account, Membership, TrustedOrganization
from directory.accounts.queries import find_by_email, members_of, organizations_of
from directory.accounts.roles import MEMBER, OWNER, STAFF
from directory.extensions import db

DOMAIN, PHONE, DECISION, INVITED = "domain", "phone", "decision", "invited"


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: the address of an account and its role."""

    email: str
    role: str


def join(
    email: str, organization_id: str, role: str, at: datetime, *, how: str, by: By
) -> tuple[Account, str | None]:
    """Somebody may speak for an organization from now on. Returns the account and the secret part
    of its invitation, or None where the account has a password already. Raises Refused."""
    account = find_by_email(email)
    if account is not None and account.role in STAFF:
        raise Refused(_("This address belongs to somebody of staff. Use another one."))
    secret = None
    if account is None or not account.password:
        account, secret = invite(email, role, at, by=by.email, by_role=by.role)
    elif not account.active:
        account.active = True
    row = db.session.get(Membership, (account.id, organization_id))
    if row is not None:
        raise Refused(_("This person belongs to the organization already."))
    row = Membership(
        account_id=account.id, organization_id=organization_id, role=role, since=at, how=how
    )
    db.session.add(row)
    _settle_role(account)
    _log("join", account, organization_id, at, by, to=role, how=how)
    return account, secret


def leave(account: Account, organization_id: str, at: datetime, *, by: By) -> None:
    """Sessions of the account end. Without any organization left the account rests. Raises
    Refused for the last owner, unless it is staff who says so."""
    _keep_an_owner(account, organization_id, by)
    db.session.execute(
        delete(Membership).where(
            Membership.account_id == account.id, Membership.organization_id == organization_id
        )
    )
    db.session.flush()
    _settle_role(account)
    if not organizations_of(account.id):
        account.active = False
        for purpose in (links.INVITATION, links.SIGN_IN):
            links.end(purpose, account)
    sessions.end_all(account.id)
    _log("leave", account, organization_id, at, by)


def change_role(
    account: Account, organization_id: str, role: str, at: datetime, *, by: By
) -> None:  # fmt: skip
    """Its sessions end. Raises Refused for the last owner."""
    row = _row(account, organization_id)
    if row.role == role:
        return
    if role != OWNER:
        _keep_an_owner(account, organization_id, by)
    before, row.role = row.role, role
    _settle_role(account)
    sessions.end_all(account.id)
    _log("change role", account, organization_id, at, by, before=before, after=role)


def freeze(account: Account, organization_id: str, why: str, at: datetime, *, by: By) -> None:
    """Until a moderator has looked, this person sees the listings and changes nothing."""
    row = _row(account, organization_id)
    if row.frozen_at is None:
        row.frozen_at, row.frozen_why = at, why
        _log("freeze", account, organization_id, at, by, why=why)


def unfreeze(account: Account, organization_id: str, at: datetime, *, by: By) -> None:
    """A moderator has looked: from now on the membership rests on that decision."""
    row = _row(account, organization_id)
    if row.frozen_at is not None:
        row.frozen_at, row.frozen_why, row.how = None, "", DECISION
        _log("unfreeze", account, organization_id, at, by)


def trust(organization_id: str, trusted: bool, at: datetime, *, by: By) -> None:
    """Whether harmless changes of this organization go live at once."""
    row = db.session.get(TrustedOrganization, organization_id)
    if trusted and row is None:
        row = TrustedOrganization(organization_id=organization_id, since=at, trusted_by=by.email)
        db.session.add(row)
    elif not trusted and row is not None:
        db.session.delete(row)
    else:
        return
    db.session.flush()
    act = "trust" if trusted else "stop trusting"
    audit.write(act, actor=by.email, role=by.role, subject=f"organization {organization_id}", at=at)


def is_trusted(organization_id: str) -> bool:
    return db.session.get(TrustedOrganization, organization_id) is not None


def _row(account: Account, organization_id: str) -> Membership:
    """Raises Refused for somebody who left meanwhile."""
    row = db.session.get(Membership, (account.id, organization_id))
    if row is None:
        raise Refused(_("This person does not belong to the organization."))
    return row


def _settle_role(account: Account) -> None:
    db.session.flush()
    roles = set(organizations_of(account.id).values())
    account.role = OWNER if OWNER in roles else MEMBER


def _keep_an_owner(account: Account, organization_id: str, by: By) -> None:
    row = _row(account, organization_id)
    owners = [m for m, _account in members_of(organization_id) if m.role == OWNER]
    if row.role == OWNER and len(owners) < 2 and by.role not in STAFF:
        raise Refused(_("This is the only owner. Make somebody else an owner first."))


def _log(
    act: str, account: Account, organization_id: str, at: datetime, by: By, **more: object
) -> None:
    audit.write(
        act, actor=by.email, role=by.role, subject=account.email, at=at,
        organization=organization_id, **more,
    )  # fmt: skip
