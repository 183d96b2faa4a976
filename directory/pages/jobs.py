"""Keeps the file of crisis lines in step with what is published."""

from datetime import timedelta

from directory.jobs.registry import job
from directory.pages.lines import keep_lines


@job("crisis-lines", every=timedelta(minutes=1), writes=False)
def crisis_lines() -> None:
    keep_lines()
