"""Taking a whole import back: what it changed says again what it said before, what was new goes
out of sight (with a tombstone, for it was public), what waits is withdrawn. What somebody changed
since stays as it is and is named."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from directory.accounts import audit
from directory.exchange.deliveries import Refused
from directory.exchange.models import (
    TAKEN,
    UNDOING,
    UNDONE,
    Delivery,
    Feed,
    FeedListing,
    ImportChange,
)
from directory.extensions import begin_write, db, now
from directory.jobs.actions import enqueue
from directory.listings.actions import hide, publish, restore
from directory.listings.models import HIDDEN, PUBLISHED, Listing, Revision
from directory.listings.queries import read_record
from directory.listings.record import Record
from directory.submissions import states
from directory.submissions.actions import move
from directory.submissions.models import Submission

_BATCH = 100
SHOWN = 200


def begin_undo(delivery: Delivery, *, by: str, role: str) -> None:
    """Gives it to the worker. Raises Refused."""
    if delivery.state != TAKEN:
        raise Refused(_("Only an import that was taken in can be undone."))
    delivery.state, delivery.rows_done = UNDOING, 0
    delivery.undone = {"by": by, "restored": 0, "hidden": 0, "shown": 0, "withdrawn": 0, "kept": []}
    enqueue("undo delivery", key=f"undo {delivery.id}", delivery_id=delivery.id, by=by, role=role)


def undo(delivery_id: str, by: str, role: str) -> Iterator[None]:
    """A step for each batch; begun again, it finds what is left."""
    delivery = db.session.get(Delivery, delivery_id)
    if delivery is None or delivery.state != UNDOING or delivery.import_id is None:
        return
    import_id = delivery.import_id
    begin_write()
    _accepted_too(import_id)
    _withdraw(delivery_id, import_id)
    yield
    last = ""
    while True:
        begin_write()
        statement = select(ImportChange).where(
            ImportChange.import_id == import_id, ImportChange.listing_id > last
        )
        rows = list(islice(db.session.scalars(statement.order_by(ImportChange.listing_id)), _BATCH))
        if not rows:
            break
        last = rows[-1].listing_id
        _undo_some(delivery_id, import_id, rows, role)
        yield
    delivery = db.session.get_one(Delivery, delivery_id)
    delivery.state = UNDONE
    # What the source says next counts as new again.
    mine = FeedListing.feed_id == delivery.feed_id
    db.session.execute(delete(FeedListing).where(mine, FeedListing.seen == import_id))
    feed = db.session.get_one(Feed, delivery.feed_id)
    feed.digest = feed.etag = feed.modified = ""
    feed.pulled_at = None
    audit.write(
        "undo import", actor=by, role=role, subject=f"import {delivery.id}", at=now(),
        file=delivery.file_name, kept=len(delivery.undone["kept"]),
    )  # fmt: skip
    yield


def _accepted_too(import_id: int) -> None:
    """What moderators let in of it word by word counts like what went straight in."""
    accepted = select(Submission).where(
        Submission.import_id == import_id, Submission.state == states.ACCEPTED
    )
    for submission in db.session.scalars(accepted):
        number = (submission.base_revision or 0) + 1
        made = db.session.get(Revision, (submission.listing_id, number))
        known = db.session.get(ImportChange, (import_id, submission.listing_id))
        if known is None and made is not None and made.record == submission.record:
            db.session.add(
                ImportChange(
                    import_id=import_id, listing_id=submission.listing_id,
                    before=submission.base_revision, after=number,
                )
            )  # fmt: skip
    db.session.flush()


def _withdraw(delivery_id: str, import_id: int) -> None:
    waiting = select(Submission).where(
        Submission.import_id == import_id, Submission.state == states.PENDING
    )
    count = 0
    for submission in db.session.scalars(waiting):
        move(submission, "withdraw", now())
        count += 1
    _add(delivery_id, withdrawn=count)


def _undo_some(delivery_id: str, import_id: int, rows: list[ImportChange], role: str) -> None:
    at = now()
    statement = select(Listing).where(Listing.id.in_([row.listing_id for row in rows]))
    listings = {listing.id: listing for listing in db.session.scalars(statement)}
    olds: list[Record] = []
    figures = {"restored": 0, "hidden": 0, "shown": 0}
    kept: list[dict[str, Any]] = []
    for row in rows:
        listing = listings.get(row.listing_id)
        if listing is None:
            continue
        if listing.revision != row.after:
            kept.append(_kept(listing, row))
        elif row.hidden:
            if listing.visibility == HIDDEN:
                restore(listing.id, at=at)
                figures["shown"] += 1
        elif row.before is None:
            if listing.visibility == PUBLISHED:
                hide(listing.id, at=at)
                figures["hidden"] += 1
        elif listing.visibility != PUBLISHED:
            kept.append(_kept(listing, row))  # somebody took it out of sight since
        else:
            olds.append(_said(row.listing_id, row.before))
            figures["restored"] += 1
    done = publish(olds, role=role, reason="An import was undone", at=at, bring_back=False)
    _follow(import_id, done.touched)
    _add(delivery_id, kept=kept, done=len(rows), **figures)


def _said(listing_id: str, number: int) -> Record:
    return read_record(db.session.get_one(Revision, (listing_id, number)).record)


def _follow(import_id: int, touched: list[str]) -> None:
    """Undoing one listing touches others that share its organization: that is no later edit."""
    for listing_id in touched:
        change = db.session.get(ImportChange, (import_id, listing_id))
        listing = db.session.get_one(Listing, listing_id)
        if change is not None and change.after == listing.revision - 1:
            change.after = listing.revision
    db.session.flush()


def _kept(listing: Listing, row: ImportChange) -> dict[str, Any]:
    made = db.session.get(Revision, (listing.id, row.after))
    name = read_record(made.record).service.name if made else ""
    return {"id": listing.id, "name": name, "before": row.before, "after": row.after,
            "now": listing.revision}  # fmt: skip


def _add(delivery_id: str, *, kept: list[dict[str, Any]] | None = None, done: int = 0,
         **figures: int) -> None:  # fmt: skip
    delivery = db.session.get_one(Delivery, delivery_id)
    undone = dict(delivery.undone)
    for name, count in figures.items():
        undone[name] = undone.get(name, 0) + count
    undone["kept"] = [*undone.get("kept", []), *(kept or [])][:SHOWN]
    delivery.undone = undone
    delivery.rows_done += done
    db.session.flush()
