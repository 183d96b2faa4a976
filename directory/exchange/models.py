"""Files on their way in and out: what was delivered, by whom, what became of it; where deliveries
come from; what is published each night."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant
from directory.listings.models.hsds import UUID

# States of a delivery. In the states that end in -ing a job is at work.
NEW, LOOKING, LOOKED, TAKING, TAKEN = "new", "looking", "looked", "taking", "taken"
UNDOING, UNDONE, FAILED, NOTHING_NEW = "undoing", "undone", "failed", "nothing new"
AT_WORK = (LOOKING, TAKING, UNDOING)

# What happens to listings that a source no longer brings.
IGNORE, FLAG, HIDE = "ignore", "flag", "hide"
MISSING = (IGNORE, FLAG, HIDE)

# How a source delivers: by hand, or from an address.
BY_HAND, HSDS_API, NDJSON, TABLE, MEETINGS = "by-hand", "hsds-api", "hsds-json", "csv", "meetings"
KINDS = (BY_HAND, HSDS_API, NDJSON, TABLE, MEETINGS)


class Feed(Base):
    """Who delivers, how their files are read, and how far they are trusted."""

    __tablename__ = "feeds"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(12), default=BY_HAND)
    url: Mapped[str] = mapped_column(Text, default="")
    licence: Mapped[str] = mapped_column(Text, default="")
    credit: Mapped[str] = mapped_column(Text, default="")
    share_alike: Mapped[bool] = mapped_column(Boolean, default=False)
    mapping: Mapped[str] = mapped_column(Text, default="")  # TOML, as in seed/mappings
    reading: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # encoding, delimiter …
    publish: Mapped[bool] = mapped_column(Boolean, default=False)  # past the moderators
    priority: Mapped[int] = mapped_column(Integer, default=0)  # the higher one has the say
    missing: Mapped[str] = mapped_column(String(10), default=IGNORE)
    misses: Mapped[int] = mapped_column(Integer, default=2)  # before a missing one is hidden
    active: Mapped[bool] = mapped_column(Boolean, default=False)
    every_hours: Mapped[int] = mapped_column(Integer, default=24)
    next_at: Mapped[datetime | None] = mapped_column(Instant)
    pulled_at: Mapped[datetime | None] = mapped_column(Instant)  # the last time without a fault
    etag: Mapped[str] = mapped_column(Text, default="")
    modified: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str] = mapped_column(String(64), default="")  # of the last content taken in
    created_at: Mapped[datetime] = mapped_column(Instant)


class FeedListing(Base):
    """A listing that a source brings, and what it said last."""

    __tablename__ = "feed_listings"

    feed_id: Mapped[int] = mapped_column(ForeignKey("feeds.id"), primary_key=True)
    listing_id: Mapped[str] = mapped_column(UUID, primary_key=True, index=True)
    row: Mapped[str] = mapped_column(String(64))  # digest of what the source said
    given: Mapped[str] = mapped_column(String(64))  # digest of what we made of it
    seen: Mapped[int] = mapped_column(Integer, index=True)  # the last import that held it
    misses: Mapped[int] = mapped_column(Integer, default=0)


class Delivery(Base):
    """One file that a person sent or that was pulled. The file itself lies under a name of ours
    where nothing is served from, and is deleted after some days."""

    __tablename__ = "deliveries"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    feed_id: Mapped[int | None] = mapped_column(ForeignKey("feeds.id"), index=True)
    sent_by: Mapped[str] = mapped_column(String(254), default="")  # empty: pulled
    role: Mapped[str] = mapped_column(String(20), default="import")
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    file_name: Mapped[str] = mapped_column(Text)  # as its sender called it; only ever shown
    stored: Mapped[str] = mapped_column(String(80), default="")  # empty: deleted
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    digest: Mapped[str] = mapped_column(String(64), default="")
    form: Mapped[str] = mapped_column(String(20))
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # how it is read
    mapping: Mapped[str] = mapped_column(Text, default="")
    publish: Mapped[bool] = mapped_column(Boolean, default=False)
    partial: Mapped[bool] = mapped_column(Boolean, default=False)  # only what changed since last
    state: Mapped[str] = mapped_column(String(12), default=NEW)
    rows_total: Mapped[int] = mapped_column(Integer, default=0)
    rows_done: Mapped[int] = mapped_column(Integer, default=0)
    look: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what a try showed
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what was done
    undone: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    error: Mapped[str] = mapped_column(Text, default="")
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


class ImportChange(Base):
    """What an import did to one listing, so that it can be undone."""

    __tablename__ = "import_changes"

    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    listing_id: Mapped[str] = mapped_column(UUID, primary_key=True)
    before: Mapped[int | None] = mapped_column(Integer)  # revision; None: it was new
    after: Mapped[int] = mapped_column(Integer)
    hidden: Mapped[bool] = mapped_column(Boolean, default=False)


class Snapshot(Base):
    """What was public one night, as files that stand whole in the folder of this name."""

    __tablename__ = "snapshots"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    listings: Mapped[int] = mapped_column(Integer)
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # name, form, bytes, sha256
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # name, licence, credit, listings
