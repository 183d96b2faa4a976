"""By the clock: a few web addresses at a time."""

from collections.abc import Callable
from datetime import timedelta

from directory.extensions import now
from directory.jobs.registry import job
from directory.upkeep import links


@job("look at links", every=timedelta(minutes=5), writes=False)
def look_at_links() -> Callable[[], None] | None:
    return links.look(now())
