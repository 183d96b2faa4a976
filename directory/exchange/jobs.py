"""Which of our work waits in the queue, and what runs by the clock."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from directory.exchange import deliveries, pulling, snapshot, undoing
from directory.extensions import now
from directory.jobs.registry import job


@job("snapshot", every=timedelta(days=1), writes=False)
def make_snapshot() -> Any:
    return snapshot.make(now())


@job("look at delivery", steps=True)
def look(delivery_id: str) -> Iterator[None]:
    return deliveries.look(delivery_id)


@job("take delivery", steps=True)
def take(delivery_id: str) -> Iterator[None]:
    return deliveries.take(delivery_id)


@job("undo delivery", steps=True)
def undo(delivery_id: str, by: str, role: str) -> Iterator[None]:
    return undoing.undo(delivery_id, by, role)


@job("pulls due", every=timedelta(minutes=10))
def pulls_due() -> None:
    pulling.due(now())


@job("pull", steps=True, tries=1)
def pull(feed_id: int) -> Iterator[None]:
    return pulling.pull(feed_id)


@job("forget deliveries", every=timedelta(days=1))
def forget() -> None:
    deliveries.forget_old(now())
