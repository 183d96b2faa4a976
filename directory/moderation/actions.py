"""Deciding on submissions: each decision is one action that writes its log."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from directory.accounts import audit
from directory.extensions import db
from directory.listings import actions as listings
from directory.listings.models import PUBLISHED, Listing
from directory.listings.queries import Entry, entries, write_record
from directory.listings.record import Record, new_id
from directory.listings.rules import problems
from directory.moderation.diff import changes, merge
from directory.moderation.models import Assignment, Decision, StaffNote
from directory.moderation.must_haves import refuse_incomplete
from directory.moderation.queries import decisions_on, record_of, revision_of
from directory.submissions import actions as submissions
from directory.submissions import states
from directory.submissions.models import CHANGE, NEW, Submission

APPROVERS_OF_CRISIS_LINES = 2
HOLD = timedelta(hours=72)  # before a crisis line's old number goes (TRUST INT-1)
UNDO = timedelta(days=30)
MOST_AT_ONCE = 20


class Refused(Exception):
    """The decision cannot be carried out; the text says why and what to do."""


def accept(
    submission: Submission,
    *,
    reason: str,
    role: str,
    actor: str,
    at: datetime,
    edited: Record | None = None,
    choices: Mapping[str, str] | None = None,
    old_is_dead: bool = False,
    although: str = "",
) -> bool:
    """Approves a submission; publishes it once enough people did. Returns whether it did.

    `edited` is the record as the moderator mended it. If the listing has changed since the sender
    saw it, both are merged by `choices`; without them nothing is decided. Where two people approve
    a crisis line, its contacts still wait for three days, unless both saw that the old ones are
    dead. `although`: why it is published with must-haves missing. Raises Refused;
    must_haves.Lacks; states.IllegalMove if somebody moved it meanwhile.
    """
    _refuse_same_judge(submission, actor)
    entry = entries([submission.listing_id]).get(submission.listing_id)
    record = edited or record_of(submission)
    if entry is not None and entry.revision != submission.base_revision:
        record = _merged(submission, entry, record, choices)
    refuse_unsound(record, at)
    more = refuse_incomplete(record, entry, although)
    if edited is not None or choices:
        # Others approve what will be published, not what it was made from.
        if submission.approvals and write_record(record) != submission.record:
            submission.approvals = 0
        submission.record = write_record(record)
        submission.base_revision = entry.revision if entry else None
    if needs_two(record, entry):
        if actor in _approvers(submission):
            raise Refused(
                _("A crisis line needs two different people. You have approved it already.")
            )
        submission.approvals = len(_approvers(submission)) + 1
        dead = {"dead": old_is_dead, "of": _digest(submission), **more}
        if submission.approvals < APPROVERS_OF_CRISIS_LINES:
            states.after(submission.state, "accept")
            submission.hold_until = None
            _log(submission, "approve", reason, role, actor, at, **dead)
            return False
        over = submission.hold_until is not None and submission.hold_until <= at
        if not over and _must_hold(submission, entry, record, old_is_dead):
            states.after(submission.state, "accept")
            submission.hold_until = submission.hold_until or at + HOLD
            _log(submission, "approve", reason, role, actor, at, **dead)
            return False
    _publish(submission, record, entry, reason, role, actor, at, **more)
    return True


def needs_two(record: Record, entry: Entry | None) -> bool:
    """Lines for people in crisis, also ones that were or would stop being such."""
    return record.crisis or (entry is not None and entry.record.crisis)


def release_held(submission: Submission, at: datetime) -> None:
    """Publishes what two people approved, once its days of waiting are over."""
    entry = entries([submission.listing_id]).get(submission.listing_id)
    if submission.hold_until is None or submission.hold_until > at:
        return
    if entry is not None and entry.revision != submission.base_revision:
        return  # the listing changed meanwhile: people must look again
    if len(_approvers(submission)) < APPROVERS_OF_CRISIS_LINES:
        submission.hold_until = None  # it was sent anew meanwhile
        return
    _publish(submission, record_of(submission), entry, "The hold is over", "system", "", at)


def _merged(
    submission: Submission, entry: Entry, sent: Record, choices: Mapping[str, str] | None
) -> Record:
    base = revision_of(submission.listing_id, submission.base_revision)
    record, undecided = merge(base, entry.record, sent, choices=choices)
    if choices is None or undecided:
        raise Refused(
            _("The listing has changed since this was sent. Compare both and send it again.")
        )
    return record


def refuse_unsound(record: Record, at: datetime) -> None:
    """Raises Refused for what a rule forbids."""
    refusals = [p for p in problems(record, today=at.date()) if p.severity == "refuse"]
    if refusals:
        raise Refused(refusals[0].sentence.said(_))


def _must_hold(
    submission: Submission, entry: Entry | None, record: Record, old_is_dead: bool
) -> bool:
    """Do contacts of a published line change without two people saying that the old are dead?"""
    if entry is None or entry.visibility != PUBLISHED:
        return False
    if not any(change.contact for change in changes(entry.record, record)):
        return False
    return not (old_is_dead and all(d.details.get("dead") for d in _approvals(submission)))


def _publish(
    submission: Submission, record: Record, entry: Entry | None,
    reason: str, role: str, actor: str, at: datetime, **more: object,
) -> None:  # fmt: skip
    submissions.move(submission, "accept", at)
    before = entry.revision if entry else None
    _log(submission, "accept", reason, role, actor, at, before=before, **more)
    listings.publish([record], role=role, reason=reason, at=at)
    submissions.tell_accepted(submission, at)


def ask(submission: Submission, *, question: str, role: str, actor: str, at: datetime) -> None:
    """Sends a question back to the sender; the submission waits for the answer."""
    submissions.ask(submission, question, at)
    _log(submission, "return", question, role, actor, at)


def declined_it(submission: Submission, actor: str) -> bool:
    """Whether this is an appeal against a decision of theirs."""
    if submission.appealed_at is None:
        return False
    return actor in {d.actor for d in decisions_on(submission.id) if d.move == "reject"}


def _refuse_same_judge(submission: Submission, actor: str) -> None:
    """Whoever declined it does not decide on the appeal. Raises Refused."""
    if declined_it(submission, actor):
        raise Refused(_("The sender did not agree with you: somebody else decides now."))


def reject(
    submission: Submission, *, reason: str, role: str, actor: str, at: datetime,
    letter_at: datetime | None = None, **details: object,
) -> None:  # fmt: skip
    """`letter_at`: when the sender's letter leaves, if not at once. Raises Refused for whoever
    declined it before an appeal."""
    _refuse_same_judge(submission, actor)
    submissions.move(submission, "reject", at)
    _log(submission, "reject", reason, role, actor, at, **details)
    submissions.tell_rejected(submission, reason, at, leaves_at=letter_at)


def reject_all(
    found: Sequence[Submission], *, reason: str, role: str, actor: str, at: datetime
) -> None:
    """Turns down a flood. Raises Refused for more than twenty at once."""
    if len(found) > MOST_AT_ONCE:
        raise Refused(_("At most 20 at once."))
    for submission in found:
        reject(submission, reason=reason, role=role, actor=actor, at=at)


def undo(submission: Submission, *, role: str, actor: str, at: datetime) -> None:
    """Takes the last decision back: the submission waits again, and the listing says what it said
    before, unless somebody changed it since. Raises Refused."""
    last = next(
        (d for d in reversed(decisions_on(submission.id)) if d.move in ("accept", "reject")), None
    )
    if last is None or submission.state not in (states.ACCEPTED, states.REJECTED):
        raise Refused(_("There is nothing to undo."))
    if at - last.at > UNDO:
        raise Refused(_("A decision can be undone for 30 days."))
    if last.move == "accept":
        _take_back(submission, last, role, at)
    submissions.move(submission, "reopen", at)
    submissions.tell_reopened(submission, at)
    submission.approvals, submission.hold_until = 0, None
    _log(submission, "undo", "", role, actor, at)


def _take_back(submission: Submission, last: Decision, role: str, at: datetime) -> None:
    listing = db.session.get_one(Listing, submission.listing_id)
    before = last.details.get("before")
    if listing.revision > (before or 0) + 1:
        raise Refused(
            _("The listing has changed since. Restore an older version from its history.")
        )
    if before is None:
        listings.hide(listing.id, at=at)
    else:
        old = revision_of(listing.id, before)
        assert old is not None
        listings.publish([old], role=role, reason="A decision was undone", at=at)
    db.session.flush()
    submission.base_revision = listing.revision


def assign(submission_id: str, account_id: int | None, at: datetime) -> None:
    """Gives a submission to somebody, or to nobody."""
    db.session.execute(delete(Assignment).where(Assignment.submission_id == submission_id))
    if account_id is not None:
        row = Assignment(submission_id=submission_id, account_id=account_id, at=at)
        db.session.add(row)
    db.session.flush()


def note(submission_id: str, text: str, *, author: str, at: datetime) -> None:
    db.session.add(StaffNote(submission_id=submission_id, author=author, text=text, at=at))
    db.session.flush()


def propose_change(
    listing_id: str, base: int | None, record: Record, *,
    role: str, actor: str, reason: str, at: datetime, although: str = "",
) -> Submission:  # fmt: skip
    """A change of a crisis line, or a new one, by one of us: it waits for a second person, who is
    not the author."""
    submission = Submission(
        id=new_id(),
        kind=NEW if base is None else CHANGE,
        state=states.PENDING,
        listing_id=listing_id,
        base_revision=base,
        record=write_record(record),
        problems=[],
        received_at=at,
        moved_at=at,
        suspect=False,
        approvals=0,
    )
    db.session.add(submission)
    db.session.flush()
    accept(submission, reason=reason, role=role, actor=actor, at=at, although=although)
    return submission


def _approvals(submission: Submission) -> list[Decision]:
    """Those that count: since the last time somebody undid or mended it."""
    given: list[Decision] = []
    for decision in decisions_on(submission.id):
        given = [*given, decision] if decision.move == "approve" else []
    return [decision for decision in given if decision.details.get("of") == _digest(submission)]


def _digest(submission: Submission) -> str:
    """What was approved: an approval of other words, sent before or after, does not count."""
    return hashlib.sha256(submission.record.encode()).hexdigest()


def _approvers(submission: Submission) -> set[str]:
    return {decision.actor for decision in _approvals(submission)}


def _log(
    submission: Submission, move: str, reason: str, role: str, actor: str, at: datetime,
    **details: object,
) -> None:  # fmt: skip
    db.session.add(
        Decision(
            submission_id=submission.id,
            move=move,
            reason=reason,
            role=role,
            actor=actor,
            at=at,
            details=details,
        )
    )
    told = {name: details[name] for name in ("missing", "although", "together") if name in details}
    audit.write(
        move, actor=actor, role=role, subject=f"submission {submission.id}", at=at,
        listing=submission.listing_id, **told,
    )  # fmt: skip
