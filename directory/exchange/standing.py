"""What the directory knows about a source's rows: what it said the last time, what was changed here
by hand, and who has the say where several sources bring the same listing."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from directory.exchange.judging import Judged, Known
from directory.exchange.models import Feed, FeedListing, ImportChange
from directory.exchange.row import Row, hold, left_out
from directory.extensions import db
from directory.listings.actions import Published
from directory.listings.models import Listing, Revision
from directory.listings.queries import BATCH, write_record
from directory.listings.record import Record

BY_HAND = ("moderator", "editor", "admin", "organization", "operator")


def digest(record: Record) -> str:
    return hashlib.sha256(write_record(record).encode()).hexdigest()


class FeedWatch:
    """Watches one import of one source. Without `import_id` it is a try: nothing is noted."""

    def __init__(self, feed: Feed, import_id: int | None, *, publish: bool) -> None:
        self._feed_id, self._priority = feed.id, feed.priority
        self._import_id, self._publish = import_id, publish
        self._said: dict[str, str] = {}

    def look_at(self, batch: list[Row], known: dict[str, Known]) -> None:
        ids = [row.record.id for row in batch if row.record]
        mine = of_feed(self._feed_id, ids)
        first = _with_the_say(self._feed_id, self._priority, ids)
        hands = _changed_by_hand(ids, mine) if self._publish else set()
        self._said = {}
        for row in batch:
            if row.record is None:
                continue
            key = row.record.id
            self._said[key] = said = digest(row.record)
            if key in first:
                row.record = None
                sentence = "%(source)s has the say about this listing."
                row.findings.append(left_out("id", sentence, source=first[key]))
            elif key in mine and mine[key].row == said and not _is_back(mine[key], known):
                row.same = True
            elif key in hands:
                sentence = "Somebody changed this listing here by hand. A person must decide."
                row.findings.append(hold("", sentence))

    def note(self, judged: list[Judged], known: dict[str, Known], done: Published) -> None:
        if self._import_id is None:
            return
        ids = list(self._said)
        mine = of_feed(self._feed_id, ids)
        for one in judged:
            record = one.row.record
            if record is None or (one.goes_to == "nowhere" and not one.row.same):
                continue
            row = mine.get(record.id)
            if row is None:
                row = FeedListing(feed_id=self._feed_id, listing_id=record.id, row="", given="")
                db.session.add(row)
            row.seen, row.misses = self._import_id, 0
            if not one.row.same:
                row.row, row.given = self._said[record.id], digest(record)
        before = {key: known[key].revision for key in done.changed}
        note_changes(self._import_id, done, before)


def _is_back(row: FeedListing, known: dict[str, Known]) -> bool:
    """It was hidden because the source no longer had it, and now the source has it again."""
    listing = known.get(row.listing_id)
    return row.misses > 0 and listing is not None and not listing.is_public


def note_changes(import_id: int, done: Published, before: dict[str, int]) -> None:
    """Writes down each revision that an import made. A listing that it touches twice keeps what
    was before the first time."""
    ids = [*done.new, *done.changed, *done.touched]
    noted = {row.listing_id: row for row in _changes(import_id, ids)}
    revisions = revisions_of(done.touched)
    for key in ids:
        after = 1 if key in done.new else before[key] + 1 if key in before else revisions[key]
        if key in noted:
            noted[key].after = after
        else:
            was = None if key in done.new else before.get(key, after - 1)
            db.session.add(
                ImportChange(import_id=import_id, listing_id=key, before=was, after=after)
            )
    db.session.flush()


def _changes(import_id: int, ids: Sequence[str]) -> list[ImportChange]:
    found: list[ImportChange] = []
    for start in range(0, len(ids), BATCH):
        statement = select(ImportChange).where(
            ImportChange.import_id == import_id,
            ImportChange.listing_id.in_(ids[start : start + BATCH]),
        )
        found += db.session.scalars(statement)
    return found


def revisions_of(ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(ids), BATCH):
        statement = select(Listing.id, Listing.revision).where(
            Listing.id.in_(ids[start : start + BATCH])
        )
        found |= {row.id: row.revision for row in db.session.execute(statement)}
    return found


def of_feed(feed_id: int, ids: Sequence[str]) -> dict[str, FeedListing]:
    found: dict[str, FeedListing] = {}
    for start in range(0, len(ids), BATCH):
        statement = select(FeedListing).where(
            FeedListing.feed_id == feed_id, FeedListing.listing_id.in_(ids[start : start + BATCH])
        )
        found |= {row.listing_id: row for row in db.session.scalars(statement)}
    return found


def _with_the_say(feed_id: int, priority: int, ids: Sequence[str]) -> dict[str, str]:
    """{listing id: name of the source} where a source that stands higher brings the listing."""
    statement = (
        select(FeedListing.listing_id, Feed.name)
        .join(Feed, Feed.id == FeedListing.feed_id)
        .where(FeedListing.listing_id.in_(ids), Feed.id != feed_id, Feed.priority > priority)
    )
    return {row.listing_id: row.name for row in db.session.execute(statement)}


def _changed_by_hand(ids: Sequence[str], mine: dict[str, FeedListing]) -> set[str]:
    """Those whose newest words come from a person, and are not simply what we brought and a
    moderator let in."""
    statement = (
        select(Revision.listing_id, Revision.role, Revision.record)
        .where(Revision.listing_id.in_(ids), Revision.role != "system")
        .order_by(Revision.listing_id, Revision.number)
    )
    newest = {row.listing_id: row for row in db.session.execute(statement)}
    return {
        key
        for key, row in newest.items()
        if row.role in BY_HAND
        and not (key in mine and hashlib.sha256(row.record.encode()).hexdigest() == mine[key].given)
    }
