"""Deciding whose a listing is. What proves it is written down with the decision; a domain or a
code is evidence that a moderator weighs, never enough by itself (TRUST T3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from directory.accounts import actions as accounts
from directory.accounts import audit, memberships
from directory.accounts.memberships import DECISION, DOMAIN, PHONE, By
from directory.accounts.models import Account, Membership
from directory.accounts.queries import members_of
from directory.accounts.roles import OWNER
from directory.listings.domains import Evidence, evidence
from directory.listings.models import Revision
from directory.listings.queries import Entry, list_revisions, read_record
from directory.mail.actions import send as send_letter
from directory.moderation.actions import Refused
from directory.moderation.diff import changes
from directory.moderation.queries import listings_of
from directory.submissions import claims
from directory.submissions.models import OPEN, Claim
from directory.web.locales import public_address

LATELY = timedelta(days=30)
SHORTEST_REASON = 10  # letters, where nothing but a decision proves it


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that a decision on a claim needs."""

    evidence: Evidence
    members: list[tuple[Membership, Account]]
    others: list[Claim]  # to the same organization's listings, or by the same address
    listings: list[tuple[str, str]]  # (id, name) of all that would be theirs
    contact_changes: list[Revision]  # lately: then the old number is the one to call


def case_of(claim: Claim, entry: Entry, at: datetime) -> Case:
    owner = entry.record.service.organization
    listings = listings_of(owner.id) if owner else [(entry.id, entry.record.service.name)]
    return Case(
        evidence(claim.email, entry.record),
        members_of(owner.id) if owner else [],
        claims.others_like(claim, [listing_id for listing_id, _name in listings]),
        listings,
        list(_contact_changes(entry, at)),
    )


def _contact_changes(entry: Entry, at: datetime) -> list[Revision]:
    found, before = [], None
    for row in list_revisions(entry.id)[-20:]:
        record = read_record(row.record)
        if before is not None and row.at > at - LATELY:
            found += [row] if any(c.contact for c in changes(before, record)) else []
        before = record
    return found


def hear_code(claim: Claim, heard: str, *, by: By, at: datetime) -> bool:
    """What somebody said who answered the listed phone. Returns whether it was the code."""
    right = claims.hear_code(claim, heard, at)
    _log("hear a code", claim, by, at, right=right)
    return right


def grant(
    claim: Claim, entry: Entry, *, how: str, reason: str, by: By, at: datetime
) -> Account:  # fmt: skip
    """Makes the claimant an owner of the listing's organization and invites them. Raises Refused
    for a proof that is not there."""
    _refuse_decided(claim)
    owner = entry.record.service.organization
    if owner is None:
        raise Refused(_("This listing has no organization. Write who runs it first."))
    _refuse_unproven(claim, entry, how, reason)
    people = [account.email for _row, account in members_of(owner.id)]
    try:
        account, secret = memberships.join(claim.email, owner.id, OWNER, at, how=how, by=by)
    except accounts.Refused as error:
        raise Refused(str(error)) from None
    if people:
        claims.tell_those_concerned(entry, "claim-granted-told", but=claim.email)
    claims.decide(claim, granted=True, how=how, reason=reason, at=at)
    _log("grant claim", claim, by, at, how=how, organization=owner.id, reason=reason)
    invite_by_letter(account, secret, owner.name, claim.language)
    return account


def invite_by_letter(account: Account, secret: str | None, name: str, language: str) -> None:
    """A link to come in; for somebody who has an account, word that there is more in it."""
    if secret is not None:
        url = public_address(language, "accounts.invitation", value=secret)
        send_letter("membership", account.email, language, organization=name, url=url)
    else:
        url = public_address(language, "accounts.sign_in")
        send_letter("one-more-organization", account.email, language, organization=name, url=url)


def _refuse_unproven(claim: Claim, entry: Entry, how: str, reason: str) -> None:
    match how:
        case "domain" if evidence(claim.email, entry.record).says != "same":
            raise Refused(_("The address is not at a domain of the listing."))
        case "phone" if claim.phone_at is None:
            raise Refused(_("Nobody has said the code on the listed phone yet."))
        case "decision" if len(reason.strip()) < SHORTEST_REASON:
            raise Refused(_("Write what shows that it is theirs."))
        case other if other not in (DOMAIN, PHONE, DECISION):
            raise Refused(_("Choose how you know."))


def refuse(claim: Claim, *, reason: str, by: By, at: datetime) -> None:
    _refuse_decided(claim)
    claims.decide(claim, granted=False, how="", reason=reason, at=at)
    _log("refuse claim", claim, by, at, reason=reason)
    send_letter("claim-refused", claim.email, claim.language, reason=reason)


def _refuse_decided(claim: Claim) -> None:
    if claim.state != OPEN:
        raise Refused(_("This claim is decided already."))


def _log(act: str, claim: Claim, by: By, at: datetime, **more: object) -> None:
    audit.write(
        act, actor=by.email, role=by.role, subject=f"claim {claim.id}", at=at,
        listing=claim.listing_id, **more,
    )  # fmt: skip
