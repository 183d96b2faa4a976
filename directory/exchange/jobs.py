"""Which of our work waits in the queue, and what runs by the clock."""

from datetime import timedelta
from typing import Any

from directory.exchange import snapshot
from directory.extensions import now
from directory.jobs.registry import job


@job("snapshot", every=timedelta(days=1), writes=False)
def make_snapshot() -> Any:
    return snapshot.make(now())
