"""What runs by the clock: old drafts and links end, and what tells people apart is forgotten."""

from datetime import timedelta

from directory.extensions import now
from directory.jobs.registry import job
from directory.submissions import actions, limits, reports, tokens


@job("forget", every=timedelta(hours=1))
def forget() -> None:
    at = now()
    actions.expire(at)
    tokens.forget(at)
    reports.forget_networks(at)
    limits.forget(at)
