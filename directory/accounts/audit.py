"""The log of what was done: lines are added and never changed. Each carries the hash of the line
before it, so that a change of any byte is found, and where."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, func, or_, select, text

from directory.accounts.models import AuditEntry
from directory.extensions import EPOCH, db

START = "0" * 64
CHAIN_LOCK = 7_303_015  # any number, the same in every process


def write(
    act: str, *, actor: str, role: str, subject: str = "", at: datetime, **details: Any
) -> None:
    """Adds a line to the caller's transaction. `actor`: an address of an account, or a name."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    last = db.session.execute(
        select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    ).one_or_none()
    entry = AuditEntry(
        id=1 if last is None else last.id + 1,
        at=at,
        actor=actor,
        role=role,
        act=act,
        subject=subject,
        details=details,
        before=START if last is None else last.hash,
    )
    entry.hash = _hash(entry)
    db.session.add(entry)
    db.session.flush()


def _hash(entry: AuditEntry) -> str:
    said = [
        entry.id,
        (entry.at - EPOCH).total_seconds(),
        entry.actor,
        entry.role,
        entry.act,
        entry.subject,
        entry.details,
        entry.before,
    ]
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """`broken` is the number of the first line that does not hold, or None. Who keeps `head`
    elsewhere can also tell that no lines are missing at the end."""

    lines: int
    broken: int | None
    head: str


def verify() -> Verdict:
    """Reads the whole log."""
    expected, number = START, 0
    for entry in _each():
        number += 1
        try:
            whole = entry.id == number and entry.before == expected and entry.hash == _hash(entry)
        except (TypeError, ValueError):
            whole = False
        if not whole:
            return Verdict(number, number, expected)
        expected = entry.hash
    return Verdict(number, None, expected)


def _each() -> Iterator[AuditEntry]:
    statement = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    with db.session.scalars(statement) as lines:  # closed also when the reader stops early
        yield from lines


def _matching(words: str, act: str) -> Select[AuditEntry]:
    statement = select(AuditEntry)
    if act:
        statement = statement.where(AuditEntry.act == act)
    for word in words.split()[:8]:
        like = f"%{word.replace('%', '').replace('_', '')}%"
        statement = statement.where(
            or_(
                AuditEntry.actor.ilike(like),
                AuditEntry.subject.ilike(like),
                AuditEntry.act.ilike(like),
            )
        )
    return statement


def find(words: str = "", act: str = "", *, page: int = 1, size: int = 50) -> list[AuditEntry]:
    """Lines that hold all words, newest first."""
    statement = _matching(words, act).order_by(AuditEntry.id.desc())
    return list(db.session.scalars(statement.offset((page - 1) * size).limit(size)))


def count(words: str = "", act: str = "") -> int:
    found = select(func.count()).select_from(_matching(words, act).subquery())
    return db.session.scalar(found) or 0


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).distinct().order_by(AuditEntry.act)))


def each(words: str = "", act: str = "") -> Iterator[AuditEntry]:
    """All lines that match, oldest first, for an export."""
    yield from db.session.scalars(_matching(words, act).order_by(AuditEntry.id))
