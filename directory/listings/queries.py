"""Reading listings. Whatever the public may see comes through `published…`: what is hidden or
not yet accepted falls out here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import func, select

from directory.extensions import db
from directory.listings import codec
from directory.listings.doubted import as_public
from directory.listings.models import PUBLISHED, Doubt, Listing, Revision, SearchChange, Slug
from directory.listings.record import Record

BATCH = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A listing as it stands: the record of its newest revision, and what we know about it."""

    id: str
    slug: str
    revision: int
    visibility: str
    changed_at: datetime
    first_public_at: datetime | None
    checked_at: datetime | None
    checked_how: str | None
    checked_by: str | None
    record: Record
    doubts: tuple[str, ...] = ()  # what people said is wrong and nobody has checked yet
    blank: bool = False  # the public does not get its numbers


_ENTRY = select(
    Listing.id,
    Listing.slug,
    Listing.revision,
    Listing.visibility,
    Listing.changed_at,
    Listing.first_public_at,
    Listing.checked_at,
    Listing.checked_how,
    Listing.checked_by,
    Revision.record,
    Doubt.about,
    Doubt.blank,
).join(Revision, (Revision.listing_id == Listing.id) & (Revision.number == Listing.revision))
_ENTRY = _ENTRY.outerjoin(Doubt, Doubt.listing_id == Listing.id)


def _entry(row: Any) -> Entry:
    values = row._asdict()
    doubts = tuple(values.pop("about") or ())
    blank = bool(values["blank"])
    record = read_record(values["record"])
    return Entry(**values | {"record": record, "doubts": doubts, "blank": blank})


def _public(row: Any) -> Entry:
    """As the public may see it."""
    entry = _entry(row)
    if not entry.doubts:
        return entry
    return replace(entry, record=as_public(entry.record, entry.doubts, blank=entry.blank))


def read_record(text: str) -> Record:
    return codec.trusted(Record, orjson.loads(text))


def write_record(record: Record) -> str:
    """The stored form as text, keys in one order: equal records give equal text."""
    return orjson.dumps(codec.plain(record), option=orjson.OPT_SORT_KEYS).decode()


# Published, said so that no index answers it: SQLite would rather walk over everything that is
# published than look up twenty ids.
SHOWN = Listing.visibility.concat("") == PUBLISHED


def published(ids: Sequence[str]) -> dict[str, Entry]:
    """Those of these listings that are published, by id."""
    return _entries(_ENTRY.where(SHOWN), ids, _public)


def each_of(ids: Sequence[str]) -> Iterator[Entry]:
    """Those of these listings that are published, in no order. One at a time: a stream of
    everything is told twice as fast where no more than one record lives at once."""
    statement = _ENTRY.where(SHOWN)
    for start in range(0, len(ids), BATCH):
        part = statement.where(Listing.id.in_(ids[start : start + BATCH]))
        yield from map(_public, db.session.execute(part).all())


def entries(ids: Sequence[str]) -> dict[str, Entry]:
    """Listings in any state: for staff and for actions."""
    return _entries(_ENTRY, ids, _entry)


def _entries(statement: Any, ids: Sequence[str], read: Callable[[Any], Entry]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for start in range(0, len(ids), BATCH):
        part = statement.where(Listing.id.in_(ids[start : start + BATCH]))
        found |= {row.id: read(row) for row in db.session.execute(part)}
    return found


def find_published(slug: str) -> Entry | None:
    """The published listing at an address, old addresses included: compare its `slug`."""
    statement = _ENTRY.join(Slug, Slug.listing_id == Listing.id).where(
        Slug.slug == slug, Listing.visibility == PUBLISHED
    )
    row = db.session.execute(statement).one_or_none()
    return None if row is None else _public(row)


def was_public(slug: str) -> bool:
    """Whether this address once showed a listing that we may say is gone: not a draft, and not
    taken down at somebody's wish (RULINGS 6)."""
    statement = (
        select(Listing.id)
        .join(Slug, Slug.listing_id == Listing.id)
        .where(Slug.slug == slug, Listing.first_public_at.is_not(None), ~Listing.taken_down)
    )
    return db.session.scalar(statement) is not None


def each_published() -> Iterator[Entry]:
    """Every published listing in the order of ids, read in batches."""
    last = ""
    while True:
        statement = _ENTRY.where(SHOWN, Listing.id > last)
        rows = db.session.execute(statement.order_by(Listing.id).limit(BATCH)).all()
        yield from (_public(row) for row in rows)
        if len(rows) < BATCH:
            return
        last = rows[-1].id


def published_revisions() -> dict[str, int]:
    """{listing id: revision} of all that is published: what an index must hold."""
    statement = select(Listing.id, Listing.revision).where(Listing.visibility == PUBLISHED)
    return {row.id: row.revision for row in db.session.execute(statement)}


def count_published(*, fictional: bool = False) -> int:
    statement = select(func.count()).where(Listing.visibility == PUBLISHED)
    if not fictional:
        statement = statement.where(~Listing.fictional)
    return db.session.scalar(statement.select_from(Listing)) or 0


def count_checked_since(moment: datetime) -> int:
    statement = select(func.count()).where(
        Listing.visibility == PUBLISHED, ~Listing.fictional, Listing.checked_at >= moment
    )
    return db.session.scalar(statement.select_from(Listing)) or 0


def published_crisis_lines() -> list[Entry]:
    """Published lines that answer people in crisis, without demonstration data."""
    statement = _ENTRY.where(Listing.visibility == PUBLISHED, Listing.crisis, ~Listing.fictional)
    return [_public(row) for row in db.session.execute(statement.order_by(Listing.slug))]


def count_never_checked() -> int:
    statement = select(func.count()).where(
        Listing.visibility == PUBLISHED, ~Listing.fictional, Listing.checked_at.is_(None)
    )
    return db.session.scalar(statement.select_from(Listing)) or 0


def has_listings() -> bool:
    """Whether anything was ever put in."""
    return db.session.scalar(select(Listing.id).limit(1)) is not None


def changes_after(seq: int, limit: int) -> list[SearchChange]:
    """The change feed, oldest first."""
    statement = select(SearchChange).where(SearchChange.seq > seq).order_by(SearchChange.seq)
    return list(db.session.scalars(statement.limit(limit)))


def last_change() -> int:
    return db.session.scalar(select(func.max(SearchChange.seq))) or 0


def list_revisions(listing_id: str) -> list[Revision]:
    statement = select(Revision).where(Revision.listing_id == listing_id)
    return list(db.session.scalars(statement.order_by(Revision.number)))
