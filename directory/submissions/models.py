"""Submissions as rows, and what belongs to them: letters to and fro, private links, reports,
claims, and the counters that keep floods out."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant
from directory.submissions.states import DRAFT

NEW, CHANGE, REPORT = "new", "change", "report"
SENDER, MODERATOR = "sender", "moderator"
REASON = "reason"  # a note that says why something was not listed
OPEN, UPHELD, DISMISSED = "open", "upheld", "dismissed"
GRANTED, REFUSED, WITHDRAWN = "granted", "refused", "withdrawn"


class Submission(Base):
    __tablename__ = "submissions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), default=NEW)
    state: Mapped[str] = mapped_column(String(12), default=DRAFT)
    # The listing it is about: the record's own id, whether published yet or not.
    listing_id: Mapped[str] = mapped_column(String(36), index=True)
    base_revision: Mapped[int | None] = mapped_column(Integer)  # what the sender saw
    record: Mapped[str] = mapped_column(Text)  # JSON, the stored form of listings.codec
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    suspect: Mapped[bool] = mapped_column(Boolean, default=False)
    by_program: Mapped[bool] = mapped_column(Boolean, default=False)  # a partner's system sent it
    approvals: Mapped[int] = mapped_column(Integer, default=0)
    hold_until: Mapped[datetime | None] = mapped_column(Instant)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(Instant)
    moved_at: Mapped[datetime] = mapped_column(Instant)

    # Of what people send by hand. The sender's own facts are for moderators only.
    version: Mapped[int] = mapped_column(Integer, default=1)  # grows with each change of theirs
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # as typed, by field
    nonce: Mapped[str | None] = mapped_column(String(40), unique=True)
    language: Mapped[str] = mapped_column(String(12), default="en")
    sender_name: Mapped[str] = mapped_column(Text, default="")
    sender_email: Mapped[str] = mapped_column(String(254), default="")
    sender_role: Mapped[str] = mapped_column(Text, default="")
    agreed_licence: Mapped[str] = mapped_column(String(60), default="")
    agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    appealed_at: Mapped[datetime | None] = mapped_column(Instant)  # then somebody else decides

    __table_args__ = (Index("ix_submissions_state_received_at", "state", "received_at"),)


class Note(Base):
    """What a moderator asked and a sender answered, in order."""

    __tablename__ = "submission_notes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), index=True)
    written_by: Mapped[str] = mapped_column(String(10))  # sender, moderator, reason
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)


class Token(Base):
    """A private link. The link's secret is made from `salt` with the site's key and is kept
    nowhere; `digest` is its hash."""

    __tablename__ = "tokens"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[str] = mapped_column(String(36), index=True)
    version: Mapped[int | None] = mapped_column(Integer)  # of the submission; None: any
    salt: Mapped[str] = mapped_column(String(44))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class Report(Base):
    """Somebody says that a listing is wrong. `network` tells two reporters of one day apart and
    is forgotten with that day's salt."""

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    listing_id: Mapped[str] = mapped_column(String(36), index=True)
    what: Mapped[str] = mapped_column(String(12))  # number, closed, unsafe, other
    text: Mapped[str] = mapped_column(Text, default="")
    network: Mapped[str | None] = mapped_column(String(64))
    nonce: Mapped[str] = mapped_column(String(40), unique=True)
    suspect: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)


class Claim(Base):
    """Somebody says "this is mine". A moderator decides; until then nothing follows from it."""

    __tablename__ = "claims"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    listing_id: Mapped[str] = mapped_column(String(36), index=True)
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(Text)
    proof: Mapped[str] = mapped_column(Text, default="")  # how we can know, in their words
    language: Mapped[str] = mapped_column(String(12))
    nonce: Mapped[str] = mapped_column(String(40), unique=True)
    suspect: Mapped[bool] = mapped_column(Boolean, default=False)
    verified_at: Mapped[datetime | None] = mapped_column(Instant)  # they read mail at `email`
    code_tries: Mapped[int] = mapped_column(Integer, default=0)
    phone_at: Mapped[datetime | None] = mapped_column(Instant)  # their code came by the phone
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    how: Mapped[str] = mapped_column(String(20), default="")  # domain, phone, decision
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Instant)


class DailySalt(Base):
    """Makes a network's hash one of this day only. Deleted within a day, and with it every
    chance to tell who was counted (TRUST P9)."""

    __tablename__ = "daily_salts"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    salt: Mapped[str] = mapped_column(String(44))


class Count(Base):
    """How often one key was used in one span of time; shared by all workers."""

    __tablename__ = "counts"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(Instant, index=True)
    times: Mapped[int] = mapped_column(Integer, default=0)


class Takedown(Base):
    """Somebody wishes that a listing is taken off. Who asks and how to reach them is forgotten 30
    days after the decision."""

    __tablename__ = "takedowns"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    listing_id: Mapped[str] = mapped_column(String(36), index=True)
    who: Mapped[str] = mapped_column(String(12))  # person, organization
    name: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    code: Mapped[str] = mapped_column(String(10), default="")  # to be read back on the phone
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12))
    nonce: Mapped[str] = mapped_column(String(40), unique=True)
    suspect: Mapped[bool] = mapped_column(Boolean, default=False)
    verified_at: Mapped[datetime | None] = mapped_column(Instant)  # they read mail, or the code
    hidden_at: Mapped[datetime | None] = mapped_column(Instant)  # before anybody decided
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index("ix_takedowns_state_at", "state", "at"),)
