"""Reading submissions."""

from collections.abc import Sequence

from sqlalchemy import func, select

from directory.extensions import db, now
from directory.listings.duplicates import score
from directory.listings.queries import Entry
from directory.listings.record import Record
from directory.search.engine import EngineUnavailable, current_engine
from directory.search.queries import find
from directory.search.query import Query
from directory.submissions.models import Note, Submission
from directory.submissions.states import PENDING

# Lower than what moderators see: while somebody types only the name is known.
LIKELY = 0.5


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


def list_notes(submission_id: str) -> list[Note]:
    """What was asked and answered, oldest first."""
    mine = select(Note).where(Note.submission_id == submission_id).order_by(Note.at, Note.id)
    return list(db.session.scalars(mine))


def lookalikes(record: Record, limit: int = 5) -> list[Entry]:
    """Published listings that this may be, the likeliest first. Where the engine cannot answer
    nobody is stopped."""
    words = tuple(record.service.name.split())
    if not words:
        return []
    try:
        found = find(current_engine(), Query(now=now(), words=words, typed=record.service.name))
    except EngineUnavailable:
        return []
    scored = [(score(record, entry.record).score, entry) for _hit, entry in found.hits]
    likely = [pair for pair in scored if pair[0] >= LIKELY]
    likely.sort(key=lambda pair: -pair[0])
    return [entry for _, entry in likely[:limit]]
