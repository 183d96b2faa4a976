"""Keys of partners, what came with them, and where they are told of decisions."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant

UNCONFIRMED, ACTIVE, DISABLED = "unconfirmed", "active", "disabled"


class Key(Base):
    """What a program shows to say who it works for. Of the key itself only its hash is kept."""

    __tablename__ = "partner_keys"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(Text)  # what it is for, in the partner's words
    organization: Mapped[str] = mapped_column(Text, default="")  # who they say they are
    email: Mapped[str] = mapped_column(String(254), index=True)
    language: Mapped[str] = mapped_column(String(12))
    terms: Mapped[str] = mapped_column(String(20))  # the version they agreed to
    nonce: Mapped[str] = mapped_column(String(60), unique=True)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    made_at: Mapped[datetime | None] = mapped_column(Instant)
    start: Mapped[str] = mapped_column(String(12), default="")  # to tell one key from another
    digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    old_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    old_until: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    # The organization it may speak for, if a moderator said so.
    organization_id: Mapped[str | None] = mapped_column(String(36))


class KeyUse(Base):
    """How often a key was used on one day, and nothing about what was asked."""

    __tablename__ = "partner_key_uses"

    key_id: Mapped[str] = mapped_column(ForeignKey("partner_keys.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    requests: Mapped[int] = mapped_column(Integer, default=0)


class Proposal(Base):
    """A submission that a program sent. `reason` is a moderator's, for a rejection; `left_out`
    are paths of what was sent and not taken."""

    __tablename__ = "partner_proposals"

    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("partner_keys.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    left_out: Mapped[list[str]] = mapped_column(JSON, default=list)


class KeptAnswer(Base):
    """What a request was answered, so that the same request sent again changes nothing."""

    __tablename__ = "partner_kept_answers"

    key_id: Mapped[str] = mapped_column(ForeignKey("partner_keys.id"), primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))  # of the request
    status: Mapped[int] = mapped_column(Integer)
    location: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant, index=True)


class Webhook(Base):
    """An address of a partner that is told of decisions. Its secret is made from `salt` with the
    site's key and kept nowhere."""

    __tablename__ = "partner_webhooks"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("partner_keys.id"), index=True)
    url: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default=UNCONFIRMED)
    salt: Mapped[str] = mapped_column(String(44))
    made_at: Mapped[datetime] = mapped_column(Instant)
    told_at: Mapped[datetime | None] = mapped_column(Instant)  # when it last took something
    failures: Mapped[int] = mapped_column(Integer, default=0)  # since then
    trouble: Mapped[str] = mapped_column(String(20), default="")  # why it failed last
