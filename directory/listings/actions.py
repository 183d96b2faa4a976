"""Changing listings: publish, hide, archive, restore, check. Nothing here commits; the change
feed row and the job that wakes the indexer are written in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, insert, select, text

from directory.config import current_settings
from directory.extensions import db
from directory.jobs.actions import enqueue
from directory.listings import mapping
from directory.listings.addresses import give_slugs, keep_slugs
from directory.listings.models import (
    ARCHIVED,
    HIDDEN,
    PUBLISHED,
    Check,
    Doubt,
    Listing,
    PointWanted,
    Revision,
    SearchChange,
    Slug,
)
from directory.listings.points import needs_point, places
from directory.listings.queries import BATCH, entries, write_record
from directory.listings.record import Record
from directory.listings.shared import listings_touched
from directory.listings.tree import Conflict

CHANGE_FEED_LOCK = 7_303_014  # any number, the same in every process


class NotAllowed(Exception):
    """An act that no caller may ask for; the text says why."""


@dataclass(slots=True)
class Published:
    """What a call to `publish` did, by listing id."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)  # share an organization that changed
    conflicts: list[Conflict] = field(default_factory=list)


def publish(
    records: Sequence[Record], *, role: str, reason: str, at: datetime, bring_back: bool = True
) -> Published:
    """Makes these records what the public sees. `role` is who did it (operator, import,
    moderator, editor, organization), never a name.

    Without `bring_back`, listings that were taken down at somebody's wish stay as they are: for
    what comes from files. A record equal to what is published changes nothing. Ids of children that
    two services claim are settled in place, so the records afterwards are what was saved. Raises
    NotAllowed.
    """
    for record in records:
        if record.individual and not record.facts.consent:
            raise NotAllowed("A practitioner is listed only with their own consent.")
    done = Published()
    if not bring_back:
        # Who wished to be taken off does not come back with the next file.
        wished = _taken_down([record.id for record in records])
        done.unchanged += sorted(wished)
        records = [record for record in records if record.id not in wished]
    done.conflicts += mapping.settle_shared([record.service for record in records])
    before = entries([record.id for record in records])
    changed = []
    for record in records:
        old = before.get(record.id)
        if old is None:
            done.new.append(record.id)
        elif old.visibility == PUBLISHED and write_record(old.record) == write_record(record):
            done.unchanged.append(record.id)
            continue
        else:
            done.changed.append(record.id)
        changed.append(record)
    if not changed:
        return done
    services = [record.service for record in changed]
    done.touched = sorted(listings_touched(services))
    done.conflicts += mapping.save(services)
    _write_rows(changed, {k: e.revision for k, e in before.items()}, role, reason, at)
    _want_points(changed, at)
    revise_touched(done.touched, reason, at)
    return done


def _taken_down(ids: Sequence[str]) -> set[str]:
    return {listing.id for listing in _listings(ids) if listing.taken_down}


def _write_rows(
    records: Sequence[Record], revisions: dict[str, int], role: str, reason: str, at: datetime
) -> None:
    ids = [record.id for record in records]
    known = {listing.id: listing for listing in _listings(ids)}
    slugs = give_slugs(records, known)
    states = {
        record.id: mapping.content_columns(record)
        | {
            "slug": slugs[record.id],
            "visibility": PUBLISHED,
            "revision": revisions.get(record.id, 0) + 1,
            "changed_at": at,
            "taken_down": False,
        }
        for record in records
    }
    new = [{"id": i, "first_public_at": at, **states[i]} for i in ids if i not in known]
    if new:
        db.session.execute(insert(Listing), new)
    for listing_id, listing in known.items():
        for name, value in states[listing_id].items():
            setattr(listing, name, value)
        listing.first_public_at = listing.first_public_at or at
    db.session.flush()
    keep_slugs(slugs)
    mapping.save_terms(records)
    db.session.execute(
        insert(Revision),
        [
            {
                "listing_id": record.id,
                "number": states[record.id]["revision"],
                "at": at,
                "role": role,
                "reason": reason,
                "record": write_record(record),
            }
            for record in records
        ],
    )
    announce({i: state["revision"] for i, state in states.items()})


def _want_points(records: Sequence[Record], at: datetime) -> None:
    """Places without a good point are looked up by a job: nobody waits for a geocoder, and none
    can stop a listing from being saved."""
    outside = bool(current_settings().geocoder)
    wanted = {r.id for r in records if any(needs_point(p, outside=outside) for p in places(r))}
    if not wanted:
        return
    known = set(
        db.session.scalars(
            select(PointWanted.listing_id).where(PointWanted.listing_id.in_(sorted(wanted)))
        )
    )
    rows = [{"listing_id": listing_id, "since": at} for listing_id in sorted(wanted - known)]
    if rows:
        db.session.execute(insert(PointWanted), rows)
    enqueue("find points", key="find points")


def _listings(ids: Sequence[str]) -> list[Listing]:
    found: list[Listing] = []
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        found += db.session.scalars(select(Listing).where(Listing.id.in_(part)))
    return found


def revise_touched(ids: Sequence[str], reason: str, at: datetime) -> None:
    """Listings that share what changed say something new too: they get a revision of their own.
    Drafts and hidden ones keep their state."""
    if not ids:
        return
    records = mapping.load_records(ids)
    revisions = {}
    for listing in _listings(ids):
        listing.revision += 1
        listing.changed_at = at
        shown = listing.visibility == PUBLISHED
        revisions[listing.id] = listing.revision if shown else None
        db.session.add(
            Revision(
                listing_id=listing.id,
                number=listing.revision,
                at=at,
                role="system",
                reason=f"Shared with a listing that changed: {reason}",
                record=write_record(records[listing.id]),
            )
        )
    db.session.flush()
    announce(revisions)


def announce(revisions: dict[str, int | None]) -> None:
    """Tells the indexers: one row a listing in the change feed, and one job that wakes them.

    Numbers must become visible in order, or a follower that remembers the last one would skip a
    late commit: on PostgreSQL they are given out under a lock that lasts until the commit.
    """
    if not revisions:
        return
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHANGE_FEED_LOCK})
    rows = [{"listing_id": i, "revision": revision} for i, revision in revisions.items()]
    db.session.execute(insert(SearchChange), rows)
    enqueue("index", key="index")


def hide(listing_id: str, *, at: datetime) -> None:
    """Takes a listing out of public sight; it can be restored."""
    _set_visibility(listing_id, HIDDEN, at)


def archive(listing_id: str, *, at: datetime) -> None:
    _set_visibility(listing_id, ARCHIVED, at)


def restore(listing_id: str, *, at: datetime) -> None:
    """Makes a hidden or archived listing public again, as its newest revision."""
    _set_visibility(listing_id, PUBLISHED, at)


def take_down(listing_id: str, *, at: datetime) -> None:
    """Hides a listing at somebody's wish: from now on its address tells nobody that it was."""
    _set_visibility(listing_id, HIDDEN, at)
    db.session.get_one(Listing, listing_id).taken_down = True


def _set_visibility(listing_id: str, visibility: str, at: datetime) -> None:
    listing = db.session.get_one(Listing, listing_id)
    if listing.visibility == visibility:
        return
    listing.visibility = visibility
    listing.changed_at = at
    if visibility == PUBLISHED:
        listing.taken_down = False
        listing.first_public_at = listing.first_public_at or at
    db.session.flush()
    announce({listing_id: listing.revision if visibility == PUBLISHED else None})


def record_check(
    listing_id: str,
    *,
    how: str,
    role: str,
    at: datetime,
    fields: Sequence[str] = (),
    confirmed: bool = True,
    note: str = "",
) -> None:
    """Writes down that somebody confirmed a listing, or found it wrong. `how`: called, emailed,
    self-confirmed, site-seen. Without `fields` the check covered all must-have facts."""
    listing = db.session.get_one(Listing, listing_id)
    db.session.add(
        Check(
            listing_id=listing_id,
            at=at,
            how=how,
            role=role,
            fields=list(fields),
            confirmed=confirmed,
            note=note,
        )
    )
    if confirmed and not fields:
        listing.checked_at, listing.checked_how, listing.checked_by = at, how, role
        listing.changed_at = at
        db.session.flush()
        announce({listing_id: listing.revision if listing.visibility == PUBLISHED else None})


def erase_fictional() -> int:
    """Removes all demonstration listings with everything they hold. Returns how many."""
    ids = list(db.session.scalars(select(Listing.id).where(Listing.fictional)))
    erase(ids)
    return len(ids)


def erase(ids: Sequence[str]) -> None:
    """Removes listings for good, history included."""
    announce(dict.fromkeys(ids))
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        for table in (Check, Doubt, PointWanted, Revision, Slug):
            db.session.execute(delete(table).where(table.listing_id.in_(part)))
        db.session.execute(delete(Listing).where(Listing.id.in_(part)))
        mapping.erase(part)
