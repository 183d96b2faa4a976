"""Accounts, their keys, their sessions, and the log of what was done."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant


class Account(Base):
    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[str] = mapped_column(String(24))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    password: Mapped[str | None] = mapped_column(Text)  # argon2, with its parameters
    totp: Mapped[str | None] = mapped_column(Text)  # the secret, encrypted
    totp_counter: Mapped[int] = mapped_column(Integer, default=0)  # last code used
    handle: Mapped[bytes] = mapped_column(LargeBinary(64))  # what passkeys know the account by
    created_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def shown(self) -> str:
        return self.name or self.email


class Membership(Base):
    """Somebody speaks for an organization, as its owner or as an editor."""

    __tablename__ = "memberships"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    organization_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    role: Mapped[str] = mapped_column(String(24))
    since: Mapped[datetime] = mapped_column(Instant)
    how: Mapped[str] = mapped_column(String(20))  # domain, phone, decision, invited
    # While it is frozen its holder reads and changes nothing: the proof does not hold any more.
    frozen_at: Mapped[datetime | None] = mapped_column(Instant)
    frozen_why: Mapped[str] = mapped_column(String(20), default="")  # site, gone, by-hand

    __table_args__ = (Index("ix_memberships_organization_id", "organization_id"),)


class TrustedOrganization(Base):
    """A moderator lets this organization's harmless changes go live at once."""

    __tablename__ = "trusted_organizations"

    organization_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    since: Mapped[datetime] = mapped_column(Instant)
    trusted_by: Mapped[str] = mapped_column(String(254))


class AccountSession(Base):
    """One browser that is signed in, or half-way there. The id is a hash of the cookie's value."""

    __tablename__ = "account_sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    stage: Mapped[str] = mapped_column(String(12))
    device: Mapped[str] = mapped_column(String(60))  # "Firefox on Linux"
    started_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime] = mapped_column(Instant)  # when a key was last shown
    challenge: Mapped[str | None] = mapped_column(Text)  # of a passkey that is being made
    secret: Mapped[str | None] = mapped_column(Text)  # of an app that is being set up, encrypted


class Passkey(Base):
    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    credential: Mapped[str] = mapped_column(String(1400), unique=True)  # base64url
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(Integer, default=0)
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class RecoveryCode(Base):
    """One of ten codes, as a hash. Used ones are deleted."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)


class Link(Base):
    """A link sent by mail, or a passkey's challenge: good once, for a while."""

    __tablename__ = "account_links"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)  # hash of what was sent
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(12))  # invitation, sign-in, passkey
    until: Mapped[datetime] = mapped_column(Instant)


class Attempt(Base):
    """A try to sign in. Networks and addresses stand as keyed hashes; rows go after a day."""

    __tablename__ = "sign_in_attempts"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_sign_in_attempts_key_at", "key", "at"),)


class AuditEntry(Base):
    """One line of the log. `hash` covers the line and the hash before it."""

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    actor: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(24))
    act: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(120), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    before: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
