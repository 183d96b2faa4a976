"""Reading submissions."""

from collections.abc import Sequence

from sqlalchemy import func, select

from directory.extensions import db
from directory.submissions.models import Submission
from directory.submissions.states import PENDING


def list_pending(limit: int = 100) -> list[Submission]:
    """Those that wait for a moderator, oldest first."""
    statement = select(Submission).where(Submission.state == PENDING)
    return list(db.session.scalars(statement.order_by(Submission.received_at).limit(limit)))


def count_pending() -> int:
    statement = select(func.count(Submission.id)).where(Submission.state == PENDING)
    return db.session.scalar(statement) or 0


def find_submission(submission_id: str) -> Submission | None:
    return db.session.get(Submission, submission_id)


def pending_for(listing_ids: Sequence[str]) -> dict[str, Submission]:
    """The submission that waits for each of these listings, the newest if there are several."""
    found: dict[str, Submission] = {}
    for start in range(0, len(listing_ids), 500):
        statement = (
            select(Submission)
            .where(
                Submission.listing_id.in_(listing_ids[start : start + 500]),
                Submission.state == PENDING,
            )
            .order_by(Submission.received_at)
        )
        found |= {row.listing_id: row for row in db.session.scalars(statement)}
    return found
