"""What partners' systems send: a submission like any other, read by a person before anything is
published."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from directory.config import current_settings
from directory.extensions import db
from directory.listings.models import Listing
from directory.listings.queries import Entry, entries, list_revisions, read_record, write_record
from directory.listings.record import Source, new_id
from directory.partners.models import Key, Proposal
from directory.partners.reading import Fault, Read, Unfit, read
from directory.submissions import actions, limits, states
from directory.submissions.models import CHANGE, NEW, Submission
from directory.submissions.reading import stored

WRITING = ((timedelta(hours=1), 600), (timedelta(days=1), 3000))  # by one key
OPEN = (states.PENDING, states.RETURNED)
LONGEST_NOTE = 2000


class TooMany(Exception):
    """This key has written too much for now."""


class Settled(Exception):
    """It was decided or withdrawn already; `state` says how it stands."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class Unknown(Exception):
    """The service is not one that can be changed here."""


def count(key: Key, at: datetime) -> None:
    """Counts one writing request. Raises TooMany."""
    if not limits.count(f"write:{key.id}", WRITING, at):
        raise TooMany


def propose(
    key: Key, sent: Mapping[str, Any], *, note: str, seen: datetime | None, at: datetime
) -> Submission:
    """A new listing, or a change to the one whose id was sent, as it was at `seen`. Raises Unfit,
    Unknown."""
    service_id = _id_of(sent)
    base = _base(service_id, seen) if service_id else None
    listing_id = service_id or new_id()
    taken = _read(key, sent, listing_id, base, at)
    submission = Submission(
        id=new_id(),
        kind=CHANGE if base else NEW,
        state=states.DRAFT,
        listing_id=listing_id,
        base_revision=base.revision if base else None,
        record="",
        answers={},
        by_program=True,
        nonce=None,
        language=key.language,
        sender_name=key.name,
        sender_email=key.email,
        suspect=False,
        approvals=0,
        version=0,
        received_at=at,
        moved_at=at,
    )
    # The address was confirmed when the key was made, so it waits for a moderator at once.
    actions.move(submission, "send", at)
    actions.move(submission, "verify", at)
    db.session.add(submission)
    db.session.flush()
    proposal = Proposal(submission_id=submission.id, key_id=key.id, reason="", left_out=[])
    db.session.add(proposal)
    _take(submission, proposal, key, taken, note, at)
    return submission


def change(
    submission: Submission,
    proposal: Proposal,
    key: Key,
    sent: Mapping[str, Any],
    *,
    note: str,
    at: datetime,
) -> None:
    """Replaces what waits by a newer version; approvals of the older one do not count. A question
    is answered by it. Raises Unfit, Settled."""
    _still_open(submission)
    named = _id_of(sent)
    if named and named != submission.listing_id:
        raise Unfit([Fault("service.id", "id", "This is the id of another service.")])
    base = _at_revision(submission.listing_id, submission.base_revision)
    taken = _read(key, sent, submission.listing_id, base, at)
    if submission.state == states.RETURNED:
        actions.move(submission, "resubmit", at)
    submission.approvals, submission.hold_until, submission.moved_at = 0, None, at
    _take(submission, proposal, key, taken, note, at)


def withdraw(submission: Submission, at: datetime) -> None:
    """Raises Settled."""
    _still_open(submission)
    actions.withdraw(submission, at)


def answer(submission: Submission, text: str, at: datetime) -> None:
    """Answers a moderator's question. Raises Settled: nothing was asked."""
    if submission.state != states.RETURNED:
        raise Settled(submission.state)
    actions.answer(submission, text, at)


def _still_open(submission: Submission) -> None:
    if submission.state not in OPEN:
        raise Settled(submission.state)


def _take(
    submission: Submission, proposal: Proposal, key: Key, taken: Read, note: str, at: datetime
) -> None:
    licence = current_settings().content_licence
    submission.record = write_record(taken.record)
    submission.problems = [stored(problem) for problem in taken.problems]
    submission.answers = {"why": note} if note else {}
    submission.sender_role = _spoken_for(key, taken)
    submission.agreed_licence, submission.agreed_at = licence, at
    submission.version += 1
    proposal.left_out = taken.left_out
    db.session.flush()


def _spoken_for(key: Key, taken: Read) -> str:
    """For the moderator's eyes: does the organization itself say so?"""
    organization = taken.record.service.organization
    if key.organization_id and organization and organization.id == key.organization_id:
        return "The organization's own system"
    return "A partner's system"


def _read(
    key: Key, sent: Mapping[str, Any], listing_id: str, base: Entry | None, at: datetime
) -> Read:
    source = Source(
        name=key.organization or key.name,
        licence=current_settings().content_licence,
        id=listing_id,
    )
    return read(sent, listing_id, base, source=source, own=key.organization_id, at=at)


def _id_of(sent: Mapping[str, Any]) -> str | None:
    """Raises Unfit."""
    given = sent.get("id")
    if given is None:
        return None
    try:
        return str(UUID(given))
    except (ValueError, TypeError, AttributeError):
        raise Unfit([Fault("service.id", "uuid", "This must be a UUID.")]) from None


def _base(listing_id: str, seen: datetime | None) -> Entry | None:
    """The published listing as it was at `seen`; None: there is none yet. Raises Unknown for one
    that is not public, whatever the reason."""
    entry = entries([listing_id]).get(listing_id)
    if entry is None:
        known = db.session.scalar(select(Listing.id).where(Listing.id == listing_id))
        if known is not None:
            raise Unknown
        return None
    if entry.visibility != "published":
        raise Unknown
    if seen is None or seen >= entry.changed_at:
        return entry
    older = [row for row in list_revisions(listing_id) if row.at <= seen]
    return _at_revision(listing_id, older[-1].number if older else 1)


def _at_revision(listing_id: str, number: int | None) -> Entry | None:
    entry = entries([listing_id]).get(listing_id)
    if number is None or entry is None or entry.revision == number:
        return entry if number is not None else None
    row = next(row for row in list_revisions(listing_id) if row.number == number)
    return replace(entry, revision=number, record=read_record(row.record))
