"""What is forgotten by the clock: sessions that ran out, links, counted tries."""

from datetime import timedelta

from directory.accounts import limits, links, sessions
from directory.extensions import now
from directory.jobs.registry import job


@job("forget sign-ins", every=timedelta(hours=1))
def forget() -> None:
    at = now()
    for part in (sessions, links, limits):
        part.forget(at)
