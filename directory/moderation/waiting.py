"""The promise: a decision within two business days. Plain."""

from __future__ import annotations

from datetime import date, datetime, timedelta

PROMISE = 2  # business days
_DAY = timedelta(days=1)


def business_days(since: datetime, until: datetime) -> int:
    """Whole business days between two moments: days that are no Saturday or Sunday. Holidays
    differ by country and are not counted out."""
    day, last = since.date(), until.date()
    found = 0
    while day < last:
        day += _DAY
        found += day.weekday() < 5
    return found


def is_late(since: datetime, now: datetime) -> bool:
    return business_days(since, now) > PROMISE


def weeks_back(now: datetime, count: int) -> list[date]:
    """The Mondays of the last weeks, this one's last."""
    monday = now.date() - timedelta(days=now.weekday())
    return [monday - timedelta(weeks=back) for back in range(count - 1, -1, -1)]
