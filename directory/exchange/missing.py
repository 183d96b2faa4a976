"""Listings that a source brought before and no longer brings: counted before anything is done, and
settled as the source's page says. A feed that was cut off settles nothing: it is not taken at all,
or so much is missing that a person must look first."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlalchemy import func, select

from directory.exchange import stored
from directory.exchange.models import FLAG, HIDE, IGNORE, Delivery, Feed, FeedListing, ImportChange
from directory.exchange.spool import Counts, counts
from directory.extensions import begin_write, db, now
from directory.listings.actions import hide
from directory.listings.models import PUBLISHED, Listing
from directory.listings.queries import entries
from directory.submissions.models import Report

_NAMES = 20
_BATCH = 200


@dataclass(slots=True)
class MissingCount:
    count: int = 0
    share: float = 0.0
    names: list[str] = field(default_factory=list)


class Missing:
    """Which public listings of the delivery's source a file does not hold."""

    def __init__(self, delivery_id: str, seen: Counts) -> None:
        self._delivery = db.session.get_one(Delivery, delivery_id)
        self._seen = seen

    def count(self) -> MissingCount:
        ids = stored.ids_of(self._delivery.stored)
        if self._delivery.partial:
            if not ids.is_file():
                return MissingCount()
            with ids.open() as lines:
                for line in lines:
                    self._seen.add(line.strip(), 0)
        found = MissingCount()
        known = 0
        for listing_id in _public_of(self._delivery.feed_id):
            known += 1
            if not self._seen.holds(listing_id):
                found.count += 1
                if len(found.names) < _NAMES:
                    found.names.append(listing_id)
        found.share = found.count / known if known else 0.0
        named = entries(found.names)
        found.names = [e.record.service.name for e in named.values()]
        return found


def _public_of(feed_id: int | None) -> Iterator[str]:
    statement = (
        select(FeedListing.listing_id)
        .join(Listing, Listing.id == FeedListing.listing_id)
        .where(FeedListing.feed_id == feed_id, Listing.visibility == PUBLISHED)
    )
    yield from db.session.scalars(statement.execution_options(yield_per=1000))


def settle_missing(delivery_id: str) -> Generator[None, None, dict[str, int]]:
    """Counts a miss for each, and flags or hides those that missed often enough. A step for each
    batch. Returns what was done."""
    delivery = db.session.get_one(Delivery, delivery_id)
    feed = db.session.get_one(Feed, delivery.feed_id)
    done = {"missing": 0, "flagged": 0, "hidden": 0}
    partial, import_id, feed_id = delivery.partial, delivery.import_id, feed.id
    ids_file = stored.ids_of(delivery.stored)
    if feed.missing == IGNORE or import_id is None or (partial and not ids_file.is_file()):
        return done
    policy, allowed, source = feed.missing, feed.misses, feed.name
    with counts() as still_there:
        if partial:
            with ids_file.open() as lines:
                for line in lines:
                    still_there.add(line.strip(), 0)
        gone = [
            listing_id
            for listing_id in _public_of(feed_id)
            if not (partial and still_there.holds(listing_id))
            and not _seen_in(feed_id, listing_id, import_id)
        ]
    db.session.rollback()
    left = iter(gone)
    while part := list(islice(left, _BATCH)):
        begin_write()
        at = now()
        for listing_id in part:
            row = db.session.get_one(FeedListing, (feed_id, listing_id))
            row.misses += 1
            done["missing"] += 1
            if policy == FLAG and row.misses == 1:
                done["flagged"] += _flag(listing_id, source, at)
            if policy == HIDE and row.misses >= allowed:
                done["hidden"] += _hide(listing_id, import_id, at)
        yield
    return done


def _seen_in(feed_id: int, listing_id: str, import_id: int) -> bool:
    statement = select(func.count()).where(
        FeedListing.feed_id == feed_id,
        FeedListing.listing_id == listing_id,
        FeedListing.seen == import_id,
    )
    return bool(db.session.scalar(statement))


def _flag(listing_id: str, source: str, at: datetime) -> int:
    """Tells the moderators, as anybody would who found it closed."""
    db.session.add(
        Report(
            listing_id=listing_id,
            what="closed",
            text=f"{source} no longer has it.",
            nonce=f"gone {listing_id[:30]}{at.timestamp():.0f}"[:40],
            at=at,
        )
    )
    return 1


def _hide(listing_id: str, import_id: int, at: datetime) -> int:
    listing = db.session.get_one(Listing, listing_id)
    if listing.visibility != PUBLISHED or listing.crisis:
        return 0  # a line for people in crisis goes only by the hands of two people
    hide(listing_id, at=at)
    change = db.session.get(ImportChange, (import_id, listing_id))
    if change is None:
        change = ImportChange(
            import_id=import_id, listing_id=listing_id, before=listing.revision,
            after=listing.revision,
        )  # fmt: skip
        db.session.add(change)
    change.hidden = True
    return 1
