"""Deciding on submissions: each decision is one action that writes its log."""

from datetime import datetime

import orjson

from directory.extensions import db
from directory.listings import actions as listings
from directory.listings import codec
from directory.listings.queries import entries
from directory.listings.record import Record
from directory.listings.rules import problems
from directory.moderation.models import Decision
from directory.submissions import actions as submissions
from directory.submissions.models import Submission

APPROVERS_OF_CRISIS_LINES = 2


class Refused(Exception):
    """The decision cannot be carried out; the text says why and what to do."""


def accept(submission: Submission, *, reason: str, role: str, actor: str, at: datetime) -> bool:
    """Approves a submission; publishes it once enough people did. Returns whether it did.

    Raises Refused if a rule forbids the record, if the listing has changed since the sender saw
    it, or if the same person approves a crisis line twice; states.IllegalMove if it was moved.
    """
    record = codec.restore(Record, orjson.loads(submission.record))
    refusals = [p for p in problems(record, today=at.date()) if p.severity == "refuse"]
    if refusals:
        raise Refused(str(refusals[0].sentence))
    entry = entries([submission.listing_id]).get(submission.listing_id)
    if entry is not None and entry.revision != submission.base_revision:
        raise Refused(
            "The listing has changed since this was sent. Compare both and send it again."
        )
    if record.crisis:
        if actor in _approvers(submission):
            raise Refused("A crisis line needs two different people. You have approved it already.")
        submission.approvals += 1
        if submission.approvals < APPROVERS_OF_CRISIS_LINES:
            _log(submission, "approve", reason, role, actor, at)
            return False
    submissions.move(submission, "accept", at)
    _log(submission, "accept", reason, role, actor, at)
    listings.publish([record], role=role, reason=reason, at=at)
    submissions.tell_accepted(submission, at)
    return True


def reject(submission: Submission, *, reason: str, role: str, actor: str, at: datetime) -> None:
    submissions.move(submission, "reject", at)
    _log(submission, "reject", reason, role, actor, at)
    submissions.tell_rejected(submission, reason, at)


def ask(submission: Submission, *, question: str, role: str, actor: str, at: datetime) -> None:
    """Returns a submission to its sender with a question. Raises states.IllegalMove."""
    submissions.ask(submission, question, at)
    _log(submission, "return", question, role, actor, at)


def _approvers(submission: Submission) -> set[str]:
    rows = db.session.query(Decision.actor).filter_by(submission_id=submission.id, move="approve")
    return {row.actor for row in rows}


def _log(
    submission: Submission, move: str, reason: str, role: str, actor: str, at: datetime
) -> None:
    db.session.add(
        Decision(
            submission_id=submission.id, move=move, reason=reason, role=role, actor=actor, at=at
        )
    )
    db.session.flush()
