"""Taking in what people send."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from directory.accounts.queries import find_account, organizations_of
from directory.extensions import db
from directory.jobs.actions import enqueue
from directory.listings.queries import entries, write_record
from directory.listings.record import Record, new_id
from directory.listings.rules import Problem
from directory.mail.actions import send as send_letter
from directory.submissions import states, tokens
from directory.submissions.models import (
    CHANGE,
    MODERATOR,
    NEW,
    REASON,
    SENDER,
    Note,
    Submission,
    Token,
)
from directory.submissions.once import add_once
from directory.submissions.queries import pending_for
from directory.submissions.reading import read, stored


@dataclass(slots=True)
class Received:
    """Listing ids by what became of the records."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def receive_import(
    records: Sequence[Record],
    *,
    import_id: int | None,
    problems: Mapping[str, list[dict[str, Any]]],
    at: datetime,
    again: Collection[str] = (),
) -> Received:
    """Puts imported records before a moderator. What says the same as the listing or as a
    submission that waits already adds nothing; a newer version replaces the one that waits.
    `again`: listings out of sight, to decide on even though they say the same."""
    received = Received()
    ids = [record.id for record in records]
    known, waiting = entries(ids), pending_for(ids)
    for record in records:
        content, entry, open_one = (
            write_record(record),
            known.get(record.id),
            waiting.get(record.id),
        )
        same_as_listing = entry is not None and write_record(entry.record) == content
        if (same_as_listing and record.id not in again) or (
            open_one is not None and open_one.record == content
        ):
            received.unchanged.append(record.id)
            continue
        if open_one is not None:
            received.changed.append(record.id)
            open_one.record, open_one.import_id = content, import_id
            open_one.problems = problems.get(record.id, [])
            open_one.base_revision = entry.revision if entry else None
            open_one.moved_at = at
            continue
        (received.new if entry is None else received.changed).append(record.id)
        db.session.add(
            Submission(
                id=new_id(),
                kind=NEW if entry is None else CHANGE,
                state=states.PENDING,
                listing_id=record.id,
                base_revision=entry.revision if entry else None,
                record=content,
                problems=problems.get(record.id, []),
                import_id=import_id,
                received_at=at,
                moved_at=at,
            )
        )
    db.session.flush()
    return received


def move(submission: Submission, name: str, at: datetime) -> None:
    """Moves a submission on. Raises states.IllegalMove."""
    submission.state = states.after(submission.state, name)
    submission.moved_at = at


def start(
    answers: Mapping[str, Any], *, nonce: str, language: str, suspect: bool, at: datetime
) -> Submission:
    """A draft. The same nonce (a second click, the back button) finds the same draft again."""
    draft = Submission(
        id=new_id(),
        kind=NEW,
        state=states.DRAFT,
        listing_id=new_id(),
        record="",
        problems=[],
        answers={},
        version=1,
        nonce=nonce,
        language=language,
        suspect=suspect,
        received_at=at,
        moved_at=at,
    )
    keep(draft, {"language": language} | dict(answers), at=at)
    kept, added = add_once(draft)
    if added:
        tokens.make(tokens.CONTINUE, kept.id, at)
    return kept


def keep(
    draft: Submission, answers: Mapping[str, Any], *, suspect: bool = False, at: datetime
) -> None:
    """Saves what was typed on one page, right or wrong. Nothing that was sent is changed by it:
    what a moderator reads is what `send` or `change` took."""
    draft.answers = {**draft.answers, **answers}
    draft.suspect = draft.suspect or suspect
    if draft.state in EDITED_FREELY:
        draft.record = write_record(read(draft.answers, draft.listing_id, at).record)
    draft.moved_at = at


EDITED_FREELY = frozenset({states.DRAFT, states.RETURNED})


def send(draft: Submission, *, licence: str, at: datetime) -> None:
    """The sender is done: a draft waits for its e-mail to be confirmed, an answer to a question
    goes back to the moderators, and what waits already is replaced by its newer version.

    Raises states.IllegalMove, mail.actions.BadAddress.
    """
    known = read({**draft.answers, "licence": licence}, draft.listing_id, at)
    draft.record = write_record(known.record)
    draft.problems = [stored(problem) for problem in known.problems]
    draft.agreed_licence, draft.agreed_at = licence, at
    draft.version += 1
    match draft.state:
        case states.DRAFT:
            for name in ("sender_name", "sender_email", "sender_role"):
                setattr(draft, name, str(draft.answers.get(name) or "").strip())
            move(draft, "send", at)
            if _is_known(draft):
                move(draft, "verify", at)
                draft.received_at = at
                _tell(draft, "received", at)
            else:
                ask_to_verify(draft, at)
        case states.UNVERIFIED:
            draft.sender_email = str(draft.answers.get("sender_email") or "").strip()
            ask_to_verify(draft, at)
        case states.RETURNED:
            move(draft, "resubmit", at)
        case states.PENDING:
            draft.approvals, draft.moved_at = 0, at
        case _:
            raise states.IllegalMove(draft.state, "send")
    db.session.flush()


def _is_known(draft: Submission) -> bool:
    """Whether somebody who signed in began this draft, speaks for its organization still, and
    left their own address in it."""
    account = find_account(int(draft.answers.get("account") or 0))
    organization = str(draft.answers.get("organization_id") or "")
    return bool(
        account
        and account.active
        and account.email == draft.sender_email.lower()
        and organization in organizations_of(account.id)
    )


def suggest(
    listing_id: str,
    revision: int,
    record: Record,
    *,
    nonce: str,
    email: str,
    why: str,
    language: str,
    suspect: bool,
    found: Sequence[Problem],
    at: datetime,
) -> Submission:
    """A change that somebody proposes to the listing they saw at `revision`."""
    change = Submission(
        id=new_id(),
        kind=CHANGE,
        state=states.DRAFT,
        listing_id=listing_id,
        base_revision=revision,
        record=write_record(record),
        problems=[stored(problem) for problem in found],
        answers={"why": why},
        version=1,
        nonce=nonce,
        language=language,
        sender_email=email,
        suspect=suspect,
        received_at=at,
        moved_at=at,
    )
    kept, added = add_once(change)
    if added:
        move(kept, "send", at)
        ask_to_verify(kept, at)
    return kept


def receive_from_member(
    listing_id: str,
    revision: int,
    record: Record,
    *,
    email: str,
    name: str,
    role: str,
    why: str,
    language: str,
    found: Sequence[Problem],
    at: datetime,
) -> Submission:
    """A change by somebody who signed in and speaks for the organization: their address needs no
    confirming."""
    change = Submission(
        id=new_id(),
        kind=CHANGE,
        state=states.PENDING,
        listing_id=listing_id,
        base_revision=revision,
        record=write_record(record),
        problems=[stored(problem) for problem in found],
        answers={"why": why},
        version=1,
        language=language,
        sender_email=email,
        sender_name=name,
        sender_role=role,
        received_at=at,
        moved_at=at,
    )
    db.session.add(change)
    db.session.flush()
    _tell(change, "received", at)
    return change


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
    _tell(submission, "received", at)


def ask(submission: Submission, question: str, at: datetime) -> None:
    """A moderator's question goes to the sender. Raises states.IllegalMove."""
    move(submission, "return", at)
    db.session.add(Note(submission_id=submission.id, written_by=MODERATOR, text=question, at=at))
    _tell(submission, "question", at, question=question)


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
    _tell(submission, "accepted", at)


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


def tell_rejected(submission: Submission, reason: str, at: datetime) -> None:
    db.session.add(Note(submission_id=submission.id, written_by=REASON, text=reason, at=at))
    _tell(submission, "rejected", at, reason=reason)


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


def _tell(submission: Submission, kind: str, at: datetime, **values: Any) -> None:
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
    send_letter(kind, submission.sender_email, submission.language, status=status.id, **values)
