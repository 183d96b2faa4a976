"""Our page about one service: what makes a row of `services` a listing."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant
from directory.listings.models.hsds import UUID

DRAFT, PUBLISHED, HIDDEN, ARCHIVED = "draft", "published", "hidden", "archived"


class Listing(Base):
    __tablename__ = "listings"

    id: Mapped[str] = mapped_column(UUID, ForeignKey("services.id"), primary_key=True)
    slug: Mapped[str | None] = mapped_column(String(120), unique=True)
    visibility: Mapped[str] = mapped_column(String(12), default=DRAFT)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    # When what we serve of this listing last changed, children included: the clock that partners
    # sync by. The record's own `last_modified` is what its source said.
    changed_at: Mapped[datetime] = mapped_column(Instant)
    first_public_at: Mapped[datetime | None] = mapped_column(Instant)
    taken_down: Mapped[bool] = mapped_column(Boolean, default=False)  # at somebody's wish

    # The record's own words about itself.
    language: Mapped[str] = mapped_column(String(12), default="en")
    translations: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    crisis: Mapped[bool] = mapped_column(Boolean, default=False)
    individual: Mapped[bool] = mapped_column(Boolean, default=False)
    fictional: Mapped[bool] = mapped_column(Boolean, default=False)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    source: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    source_name: Mapped[str] = mapped_column(Text, default="")
    source_key: Mapped[str | None] = mapped_column(Text)  # the source's own identifier

    # The last check that confirmed it, copied from `checks` so that lists need no join.
    checked_at: Mapped[datetime | None] = mapped_column(Instant)
    checked_how: Mapped[str | None] = mapped_column(String(20))
    checked_by: Mapped[str | None] = mapped_column(String(20))

    __table_args__ = (
        Index("ix_listings_visibility_changed_at", "visibility", "changed_at", "id"),
        # The lists of the open data, in their order, and their count, without reading a row.
        Index("ix_listings_public_in_order", "visibility", "fictional", "changed_at", "id"),
        Index("ix_listings_public_checked_at", "visibility", "fictional", "checked_at"),
        Index("ix_listings_public_crisis", "visibility", "fictional", "crisis"),
        Index("ix_listings_source_name_source_key", "source_name", "source_key"),
    )


class ListingTerm(Base):
    """A code of our own classification that a listing carries."""

    __tablename__ = "listing_terms"

    listing_id: Mapped[str] = mapped_column(UUID, ForeignKey("services.id"), primary_key=True)
    axis: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (Index("ix_listing_terms_axis_code", "axis", "code"),)


class Slug(Base):
    """Every address a listing ever had. Old ones redirect; none is given to another listing."""

    __tablename__ = "slugs"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    listing_id: Mapped[str] = mapped_column(UUID, ForeignKey("listings.id"), index=True)


class Revision(Base):
    """What a listing said at one moment; numbered from 1, never changed."""

    __tablename__ = "revisions"

    listing_id: Mapped[str] = mapped_column(UUID, ForeignKey("listings.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    role: Mapped[str] = mapped_column(String(20))  # operator, import, moderator, organization
    reason: Mapped[str] = mapped_column(Text)
    record: Mapped[str] = mapped_column(Text)  # JSON, the stored form of listings.codec


class Check(Base):
    """One time somebody confirmed a listing, or found it wrong."""

    __tablename__ = "checks"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    listing_id: Mapped[str] = mapped_column(UUID, ForeignKey("listings.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    how: Mapped[str] = mapped_column(String(20))  # called, emailed, self-confirmed, site-seen
    role: Mapped[str] = mapped_column(String(20))
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)  # empty: all must-have fields
    confirmed: Mapped[bool] = mapped_column(Boolean, default=True)
    note: Mapped[str] = mapped_column(Text, default="")  # staff only


class SearchChange(Base):
    """The change feed that indexers follow, written in the transaction of the change. `revision`
    is null when the listing must leave the index."""

    __tablename__ = "search_changes"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    listing_id: Mapped[str] = mapped_column(UUID)
    revision: Mapped[int | None] = mapped_column(Integer)

    # Numbers are never used again, or a follower would take a new change for one it has seen.
    __table_args__ = {"sqlite_autoincrement": True}


class PointWanted(Base):
    """A listing with a place that should be looked up on the map, written in the transaction that
    published it. The row goes when the geocoder has answered, whatever it said."""

    __tablename__ = "points_wanted"

    listing_id: Mapped[str] = mapped_column(UUID, ForeignKey("listings.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(Instant, index=True)


class Import(Base):
    """One file taken in, and how far: an interrupted import goes on where it stopped."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the file and of how it is read
    file_name: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    rows_done: Mapped[int] = mapped_column(Integer, default=0)
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (UniqueConstraint("digest", "started_at"),)
