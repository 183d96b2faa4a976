"""The job that looks up where listings are."""

from collections.abc import Callable
from datetime import timedelta

from directory.jobs.registry import job
from directory.listings import locating


@job(locating.JOB, every=timedelta(hours=1), writes=False)
def find_points() -> Callable[[], None] | None:
    """Woken by publishing; by the clock too, so that nothing waits for good."""
    return locating.find_next()
