"""How a change in the database reaches every process: numbers to look at, and what to do when one
has grown."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from flask import Flask, appcontext_pushed, current_app
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from directory.extensions import db
from directory.site.models import Edition

LOOK_SECONDS = 1.0

Take = Callable[[], None]


class _Followed:
    """What this process has in force."""

    def __init__(self) -> None:
        self.takes: dict[str, Take] = {}
        self.seen: dict[str, int] = {}
        self.looked_at = 0.0


def init_app(app: Flask) -> None:
    app.extensions["editions"] = _Followed()
    # Every page, command and round of the worker begins so; a page in a test begins only so.
    appcontext_pushed.connect(_look, app)
    app.before_request(_look)


def follow(app: Flask, name: str, take: Take) -> None:
    """`take` reads the rows and puts them in force: when a process first looks, and whenever
    the number has grown."""
    followed: _Followed = app.extensions["editions"]
    followed.takes[name] = take


def bump(name: str) -> None:
    """Tells all processes, with the caller's transaction, that rows have changed."""
    row = db.session.get(Edition, name)
    if row is None:
        db.session.add(Edition(name=name, number=1))
    else:
        row.number = Edition.number + 1
    db.session.flush()


def look(*, now: bool = False) -> None:
    """Takes in what changed. `now` looks even if this process has just looked: for who has just
    committed a change, and for a job that must not work by old words."""
    followed: _Followed = current_app.extensions["editions"]
    moment = time.monotonic()
    if not now and moment - followed.looked_at < LOOK_SECONDS:
        return
    followed.looked_at = moment
    numbers = _numbers()
    if numbers is None:
        return
    for name, take in followed.takes.items():
        number = numbers.get(name, 0)
        if followed.seen.get(name) != number:
            take()
            followed.seen[name] = number


def _look(*_: object, **__: object) -> None:
    look()


def _numbers() -> Mapping[str, int] | None:
    """None where there is no database yet, or none can be reached: what is in force stays."""
    if db.engine.dialect.name == "sqlite" and not Path(db.engine.url.database or "").exists():
        return None
    try:
        with db.engine.connect() as connection:
            rows = connection.execute(select(Edition.name, Edition.number))
            return {row.name: row.number for row in rows}
    except DBAPIError:
        return None
