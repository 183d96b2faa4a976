"""What runs by the clock: old counts and unconfirmed presets go."""

from datetime import timedelta

from directory.extensions import now
from directory.jobs.registry import job
from directory.widget import actions


@job("widget-forget", every=timedelta(hours=6))
def widget_forget() -> None:
    actions.forget(now())
