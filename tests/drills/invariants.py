"""What must hold of an installation after any fault (TRUST I1 to I3): each function returns the
sentences about what does not."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select, text

from directory.extensions import db, now
from directory.listings.models import HIDDEN, PUBLISHED, Listing, Revision
from directory.listings.queries import (
    entries,
    published,
    published_revisions,
    write_record,
)
from directory.search import queries
from directory.search.engine import EngineUnavailable, current_engine
from directory.search.query import Query


def lost(log: Path) -> Iterator[str]:
    """Acknowledged work that the database does not hold. A line "trying" was begun and may have
    been committed just before the kill, so it may stand in place of the last "done"."""
    newest: dict[str, tuple[str, int]] = {}
    tried: dict[str, tuple[str, int]] = {}
    for line in log.read_text().splitlines():
        if not line.startswith(("done ", "trying ")):
            continue
        stage, what, listing_id, revision = line.split()
        (newest if stage == "done" else tried)[listing_id] = (what, int(revision))
        if stage == "done":
            tried.pop(listing_id, None)
    kept = {
        (row.listing_id, row.number)
        for row in db.session.execute(select(Revision.listing_id, Revision.number))
    }
    listings = {row.id: row for row in db.session.scalars(select(Listing))}
    for listing_id, (what, revision) in newest.items():
        listing = listings.get(listing_id)
        if listing is None or (listing_id, revision) not in kept:
            yield f"{what} {listing_id} revision {revision} is lost"
            continue
        if listing.revision < revision:
            yield f"{listing_id} fell back from revision {revision} to {listing.revision}"
        state = HIDDEN if what == "hidden" else PUBLISHED
        if listing.visibility != state and listing_id not in tried:
            yield f"{listing_id} was {what} and is {listing.visibility}"


def torn() -> Iterator[str]:
    """Rows that were written in one transaction and do not agree."""
    if db.engine.dialect.name == "sqlite":
        for row in db.session.execute(text("PRAGMA integrity_check")):
            if row[0] != "ok":
                yield f"the database says: {row[0]}"
        for row in db.session.execute(text("PRAGMA foreign_key_check")):
            yield f"a row of {row[0]} points nowhere"
    counted = select(Revision.listing_id, func.count(), func.max(Revision.number))
    history = {i: (n, top) for i, n, top in db.session.execute(counted.group_by("listing_id"))}
    for listing in db.session.scalars(select(Listing)):
        if history.pop(listing.id, None) != (listing.revision, listing.revision):
            yield f"{listing.id} says revision {listing.revision} and its history does not"
    for listing_id in history:
        yield f"there are revisions of {listing_id} and no such listing"
    ids = sorted(db.session.scalars(select(Listing.id)))
    newest = {
        row.listing_id: row.record
        for row in db.session.scalars(
            select(Revision).join(
                Listing,
                (Listing.id == Revision.listing_id) & (Listing.revision == Revision.number),
            )
        )
    }
    for listing_id, entry in entries(ids).items():
        if write_record(entry.record) != newest[listing_id]:
            yield f"{listing_id} is not what its newest revision says"


def out_of_step() -> Iterator[str]:
    """Where index and database differ, once the worker has had its turn."""
    engine = current_engine()
    held, public = engine.contents(), published_revisions()
    if held != public:
        wrong = queries.difference(engine)
        yield (
            f"index and database differ: {len(wrong.missing)} missing, "
            f"{len(wrong.outdated)} outdated, {len(wrong.not_public)} not public"
        )


def findable(words: tuple[str, ...]) -> Iterator[str]:
    """Hidden listings that a search, or their own address, still shows: at any time, whether the
    index has caught up or not."""
    hidden = set(db.session.scalars(select(Listing.id).where(Listing.visibility == HIDDEN)))
    try:
        found = queries.find(current_engine(), Query(now=now(), words=words, per_page=1000))
    except EngineUnavailable:
        return  # nothing is found where there is no index yet
    for _, entry in found.hits:
        if entry.id in hidden:
            yield f"hidden {entry.id} is found"
    for listing_id in published(sorted(hidden)):
        yield f"hidden {listing_id} is read as public"
