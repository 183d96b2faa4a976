"""Who sent something is forgotten 30 days after the decision on it (TRUST P8)."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update

from directory.extensions import db
from directory.submissions import states
from directory.submissions.models import OPEN, Claim, Note, Report, Submission, Takedown, Token

KEPT = timedelta(days=30)
DECIDED = (states.ACCEPTED, states.REJECTED, states.WITHDRAWN, states.EXPIRED)


def forget_senders(at: datetime) -> int:
    """Deletes names, addresses, what was typed, what was written to and fro, and the private
    links. What was published, and that somebody decided, stays. Returns of how many."""
    before = at - KEPT
    submissions = _ids(
        select(Submission.id).where(
            Submission.state.in_(DECIDED), Submission.moved_at <= before, _still_known()
        )
    )
    for part in _batches(submissions):
        db.session.execute(
            update(Submission)
            .where(Submission.id.in_(part))
            .values(
                sender_name="", sender_email="", sender_role="", answers={}, nonce=None, problems=[]
            )
        )
        db.session.execute(delete(Note).where(Note.submission_id.in_(part)))
        db.session.execute(delete(Token).where(Token.object_id.in_(part)))
        # What was never published is nobody's but the sender's.
        db.session.execute(
            update(Submission)
            .where(Submission.id.in_(part), Submission.state != states.ACCEPTED)
            .values(record="")
        )
    wishes = _ids(
        select(Takedown.id).where(
            Takedown.state != OPEN,
            Takedown.decided_at <= before,
            or_(Takedown.email != "", Takedown.name != "", Takedown.text != ""),
        )
    )
    for part in _batches(wishes):
        db.session.execute(
            update(Takedown)
            .where(Takedown.id.in_(part))
            .values(email="", name="", text="", code="")
        )
        db.session.execute(delete(Token).where(Token.object_id.in_(part)))
    claims = _ids(
        select(Claim.id).where(
            Claim.state != OPEN,
            Claim.decided_at <= before,
            or_(Claim.email != "", Claim.name != ""),
        )
    )
    for part in _batches(claims):
        db.session.execute(
            update(Claim)
            .where(Claim.id.in_(part))
            .values(email="", name="", role="", proof="", reason="")
        )
        db.session.execute(delete(Token).where(Token.object_id.in_(part)))
    db.session.execute(
        update(Report)
        .where(Report.state != OPEN, Report.settled_at <= before, Report.text != "")
        .values(text="")
    )
    return len(submissions) + len(wishes) + len(claims)


def _still_known() -> ColumnElement[bool]:
    return or_(
        Submission.sender_email != "",
        Submission.sender_name != "",
        Submission.sender_role != "",
        Submission.nonce.is_not(None),
    )


def _ids(statement: object) -> list[str]:
    return list(db.session.scalars(statement))  # type: ignore[call-overload]


def _batches(ids: list[str]) -> list[list[str]]:
    return [ids[start : start + 500] for start in range(0, len(ids), 500)]
