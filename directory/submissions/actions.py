"""How a submission moves on once it is sent, and what is said on the way."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.jobs.actions import enqueue, take_back
from directory.mail.actions import send as send_letter
from directory.submissions import states, tokens
from directory.submissions.models import MODERATOR, REASON, SENDER, Note, Submission, Token


def move(submission: Submission, name: str, at: datetime) -> None:
    """Moves a submission on. Raises states.IllegalMove."""
    submission.state = states.after(submission.state, name)
    submission.moved_at = at


def ask_to_verify(submission: Submission, at: datetime) -> None:
    """A letter with a link for this version only; links of older versions end."""
    tokens.end(tokens.VERIFY, submission.id)
    link = tokens.make(tokens.VERIFY, submission.id, at, version=submission.version)
    status = tokens.link_of(tokens.STATUS, submission.id)
    status = status or tokens.make(tokens.STATUS, submission.id, at)
    send_letter(
        "verify",
        submission.sender_email,
        submission.language,
        link=link.id,
        status=status.id,
    )


def verify(submission: Submission, link: Token, at: datetime) -> None:
    """The sender reads mail at their address. Raises states.IllegalMove; a link of another
    version is no link."""
    if link.version != submission.version:
        raise states.IllegalMove(submission.state, "verify")
    move(submission, "verify", at)
    link.used_at = at
    submission.received_at = at  # the promise to decide counts from here
    tell(submission, "received", at)


def ask(submission: Submission, question: str, at: datetime) -> None:
    """A moderator's question goes to the sender. Raises states.IllegalMove."""
    move(submission, "return", at)
    db.session.add(Note(submission_id=submission.id, written_by=MODERATOR, text=question, at=at))
    tell(submission, "question", at, question=question)


def answer(submission: Submission, text: str, at: datetime) -> None:
    """The sender answers; the submission waits for a moderator again. Raises
    states.IllegalMove."""
    move(submission, "resubmit", at)
    db.session.add(Note(submission_id=submission.id, written_by=SENDER, text=text, at=at))
    db.session.flush()


def withdraw(submission: Submission, at: datetime) -> None:
    """Raises states.IllegalMove."""
    move(submission, "withdraw", at)
    tokens.end(tokens.VERIFY, submission.id)


def tell_accepted(submission: Submission, at: datetime) -> None:
    tell(submission, "accepted", at)


def send_again(submission: Submission, at: datetime) -> None:
    """A new letter to confirm the address; the older link ends. Raises states.IllegalMove."""
    if submission.state != states.UNVERIFIED:
        raise states.IllegalMove(submission.state, "verify")
    submission.moved_at = at
    ask_to_verify(submission, at)


APPEAL_FOR = timedelta(days=30)


def may_appeal(submission: Submission, at: datetime) -> bool:
    """Once, within thirty days."""
    declined = submission.state == states.REJECTED and submission.appealed_at is None
    return declined and at - submission.moved_at <= APPEAL_FOR


def appeal(submission: Submission, text: str, at: datetime) -> None:
    """The sender does not agree: it waits again, and somebody else decides. Raises
    states.IllegalMove."""
    if not may_appeal(submission, at):
        raise states.IllegalMove(submission.state, "appeal")
    move(submission, "reopen", at)
    submission.appealed_at, submission.approvals, submission.received_at = at, 0, at
    db.session.add(Note(submission_id=submission.id, written_by=SENDER, text=text, at=at))
    db.session.flush()


def tell_rejected(
    submission: Submission, reason: str, at: datetime, *, leaves_at: datetime | None = None
) -> None:
    """A letter that leaves later can be taken back until then."""
    db.session.add(Note(submission_id=submission.id, written_by=REASON, text=reason, at=at))
    key = f"declined {submission.id}" if leaves_at else None
    tell(submission, "rejected", at, leaves_at=leaves_at, key=key, reason=reason)


def take_letter_back(submission: Submission) -> bool:
    """Whether the letter that says no had not left yet. Nobody gets it then."""
    return take_back(f"declined {submission.id}")


def expire(at: datetime) -> int:
    """Ends drafts and unconfirmed submissions whose links have ended. Returns how many."""
    old = Submission.moved_at <= at - tokens.LASTS[tokens.CONTINUE]
    unsent = Submission.state == states.DRAFT
    late = Submission.moved_at <= at - tokens.LASTS[tokens.VERIFY]
    unconfirmed = Submission.state == states.UNVERIFIED
    rows = list(db.session.scalars(select(Submission).where(unsent & old | unconfirmed & late)))
    for row in rows:
        move(row, "expire", at)
        # Nobody asked us to keep what was never sent.
        row.answers, row.sender_email, row.sender_name, row.sender_role = {}, "", "", ""
    return len(rows)


def tell_reopened(submission: Submission, at: datetime) -> None:
    """A decision was taken back. People hear of the next one; a program keeps books."""
    if submission.by_program:
        enqueue("tell-program", submission=submission.id, what="reopened")


def tell(
    submission: Submission, kind: str, at: datetime, *,
    leaves_at: datetime | None = None, key: str | None = None, **values: Any,
) -> None:  # fmt: skip
    """Imports have no sender to write to. A partner's system is told by whoever knows where it
    listens (the job's name ties both ends); only a question needs a person too."""
    if submission.by_program:
        enqueue("tell-program", submission=submission.id, what=kind, **values)
        if kind != "question":
            return
    if not submission.sender_email:
        return
    status = tokens.link_of(tokens.STATUS, submission.id)
    status = status or tokens.make(tokens.STATUS, submission.id, at)
    send_letter(
        kind,
        submission.sender_email,
        submission.language,
        leaves_at,
        key,
        status=status.id,
        **values,
    )
