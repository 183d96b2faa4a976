"""Reading for people of organizations: what is theirs, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from directory.accounts.models import Membership
from directory.accounts.queries import find_membership, members_of
from directory.extensions import db
from directory.listings.mapping import load
from directory.listings.queries import Entry, entries
from directory.listings.record import Organization
from directory.moderation.queries import listings_of
from directory.submissions.models import Submission
from directory.submissions.states import DRAFT, PENDING, RETURNED, UNVERIFIED

OPEN = (UNVERIFIED, PENDING, RETURNED)


@dataclass(frozen=True, slots=True)
class Ours:
    """One organization of somebody's, with its listings."""

    membership: Membership
    organization: Organization
    listings: list[Entry]
    waiting: dict[str, int]  # how many changes wait, by listing id
    new: list[Submission]  # new listings that were sent and wait


def memberships(account_id: int) -> list[Membership]:
    mine = select(Membership).where(Membership.account_id == account_id)
    return list(db.session.scalars(mine.order_by(Membership.since)))


def ours(account_id: int) -> list[Ours]:
    rows = memberships(account_id)
    known = load(Organization, [row.organization_id for row in rows])
    return [_ours(row, known[row.organization_id]) for row in rows if row.organization_id in known]


def _ours(row: Membership, organization: Organization) -> Ours:
    ids = [listing_id for listing_id, _ in listings_of(organization.id)]
    found = entries(ids)
    listings = [found[key] for key in ids if key in found and not _is_merged(found[key])]
    return Ours(row, organization, listings, count_waiting(ids), _new(organization.id, ids))


def _is_merged(entry: Entry) -> bool:
    return entry.slug is None


def find_organization(organization_id: str) -> Organization | None:
    found: Organization | None = load(Organization, [organization_id]).get(organization_id)
    return found


def find_own(account_id: int, listing_id: str) -> tuple[Entry, Membership] | None:
    """A listing of one of the account's organizations. Anything else: None, as if it never was."""
    entry = entries([listing_id]).get(listing_id)
    owner = entry.record.service.organization if entry else None
    row = find_membership(account_id, owner.id) if owner else None
    return (entry, row) if entry and row and not _is_merged(entry) else None


def count_waiting(listing_ids: list[str]) -> dict[str, int]:
    statement = select(Submission.listing_id, func.count())
    statement = statement.where(
        Submission.listing_id.in_(listing_ids), Submission.state.in_((PENDING, RETURNED))
    )
    return {row[0]: row[1] for row in db.session.execute(statement.group_by(Submission.listing_id))}


def sent_by_us(entry: Entry) -> list[Submission]:
    """What people of the organization sent about a listing, newest first. What strangers sent is
    counted, never shown."""
    owner = entry.record.service.organization
    if owner is None:
        return []
    mine = [account.email for _, account in members_of(owner.id)]
    statement = select(Submission).where(
        Submission.listing_id == entry.id,
        Submission.sender_email.in_(mine),
        Submission.state != DRAFT,
    )
    return list(db.session.scalars(statement.order_by(Submission.moved_at.desc()).limit(20)))


def _new(organization_id: str, known: list[str]) -> list[Submission]:
    mine = [account.email for _, account in members_of(organization_id)]
    statement = select(Submission).where(
        Submission.sender_email.in_(mine),
        Submission.state.in_(OPEN),
        Submission.listing_id.not_in(known),
    )
    rows = db.session.scalars(statement.order_by(Submission.received_at))
    return [row for row in rows if row.answers.get("organization_id") == organization_id]
