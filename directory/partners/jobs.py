"""What runs by the clock, and what follows from a decision."""

from datetime import timedelta

from directory.extensions import now
from directory.jobs.registry import job
from directory.partners import actions


@job("forget-partners", every=timedelta(hours=6))
def forget() -> None:
    actions.forget(now())
