"""Sessions as rows: the cookie holds 256 random bits, the row their hash (TRUST SES-1 to SES-3)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, Response, current_app, request
from sqlalchemy import delete, select

from directory.accounts.models import Account, AccountSession
from directory.extensions import db, now

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=8)
HALF_WAY = timedelta(minutes=10)  # between the first step and the second
FRESH = timedelta(minutes=10)
NOTED = timedelta(minutes=1)  # how exactly we remember when somebody was last seen

FULL, SECOND, ENROL = "full", "second", "enrol"


@dataclass(slots=True)
class Here:
    """What this request knows of its session. `cookie`: the value to set, "" to take it away."""

    row: AccountSession | None = None
    account: Account | None = None
    looked: bool = False
    cookie: str | None = None


def here() -> Here:
    state: Here = request.environ.setdefault("directory.session", Here())
    return state


def init_app(app: Flask) -> None:
    app.after_request(_give_cookie)


def cookie_name() -> str:
    return "staff" if current_app.config["SETTINGS"].local else "__Host-staff"


def start(account: Account, stage: str, at: datetime) -> AccountSession:
    """A new session with a new value; the one this browser had ends."""
    end_current()
    value = secrets.token_urlsafe(32)
    row = AccountSession(
        id=hashed(value),
        account_id=account.id,
        stage=stage,
        device=device(),
        started_at=at,
        seen_at=at,
        confirmed_at=at,
    )
    db.session.add(row)
    db.session.flush()
    request.environ["directory.session"] = Here(row, account, True, value)
    return row


def end_current() -> None:
    row = find_current()
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        request.environ["directory.session"] = Here(looked=True, cookie="")


def end_all(account_id: int, *, but: str | None = None) -> None:
    """Ends an account's sessions everywhere, at the next request of each."""
    statement = delete(AccountSession).where(AccountSession.account_id == account_id)
    db.session.execute(statement.where(AccountSession.id != (but or "")))


def end(account_id: int, session_id: str) -> None:
    statement = delete(AccountSession).where(AccountSession.account_id == account_id)
    db.session.execute(statement.where(AccountSession.id == session_id))


def find_current() -> AccountSession | None:
    """This browser's session while it lasts; `here().account` is whose it is."""
    state = here()
    if state.looked:
        return state.row
    state.looked = True
    value = request.cookies.get(cookie_name(), "")
    row = db.session.get(AccountSession, hashed(value)) if value else None
    if row is None or not _lasts(row, now()):
        return None
    account = db.session.get(Account, row.account_id)
    if account is None or not account.active:
        return None
    state.row, state.account = row, account
    return row


def is_fresh(row: AccountSession, at: datetime) -> bool:
    return at - row.confirmed_at <= FRESH


def list_open(account_id: int) -> list[AccountSession]:
    """Newest first; those that ran out are left out."""
    statement = select(AccountSession).where(AccountSession.account_id == account_id)
    rows = db.session.scalars(statement.order_by(AccountSession.seen_at.desc()))
    return [row for row in rows if _lasts(row, now())]


def forget(at: datetime) -> None:
    statement = delete(AccountSession)
    db.session.execute(statement.where(AccountSession.started_at < at - LONGEST))


def _lasts(row: AccountSession, at: datetime) -> bool:
    if row.stage != FULL and at - row.started_at > HALF_WAY * (3 if row.stage == ENROL else 1):
        return False
    return at - row.seen_at <= IDLE and at - row.started_at <= LONGEST


def note_seen(row: AccountSession, at: datetime) -> bool:
    """Returns whether there is something to write."""
    if at - row.seen_at < NOTED:
        return False
    row.seen_at = at
    return True


def hashed(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def device() -> str:
    """Enough for a person to know their own browser again, and no more."""
    said = request.headers.get("User-Agent", "")
    browsers = (
        ("Firefox", "Firefox"),
        ("Edg/", "Edge"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    browser = next((name for mark, name in browsers if mark in said), "")
    system = next((name for mark, name in systems if mark in said), "")
    return " · ".join(part for part in (browser, system) if part)


def _give_cookie(response: Response) -> Response:
    value = here().cookie
    if value is None:
        return response
    secure = not current_app.config["SETTINGS"].local
    response.set_cookie(
        cookie_name(),
        value,
        max_age=int(LONGEST.total_seconds()) if value else 0,
        secure=secure,
        httponly=True,
        samesite="Strict",
    )
    return response
