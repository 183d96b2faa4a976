"""Jobs that keep the index true."""

from collections.abc import Callable
from datetime import timedelta

from directory.extensions import now
from directory.jobs.registry import job
from directory.search import actions, empty_searches
from directory.search.engine import current_engine

CHECK_EVERY = timedelta(hours=1)


@job("index", writes=False, at_start=True)
def index() -> Callable[[], None]:
    """Woken by every change of what is public. At the start too: a new version of the program may
    not be able to read the index of the old one, and then nobody could search until a change."""
    return actions.follow(current_engine())


@job("few-searches", every=timedelta(hours=6))
def few_searches() -> None:
    """What too few people asked is forgotten the day after."""
    empty_searches.forget(now().date())


@job("index-check", every=CHECK_EVERY, writes=False)
def index_check() -> Callable[[], None]:
    """Finds and mends what differs, and lets go of the changes nobody needs any more."""
    note = actions.repair(current_engine())

    def rest() -> None:
        if note is not None:
            note()
        actions.forget_passed(now())

    return rest
