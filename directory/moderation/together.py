"""A flood declined in one act, and taken back in one: hundreds of decisions, each with its own line
in the log, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from directory.accounts import audit
from directory.extensions import db
from directory.listings.record import new_id
from directory.moderation import actions
from directory.moderation.models import Assignment, Decision
from directory.submissions import states
from directory.submissions.actions import take_letter_back
from directory.submissions.models import Submission

# What fits into one transaction while others wait for a second or two.
MOST = 1000
# Letters rest so long, so that who made a mistake can take it back before anybody reads it.
LETTERS_REST = timedelta(minutes=15)
ACT, UNDONE = "decline together", "undo together"
_BATCH = 200


@dataclass(slots=True)
class Sorted:
    """What would be declined, and what is left to be decided one by one."""

    these: list[Submission] = field(default_factory=list)
    left: list[Submission] = field(default_factory=list)


def sort_out(ids: Sequence[str], *, account_id: int, seen: datetime) -> Sorted:
    """Of these submissions, as somebody saw them at a moment: what waits unchanged is declined.
    Appeals, what a colleague has approved or works on, and what changed since are left."""
    found = Sorted()
    for part in _parts(ids):
        taken = select(Assignment.submission_id).where(
            Assignment.submission_id.in_(part), Assignment.account_id != account_id
        )
        others = set(db.session.scalars(taken))
        rows = {row.id: row for row in _rows(part)}
        for row in (rows[each] for each in part if each in rows):
            own_case = row.appealed_at is not None or row.approvals or row.id in others
            if row.state != states.PENDING or row.moved_at > seen or own_case:
                found.left.append(row)
            else:
                found.these.append(row)
    return found


def decline(rows: Sequence[Submission], *, reason: str, role: str, actor: str, at: datetime) -> str:
    """Declines all of them; senders get their letters a little later. Returns the id by which all
    can be taken back. Raises states.IllegalMove; ValueError for too many."""
    if len(rows) > MOST:
        raise ValueError(f"at most {MOST}")
    together = new_id()
    leaves_at = at + LETTERS_REST
    for row in rows:
        actions.reject(
            row, reason=reason, role=role, actor=actor, at=at,
            letter_at=leaves_at, together=together,
        )  # fmt: skip
    audit.write(
        ACT, actor=actor, role=role, subject=f"together {together}", at=at,
        count=len(rows), reason=reason,
    )  # fmt: skip
    return together


def decisions_of(together: str) -> list[Decision]:
    mine = Decision.details["together"].as_string() == together
    statement = select(Decision).where(Decision.move == "reject", mine).order_by(Decision.id)
    return list(db.session.scalars(statement))


def declined_by(actor: str, rows: Sequence[Submission]) -> str | None:
    """The act by which this person declined the first of them."""
    if not rows:
        return None
    mine = (Decision.submission_id == rows[0].id) & (Decision.actor == actor)
    last = db.session.scalar(select(Decision).where(mine).order_by(Decision.id.desc()).limit(1))
    return last.details.get("together") if last else None


def sort_declined(decisions: Sequence[Decision], at: datetime) -> Sorted:
    """Which of them can be taken back: still declined, by this very decision, in the last thirty
    days."""
    found = Sorted()
    for part in _parts([decision.submission_id for decision in decisions]):
        newest = (
            select(Decision.submission_id, func.max(Decision.id).label("newest"))
            .where(Decision.submission_id.in_(part))
            .group_by(Decision.submission_id)
        )
        last = {row.submission_id: row.newest for row in db.session.execute(newest)}
        rows = {row.id: row for row in _rows(part)}
        for decision in (d for d in decisions if d.submission_id in rows):
            row = rows[decision.submission_id]
            stands = row.state == states.REJECTED and last[row.id] == decision.id and row.record
            (found.these if stands and at - decision.at <= actions.UNDO else found.left).append(row)
    return found


@dataclass(frozen=True, slots=True)
class TakenBack:
    back: int
    left: int
    unsent: int  # letters that nobody gets


def take_back(together: str, *, role: str, actor: str, at: datetime) -> TakenBack:
    """All that still stands as it was declined waits again; what changed since stays."""
    found = sort_declined(decisions_of(together), at)
    unsent = 0
    for row in found.these:
        unsent += take_letter_back(row)
        actions.undo(row, role=role, actor=actor, at=at)
    done = TakenBack(len(found.these), len(found.left), unsent)
    if found.these:
        audit.write(
            UNDONE, actor=actor, role=role, subject=f"together {together}", at=at,
            count=done.back, left=done.left,
        )  # fmt: skip
    return done


def _rows(ids: Sequence[str]) -> list[Submission]:
    return list(db.session.scalars(select(Submission).where(Submission.id.in_(ids))))


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
