"""On which days a rule happens, answered for one day at a time without walking there.

The meaning is RFC 5545's for the two frequencies that HSDS has, proved against python-dateutil.
"""

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ByWeek:
    """`days` are weekdays, Monday 0. `anchor` fixes which weeks count when `interval` > 1."""

    days: frozenset[int]
    interval: int = 1
    anchor: date | None = None
    week_start: int = 0

    @property
    def certain(self) -> bool:
        return self.interval == 1 or self.anchor is not None

    def happens(self, day: date) -> bool:
        """Where it is not certain which weeks count, every week may be one."""
        if day.weekday() not in self.days:
            return False
        if self.interval == 1 or self.anchor is None:
            return True
        weeks = (self._week(day) - self._week(self.anchor)) // 7
        return weeks % self.interval == 0

    def _week(self, day: date) -> int:
        return day.toordinal() - (day.weekday() - self.week_start) % 7


@dataclass(frozen=True, slots=True)
class ByMonth:
    """Days of a month: `nth` as (which, weekday) with which 0 for each, 1 the first, -1 the last;
    `month_days` as 1 to 31, or -1 for the last day. With both, a day must be in both."""

    nth: frozenset[tuple[int, int]] = frozenset()
    month_days: frozenset[int] = frozenset()
    interval: int = 1
    anchor: date | None = None

    @property
    def certain(self) -> bool:
        return self.interval == 1 or self.anchor is not None

    def happens(self, day: date) -> bool:
        if self.interval > 1 and self.anchor is not None:
            months = (day.year - self.anchor.year) * 12 + day.month - self.anchor.month
            if months % self.interval:
                return False
        left = _days_in_month(day) - day.day  # days after this one
        if self.month_days and not {day.day, -left - 1} & self.month_days:
            return False
        if not self.nth:
            return True
        which = {0, (day.day - 1) // 7 + 1, -(left // 7) - 1}
        return any((n, day.weekday()) in self.nth for n in which)


@dataclass(frozen=True, slots=True)
class OnDates:
    """Each day from `first` to `last`, both included."""

    first: date
    last: date

    certain = True

    def happens(self, day: date) -> bool:
        return self.first <= day <= self.last


Rule = ByWeek | ByMonth | OnDates


def nth_happening(rule: Rule, start: date, count: int) -> date | None:
    """The day of the `count`-th happening from `start`; None if it is over a century away."""
    for n in range(36525):
        day = start + n * DAY
        if rule.happens(day):
            count -= 1
            if count == 0:
                return day
    return None


def _days_in_month(day: date) -> int:
    if day.month == 12:
        return 31
    return (date(day.year, day.month + 1, 1) - date(day.year, day.month, 1)).days
