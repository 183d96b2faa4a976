"""Links that work once and for a while. What is kept is a hash: who reads the database cannot use
them. Opening one changes nothing, because mail scanners open links; a button does."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete

from directory.accounts.models import Account, Link
from directory.accounts.sessions import hashed
from directory.extensions import db

INVITATION, SIGN_IN, PASSKEY = "invitation", "sign-in", "passkey"
LASTS = {
    INVITATION: timedelta(days=7),
    SIGN_IN: timedelta(minutes=10),
    PASSKEY: timedelta(minutes=5),
}


def make(purpose: str, account: Account | None, at: datetime, *, value: str = "") -> str:
    """A new link's secret part. An account's older links of this purpose end."""
    if account is not None:
        end(purpose, account)
    value = value or secrets.token_urlsafe(24)
    db.session.add(
        Link(
            id=hashed(value),
            account_id=account.id if account else None,
            purpose=purpose,
            until=at + LASTS[purpose],
        )
    )
    db.session.flush()
    return value


def find(purpose: str, value: str, at: datetime) -> Account | None:
    """Whose link this is, while it works."""
    link = db.session.get(Link, hashed(value))
    if link is None or link.purpose != purpose or link.until < at or link.account_id is None:
        return None
    account = db.session.get(Account, link.account_id)
    return account if account and account.active else None


def use(purpose: str, value: str, at: datetime) -> bool:
    """Uses it up. False if it was used, is too old, or never was."""
    statement = delete(Link).where(
        Link.id == hashed(value), Link.purpose == purpose, Link.until >= at
    )
    return bool(db.session.execute(statement.returning(Link.id)).all())


def end(purpose: str, account: Account) -> None:
    """All links of this purpose to the account stop working."""
    older = delete(Link).where(Link.account_id == account.id, Link.purpose == purpose)
    db.session.execute(older)


def forget(at: datetime) -> None:
    db.session.execute(delete(Link).where(Link.until < at))
