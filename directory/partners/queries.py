"""Reading keys and what they were used for."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select

from directory.extensions import db
from directory.listings.models import NODES
from directory.listings.record import Organization
from directory.partners.models import Key, KeyUse, Proposal
from directory.submissions.models import Submission

MADE = Key.made_at.is_not(None)
ORGANIZATIONS = NODES[Organization].table


def digest(secret: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode()).hexdigest()


def owner_id(email: str) -> str:
    """What a link to somebody's keys is bound to: the address, as it fits there."""
    return hashlib.sha256(email.encode()).hexdigest()[:32]


def find_key(secret: str, at: datetime) -> Key | None:
    """The live key that this secret opens."""
    shown = digest(secret)
    held = or_(Key.digest == shown, Key.old_digest == shown)
    key = db.session.scalar(select(Key).where(held))
    if key is None or key.revoked_at is not None:
        return None
    if key.digest != shown and (key.old_until is None or key.old_until <= at):
        return None
    return key


def keys_of(owner: str) -> list[Key]:
    """All made keys of one owner, the newest first. `owner` is what a link is bound to."""
    return [key for key in list_keys() if owner_id(key.email) == owner]


def list_keys() -> list[Key]:
    return list(db.session.scalars(select(Key).where(MADE).order_by(Key.asked_at.desc(), Key.id)))


def has_keys(email: str) -> bool:
    mine = select(Key.id).where(Key.email == email, MADE)
    return db.session.scalar(mine.limit(1)) is not None


def uses(key_ids: Sequence[str], since: date) -> dict[str, list[tuple[date, int]]]:
    """(day, requests) by key, the newest day first."""
    found: dict[str, list[tuple[date, int]]] = {key_id: [] for key_id in key_ids}
    rows = select(KeyUse).where(KeyUse.key_id.in_(key_ids), KeyUse.day >= since)
    for row in db.session.scalars(rows.order_by(KeyUse.day.desc())):
        found[row.key_id].append((row.day, row.requests))
    return found


def organization_names(ids: Sequence[str]) -> dict[str, str]:
    names = select(ORGANIZATIONS.c.id, ORGANIZATIONS.c.name).where(ORGANIZATIONS.c.id.in_(ids))
    return {row.id: row.name for row in db.session.execute(names)}


def find_proposal(key_id: str, submission_id: str) -> tuple[Proposal, Submission] | None:
    """What this key sent under this id; of others nothing is told."""
    mine = (
        select(Proposal, Submission)
        .join(Submission, Submission.id == Proposal.submission_id)
        .where(Proposal.key_id == key_id, Submission.id == submission_id)
    )
    row = db.session.execute(mine).one_or_none()
    return (row[0], row[1]) if row else None


def list_proposals(
    key_id: str, *, start: int, size: int
) -> tuple[list[tuple[Proposal, Submission]], int]:
    """(some of what this key sent, the newest first; how many there are)."""
    mine = (
        select(Proposal, Submission)
        .join(Submission, Submission.id == Proposal.submission_id)
        .where(Proposal.key_id == key_id)
    )
    total = select(func.count()).select_from(Proposal).where(Proposal.key_id == key_id)
    newest = mine.order_by(Submission.received_at.desc(), Submission.id)
    rows = db.session.execute(newest.offset(start).limit(size))
    return [(row[0], row[1]) for row in rows], db.session.scalar(total) or 0
