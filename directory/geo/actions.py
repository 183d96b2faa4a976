"""Taking turns at an outside geocoder, and keeping what it said.

Each step is a short transaction of its own, seen by every process at once: the turn must be taken
before the call goes out, and a call may take seconds in which nothing else should wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directory.extensions import db
from directory.geo.models import GeocodeAnswer, GeocodeTurn
from directory.geo.place import Point

BETWEEN_CALLS = timedelta(seconds=1)  # what Nominatim's policy allows one installation
FAILURES_ALLOWED = 5
REST = timedelta(minutes=15)


@contextmanager
def _own_transaction() -> Iterator[Session]:
    with Session(db.engine) as session, session.begin():
        yield session


def take_turn(geocoder: str, at: datetime) -> timedelta:
    """Takes the next turn. Zero: it is ours. Else: how long to wait before asking again."""
    # Another process may make the row in the same moment.
    with suppress(IntegrityError), _own_transaction() as session:
        if session.get(GeocodeTurn, geocoder) is None:
            session.add(GeocodeTurn(geocoder=geocoder, next_at=at, failures=0))
    with _own_transaction() as session:
        taken = session.execute(
            update(GeocodeTurn)
            .where(GeocodeTurn.geocoder == geocoder, GeocodeTurn.next_at <= at)
            .values(next_at=at + BETWEEN_CALLS)
            .returning(GeocodeTurn.geocoder)
        ).first()
        if taken:
            return timedelta()
        next_at = session.scalar(
            select(GeocodeTurn.next_at).where(GeocodeTurn.geocoder == geocoder)
        )
        return max((next_at or at) - at, timedelta(milliseconds=1))


def may_ask(geocoder: str, at: datetime) -> bool:
    """Whether the geocoder is not resting after failures."""
    with _own_transaction() as session:
        turn = session.get(GeocodeTurn, geocoder)
        return turn is None or turn.failures < FAILURES_ALLOWED or turn.next_at <= at


def note_failure(geocoder: str, at: datetime) -> timedelta:
    """Counts a failed call; after five in a row nobody asks for a quarter of an hour. Answers how
    long to wait before asking again."""
    with _own_transaction() as session:
        turn = session.get_one(GeocodeTurn, geocoder, with_for_update=True)
        turn.failures += 1
        rest = REST if turn.failures >= FAILURES_ALLOWED else BETWEEN_CALLS
        turn.next_at = max(turn.next_at, at + rest)
        return turn.next_at - at


def keep_answer(geocoder: str, words: str, point: Point | None, at: datetime) -> None:
    """Keeps an answer for good and forgets the failures before it."""
    latitude, longitude = point or (None, None)
    with _own_transaction() as session:
        session.get_one(GeocodeTurn, geocoder, with_for_update=True).failures = 0
        session.merge(
            GeocodeAnswer(
                geocoder=geocoder,
                words=words,
                latitude=latitude,
                longitude=longitude,
                answered_at=at,
            )
        )


def kept_answer(geocoder: str, words: str) -> tuple[Point | None] | None:
    """What was answered before, in a tuple; None where it was never asked."""
    with _own_transaction() as session:
        kept = session.get(GeocodeAnswer, (geocoder, words))
        if kept is None:
            return None
        if kept.latitude is None or kept.longitude is None:
            return (None,)
        return ((kept.latitude, kept.longitude),)
