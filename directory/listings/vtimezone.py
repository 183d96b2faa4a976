"""A zone's clock changes as iCalendar wants them: once a year by rule where the zone keeps to one,
else by date for the years ahead.

Written here because a VTIMEZONE made of dates only is wrong for every year after its last one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

YEARS = 10
DAY = timedelta(days=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Change:
    """`onset` is the wall time just before the clocks change."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


@lru_cache(maxsize=256)
def vtimezone(zone: tzinfo, name: str, first_year: int) -> Timezone:
    """The VTIMEZONE of `zone`, called `name`, right from the start of `first_year` on."""
    component = Timezone()
    component.add("tzid", name)
    start = datetime(first_year, 1, 1, tzinfo=zone)
    offset = start.utcoffset() or timedelta()
    first = _Change(
        start.replace(tzinfo=None), offset, offset, start.tzname() or name, bool(start.dst())
    )
    component.add_component(_observance([first]))
    by_kind: dict[tuple[timedelta, timedelta, str], list[_Change]] = {}
    for change in _changes(zone, first_year):
        by_kind.setdefault((change.before, change.after, change.name), []).append(change)
    for changes in by_kind.values():
        component.add_component(_observance(changes))
    return component


def _changes(zone: tzinfo, first_year: int) -> list[_Change]:
    found = []
    day = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(first_year + YEARS, 1, 1, tzinfo=UTC)
    while day < end:
        if day.astimezone(zone).utcoffset() != (day + DAY).astimezone(zone).utcoffset():
            found.append(_change(zone, day))
        day += DAY
    return found


def _change(zone: tzinfo, day: datetime) -> _Change:
    """The change within the 24 hours from `day`, found to the second by halving."""
    low, high = 0, 24 * 3600  # seconds: before the change, and after it

    def offset(seconds: int) -> timedelta:
        return (day + timedelta(seconds=seconds)).astimezone(zone).utcoffset() or timedelta()

    before = offset(low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset(middle) == before else (low, middle)
    at = day + timedelta(seconds=high)
    after = at.astimezone(zone)
    onset = (at + before).replace(tzinfo=None)
    return _Change(onset, before, offset(high), after.tzname() or "", bool(after.dst()))


def _observance(changes: list[_Change]) -> TimezoneStandard | TimezoneDaylight:
    first = changes[0]
    part = TimezoneDaylight() if first.summer else TimezoneStandard()
    part.add("dtstart", first.onset)
    part.add("tzname", first.name)
    part.add("tzoffsetfrom", first.before)
    part.add("tzoffsetto", first.after)
    if rule := _yearly([change.onset for change in changes]):
        part.add("rrule", rule)
    elif changes[1:]:
        part.add("rdate", [change.onset for change in changes[1:]])
    return part


def _yearly(onsets: list[datetime]) -> vRecur | None:
    """The rule "second Sunday in March" or "last Sunday in October" if it is one."""
    years = [onset.year for onset in onsets]
    same = {(onset.month, onset.weekday(), onset.time()) for onset in onsets}
    if len(same) > 1 or years != list(range(years[0], years[0] + YEARS)):
        return None
    weeks = {(onset.day - 1) // 7 + 1 for onset in onsets}
    last = all((onset + 7 * DAY).month != onset.month for onset in onsets)
    if len(weeks) > 1 and not last:
        return None
    nth = -1 if last else weeks.pop()
    byday = f"{nth}{WEEKDAYS[onsets[0].weekday()]}"
    return vRecur(freq="YEARLY", bymonth=onsets[0].month, byday=byday)
