"""Keeping an index the same as what is public: following the change feed, comparing, rebuilding.

The index is written outside the database's transaction on purpose, and before the place in the
feed is noted: what is done twice does no harm, what is skipped would.
"""

import socket
import time
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import delete

from directory.config import current_settings
from directory.extensions import db, now
from directory.listings.models import SearchChange
from directory.listings.queries import changes_after, last_change, published
from directory.search import queries
from directory.search.engine import Busy, Engine, EngineUnavailable
from directory.search.models import SearchFollower

BATCH = 200
ALWAYS = 2**62  # a revision greater than any: what is not public leaves the index at once
REBUILD_SHARE = 0.2  # of all listings; when more differ, building anew is cheaper
PATIENCE = 3.0  # seconds to wait for another process that writes


def follower() -> str:
    """The name of this installation's index among all that follow the feed. An index in the
    database is one for all machines."""
    settings = current_settings()
    if settings.search_engine == "postgres":
        return "postgres"
    return f"{settings.search_engine}:{socket.gethostname()}:{settings.home.resolve()}"[:200]


def follow(engine: Engine) -> Callable[[], None]:
    """Takes in all changes since the last time, or builds the index if there is none. Returns
    what notes how far it came, to be called in a transaction that may write."""
    name = follower()
    done = queries.applied(name)
    try:
        engine.ping()
    except EngineUnavailable:
        done = None
    if done is None:
        return rebuild(engine)
    while changes := changes_after(done, BATCH):
        _apply(engine, {change.listing_id for change in changes})
        done = changes[-1].seq
        db.session.rollback()  # the next batch is read as it is then
    return _noting(name, done)


def rebuild(engine: Engine) -> Callable[[], None]:
    """Builds the index anew beside the one that serves, and takes in what came meanwhile."""
    begun = last_change()
    _patiently(lambda: engine.rebuild(queries.each_document()))
    db.session.rollback()
    late = {change.listing_id for change in changes_after(begun, 10 * BATCH)}
    if late:
        _apply(engine, late)
    return _noting(follower(), begun)


def repair(engine: Engine) -> Callable[[], None] | None:
    """Puts right what differs between index and database, if anything does."""
    try:
        wrong = queries.difference(engine)
    except EngineUnavailable:
        return rebuild(engine)
    if len(wrong.ids) > max(BATCH, REBUILD_SHARE * len(engine.contents())):
        return rebuild(engine)
    if wrong.ids:
        _apply(engine, wrong.ids)
    return None


def _apply(engine: Engine, ids: Iterable[str]) -> None:
    ids = sorted(ids)
    entries = published(ids)
    changes = [
        (i, queries.document_of(entries[i]), entries[i].revision)
        if i in entries
        else (i, None, ALWAYS)
        for i in ids
    ]
    _patiently(lambda: engine.apply(changes))


def _patiently(write: Callable[[], None]) -> None:
    """Another process of this host may be writing the same index."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return write()
        except Busy:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _noting(name: str, seq: int) -> Callable[[], None]:
    def note() -> None:
        db.session.merge(SearchFollower(name=name, applied=seq, seen_at=now()))

    return note


def forget_passed(at: datetime) -> None:
    """Deletes the changes that every live follower has passed."""
    db.session.execute(delete(SearchChange).where(SearchChange.seq <= queries.passed_by_all(at)))
