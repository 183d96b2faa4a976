"""What runs by the clock: old drafts and links end, what tells people apart is forgotten, and who
wished to be taken off is."""

from datetime import timedelta

from directory.extensions import now
from directory.jobs.registry import job
from directory.submissions import actions, forgetting, limits, reports, takedowns, tokens


@job("forget", every=timedelta(hours=1))
def forget() -> None:
    at = now()
    actions.expire(at)
    tokens.forget(at)
    reports.forget_networks(at)
    limits.forget(at)


@job("forget senders", every=timedelta(hours=6))
def forget_senders() -> None:
    forgetting.forget_senders(now())


@job("take off", every=timedelta(minutes=15))
def take_off() -> None:
    takedowns.keep_promise(now())
