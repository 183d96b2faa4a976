"""Keeps the file of crisis lines in step with what is published."""

from datetime import timedelta

from directory.finding.lines import keep_lines
from directory.jobs.registry import job


@job("crisis-lines", every=timedelta(minutes=1), writes=False)
def crisis_lines() -> None:
    keep_lines()
