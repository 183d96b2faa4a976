"""How much may be sent, counted in the database so that it holds across workers (TRUST LIM-1,
LIM-2). What is kept of a sender is a keyed hash of the network under a salt of the day."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from flask import current_app
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from directory.extensions import EPOCH, db
from directory.submissions.models import Count, DailySalt

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SENDING = ((HOUR, 5), (DAY, 20))
REPORTING = ((HOUR, 10), (DAY, 30))
EVERYBODY = ((HOUR, 100),)
KEPT = timedelta(hours=24)

Limit = tuple[tuple[timedelta, int], ...]


def count(key: str, limit: Limit, at: datetime) -> bool:
    """Counts one use of `key`. Returns whether it is still within every span of the limit."""
    counted = [_add(key, span, at) <= most for span, most in limit]
    return all(counted)


def is_flooded(at: datetime) -> bool:
    """Whether everybody together sent more than a site of people sends."""
    starts, _ = _span(HOUR, at)
    row = db.session.get(Count, ("everybody:3600", starts))
    return row is not None and row.times >= EVERYBODY[0][1]


def first_use(key: str, *, until: datetime) -> bool:
    """Whether `key` is used for the first time, on any worker. Remembered until then."""
    row = _insert(Count).values(key=key, starts_at=EPOCH, ends_at=until, times=1)
    times = db.session.scalar(
        row.on_conflict_do_update(
            index_elements=["key", "starts_at"], set_={"times": Count.times + 1}
        ).returning(Count.times)
    )
    return times == 1


def network(address: str | None, at: datetime) -> str:
    """A hash for the sender's network: /24, or /56 of an IPv6 address. Another one tomorrow."""
    try:
        ip = ip_address(address or "")
    except ValueError:
        part = "unknown"
    else:
        part = str(int(ip) >> (72 if isinstance(ip, IPv6Address) else 8))
    key: bytes = current_app.secret_key  # type: ignore[assignment]
    return hmac.new(key, f"{_salt(at)}:{part}".encode(), hashlib.sha256).hexdigest()


def forget(at: datetime) -> None:
    """Deletes counters that have ended and the salts of days before."""
    db.session.execute(delete(Count).where(Count.ends_at <= at))
    db.session.execute(delete(DailySalt).where(DailySalt.day < at.date()))


def _add(key: str, span: timedelta, at: datetime) -> int:
    starts, ends = _span(span, at)
    name = f"{key}:{int(span.total_seconds())}"
    statement = _insert(Count).values(key=name, starts_at=starts, ends_at=ends, times=1)
    times = db.session.scalar(
        statement.on_conflict_do_update(
            index_elements=["key", "starts_at"], set_={"times": Count.times + 1}
        ).returning(Count.times)
    )
    return times or 0


def _span(span: timedelta, at: datetime) -> tuple[datetime, datetime]:
    starts = EPOCH + (at - EPOCH) // span * span
    return starts, starts + span


def _salt(at: datetime) -> str:
    """The salt of the day; of two workers that make one at once, one wins."""
    row = _insert(DailySalt).values(day=at.date(), salt=secrets.token_urlsafe(32))
    db.session.execute(row.on_conflict_do_nothing())
    return db.session.get_one(DailySalt, at.date()).salt


def _insert(table: type) -> "sqlite.Insert | postgresql.Insert":
    """INSERT … ON CONFLICT, which both databases have in their own dialects."""
    name = db.session.get_bind().dialect.name
    return postgresql.insert(table) if name == "postgresql" else sqlite.insert(table)
