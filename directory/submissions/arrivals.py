"""What people send, until it waits: a listing typed page by page, a change to one that stands,
and what members of an organization change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from directory.accounts.queries import find_account, organizations_of
from directory.extensions import db
from directory.listings.queries import write_record
from directory.listings.record import Record, new_id
from directory.listings.rules import Problem
from directory.submissions import states, tokens
from directory.submissions.actions import ask_to_verify, move, tell
from directory.submissions.models import CHANGE, NEW, Submission
from directory.submissions.once import add_once
from directory.submissions.reading import read, stored


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
                tell(draft, "received", at)
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


def _change(
    listing_id: str,
    revision: int,
    record: Record,
    why: str,
    found: Sequence[Problem],
    language: str,
    email: str,
    at: datetime,
) -> Submission:
    """A proposed change as it arrives; the caller gives its state."""
    return Submission(
        id=new_id(),
        kind=CHANGE,
        listing_id=listing_id,
        base_revision=revision,
        record=write_record(record),
        problems=[stored(problem) for problem in found],
        answers={"why": why},
        version=1,
        language=language,
        sender_email=email,
        received_at=at,
        moved_at=at,
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
    change = _change(listing_id, revision, record, why, found, language, email, at)
    change.state, change.nonce, change.suspect = states.DRAFT, nonce, suspect
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
    change = _change(listing_id, revision, record, why, found, language, email, at)
    change.state, change.sender_name, change.sender_role = states.PENDING, name, role
    db.session.add(change)
    db.session.flush()
    tell(change, "received", at)
    return change
