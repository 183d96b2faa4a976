"""What staff do to listings themselves: edit, restore, take out of sight, merge, confirm. Each act
writes its log."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import update

from directory.accounts import audit
from directory.extensions import db
from directory.listings import actions as listings
from directory.listings.models import PUBLISHED, Listing, Slug
from directory.listings.queries import Entry, entries
from directory.listings.record import Organization, Record
from directory.listings.sharing import change_shared, listings_of
from directory.listings.text import cleaned
from directory.moderation.actions import Refused, needs_two, propose_change, refuse_unsound
from directory.moderation.must_haves import refuse_incomplete
from directory.moderation.queries import checks_of, revision_of
from directory.submissions.models import Submission


def edit(
    entry: Entry, seen: int, record: Record, *,
    reason: str, role: str, actor: str, at: datetime, although: str = "",
) -> Submission | None:  # fmt: skip
    """Publishes a listing as somebody of staff wrote it. A crisis line waits for a second person
    instead: then the submission is returned. `although`: why must-haves may be missing. Raises
    Refused, must_haves.Lacks."""
    if entry.revision != seen:
        raise Refused(_("Somebody else changed this listing meanwhile. Look at it again."))
    refuse_unsound(record, at)
    if needs_two(record, entry):
        return propose_change(
            entry.id, seen, record, role=role, actor=actor, reason=reason, at=at, although=although
        )
    more = refuse_incomplete(record, entry, although)
    listings.publish([record], role=role, reason=reason, at=at)
    _log("edit", entry.id, role, actor, at, reason=reason, **more)
    return None


def create(
    record: Record, *, reason: str, role: str, actor: str, at: datetime, although: str = ""
) -> Submission | None:
    """A new listing by somebody of staff. A crisis line waits for a second person: then the
    submission is returned. Raises Refused, must_haves.Lacks."""
    if get_entry(record.id) is not None:
        raise Refused(_("This listing has been made already."))
    refuse_unsound(record, at)
    if needs_two(record, None):
        return propose_change(
            record.id, None, record, role=role, actor=actor, reason=reason, at=at, although=although
        )
    more = refuse_incomplete(record, None, although)
    listings.publish([record], role=role, reason=reason, at=at)
    _log("create", record.id, role, actor, at, reason=reason, **more)
    return None


def change_organization(
    owner: Organization, *, reason: str, role: str, actor: str, at: datetime, although: str = ""
) -> list[str] | Submission:
    """Saves an organization as somebody of staff wrote it. Its listings read differently from now
    on: returns their ids. Where a crisis line is among them, a second person must agree first: then
    the change waits as one of that line. Raises Refused, must_haves.Lacks."""
    owner = cleaned(owner)
    held = list(entries(listings_of(Organization, owner.id)).values())
    changed = [with_organization(entry.record, owner) for entry in held]
    more: dict[str, object] = {}
    for entry, record in zip(held, changed, strict=True):
        refuse_unsound(record, at)
        if entry.visibility == PUBLISHED:
            more |= refuse_incomplete(record, entry, although)
    if not owner.name.strip():
        raise Refused(_("Write a name."))
    lines = [record for record in changed if record.crisis]
    if lines:
        line = lines[0]
        base = entries([line.id])[line.id].revision
        return propose_change(
            line.id, base, line, role=role, actor=actor, reason=reason, at=at, although=although
        )
    touched = change_shared(owner, reason=reason, at=at)
    audit.write(
        "edit organization", actor=actor, role=role, subject=f"organization {owner.id}", at=at,
        reason=reason, listings=touched, **more,
    )  # fmt: skip
    return touched


def with_organization(record: Record, owner: Organization) -> Record:
    return replace(record, service=replace(record.service, organization=owner))


def go_back_to(
    entry: Entry, number: int, *, role: str, actor: str, at: datetime, although: str = ""
) -> Submission | None:
    """The listing says again what it said at an older revision, as a new one."""
    old = revision_of(entry.id, number)
    if old is None:
        raise Refused(_("There is no such version."))
    reason = f"Back to version {number}"
    return edit(
        entry, entry.revision, old, reason=reason, role=role, actor=actor, at=at, although=although
    )


def set_visibility(
    entry: Entry, act: str, *, role: str, actor: str, at: datetime, although: str = ""
) -> None:
    """`act`: hide, archive, restore or take_down. Raises Refused, must_haves.Lacks."""
    if act == "restore" and needs_two(entry.record, None):
        raise Refused(_("A crisis line comes back only as a change that two people approve."))
    if act == "restore" and entry.slug is None:
        raise Refused(_("This listing was merged into another one."))
    acts = {
        "hide": listings.hide,
        "archive": listings.archive,
        "restore": listings.restore,
        "take_down": listings.take_down,
    }
    more = refuse_incomplete(entry.record, entry, although) if act == "restore" else {}
    acts[act](entry.id, at=at)
    _log(act.replace("_", " "), entry.id, role, actor, at, **more)


def check(
    entry: Entry, *, how: str, confirmed: bool, note: str, role: str, actor: str, at: datetime
) -> None:
    listings.record_check(entry.id, how=how, role=role, at=at, confirmed=confirmed, note=note)
    _log("check", entry.id, role, actor, at, how=how, confirmed=confirmed)


def confirm_line(entry: Entry, *, how: str, role: str, actor: str, at: datetime) -> bool:
    """One person's word that a crisis line is right; the second person's makes it a check.
    Returns whether it did. Raises Refused if the same person says it twice."""
    first = first_confirmation(entry)
    if first == actor:
        raise Refused(_("A crisis line needs two different people. You have confirmed it already."))
    if first is None:
        listings.record_check(
            entry.id, how=how, role=role, at=at, fields=[FIRST, str(entry.revision)], note=actor
        )
    else:
        listings.record_check(entry.id, how=how, role=role, at=at)
    _log("confirm line", entry.id, role, actor, at, how=how, person=1 if first is None else 2)
    return first is not None


FIRST = "first confirmation"


def first_confirmation(entry: Entry) -> str | None:
    """Who confirmed this line as it stands now and waits for a second person."""
    for row in checks_of(entry.id):
        if not row.fields:
            return None
        if row.fields == [FIRST, str(entry.revision)]:
            return row.note
    return None


def merge(
    kept: Entry, gone: Entry, record: Record, *,
    role: str, actor: str, at: datetime, although: str = "",
) -> None:  # fmt: skip
    """Two listings become one: `record` is what the kept one says from now on, the other is
    archived, and its addresses lead to the kept one. Its history stays. Raises Refused,
    must_haves.Lacks."""
    if kept.id == gone.id:
        raise Refused(_("These are the same listing."))
    if needs_two(kept.record, gone):
        raise Refused(_("Crisis lines are not merged: change one and hide the other."))
    refuse_unsound(record, at)
    more = refuse_incomplete(record, kept, although)
    listings.publish([record], role=role, reason=f"Merged with {gone.slug}", at=at)
    listings.archive(gone.id, at=at)
    db.session.execute(update(Slug).where(Slug.listing_id == gone.id).values(listing_id=kept.id))
    db.session.execute(update(Listing).where(Listing.id == gone.id).values(slug=None))
    _log("merge", kept.id, role, actor, at, gone=gone.id, **more)


def get_entry(listing_id: str) -> Entry | None:
    return entries([listing_id]).get(listing_id)


def _log(act: str, listing_id: str, role: str, actor: str, at: datetime, **more: object) -> None:
    audit.write(act, actor=actor, role=role, subject=f"listing {listing_id}", at=at, **more)
