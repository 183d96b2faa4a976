"""Reading: a schedule row as a plan, or sentences that say what in it cannot be read.

How a row is understood, beyond the words of HSDS:

- `closes_at` at or before `opens_at` means the next day, so equal times are 24 hours; 23:59 as a
  closing time means midnight.
- A row without `freq`: its `dtstart` is the one date; without `dtstart`, a holiday row means each
  day from `valid_from` to `valid_to`. Any other row without `freq` does not say when.
- Every second week without `dtstart`: it is not known which weeks, nor where a `count` begins.
- A time's own offset says nothing where the row has a zone: times are on that zone's wall clock.
"""

import re
from collections.abc import Iterable
from datetime import date, time, timedelta, timezone, tzinfo

from directory.listings.hours.plan import MIDNIGHT, Plan
from directory.listings.hours.recurrence import (
    DAY,
    ByMonth,
    ByWeek,
    OnDates,
    Rule,
    nth_happening,
)
from directory.listings.hours.zones import as_zone, find_zone, read_offset
from directory.listings.messages import N_
from directory.listings.record import Schedule

FOREVER = "9999-12-31"  # how some systems write that there is no last date
FIRST_YEAR, LAST_YEAR = 1900, 2200
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Problem = tuple[str, str]

_DATE = N_("Write the date as year, month, day, such as 2027-03-31.")
_TIME = N_("Write the time as hours and minutes on a 24-hour clock, such as 18:30.")
_WHOLE = N_("This must be a whole number, 1 or more.")
_BYDAY = N_("Write the days as MO, TU, WE, TH, FR, SA, SU with commas between them.")
_BYDAY_MONTH = N_(
    "Write days of the month such as 1SA for the first Saturday or -1FR for the last."
)
_MONTH_DAY = N_("Write days of the month as numbers from 1 to 31 with commas between them.")
_ORDER = N_("This date is before the first date.")

_TIME_FORM = re.compile(r"(\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?")
_BYDAY_FORM = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_APPOINTMENT = re.compile(r"\bby[ _-]appointment\b|\bappointments? only\b|\bcon cita\b", re.I)


def read_schedule(schedule: Schedule, default_zone: str | tzinfo | None = None) -> Plan:
    """Never fails: what cannot be read makes the plan one that does not say when."""
    plan, _ = _read(schedule, as_zone(default_zone))
    return plan


def schedule_problems(schedule: Schedule) -> list[Problem]:
    """(field, sentence) for each thing in the row that cannot be read or contradicts itself.
    A row with nothing but words is no problem: its hours are unknown."""
    return _read(schedule, None)[1]


def ends_on(schedules: Iterable[Schedule]) -> date | None:
    """The local day on which the last session of the last row ends, None if there is no end.
    Holiday rows say nothing about this."""
    last: date | None = None
    regular = [p for p in map(read_schedule, schedules) if not p.holiday]
    for plan in regular:
        if plan.last is None or plan.rule is None:
            return None
        end = plan.last + DAY if plan.overnight else plan.last
        last = end if last is None else max(last, end)
    return last


class _Reader:
    """Reads one row's fields and notes what it could not."""

    def __init__(self, schedule: Schedule) -> None:
        self.row = schedule
        self.problems: list[Problem] = []

    def wrong(self, field: str, sentence: str) -> None:
        self.problems.append((field, sentence))

    def text(self, field: str) -> str:
        return (getattr(self.row, field) or "").strip()

    def parts(self, field: str) -> list[str]:
        return [part.strip().upper() for part in self.text(field).split(",") if part.strip()]

    def day(self, field: str) -> date | None:
        text = self.text(field)
        if not text or (field in ("until", "valid_to") and text == FOREVER):
            return None
        if (found := _day(text)) is None:
            self.wrong(field, _DATE)
        return found

    def days(self, field: str) -> frozenset[date]:
        found = [_day(part) for part in self.parts(field)]
        if None in found:
            self.wrong(field, _DATE)
        return frozenset(day for day in found if day is not None)

    def clock(self, field: str) -> tuple[time | None, tzinfo | None]:
        """The wall time and, if it carries one, its own offset."""
        text = self.text(field)
        if not text:
            return None, None
        match = _TIME_FORM.fullmatch(text)
        try:
            if not match:
                raise ValueError(text)
            hour, minute = int(match[1]), int(match[2])
            if (field, hour, minute) == ("closes_at", 24, 0):
                hour = 0
            offset = read_offset(match[4]) if match[4] else None
            if match[4] and offset is None:
                raise ValueError(text)
            return time(hour, minute, int(match[3] or 0)), offset
        except ValueError:
            self.wrong(field, _TIME)
            return None, None

    def whole(self, field: str) -> int | None:
        value = getattr(self.row, field)
        if value is None:
            return None
        if not 1 <= value <= 10_000 or value != int(value):
            self.wrong(field, _WHOLE)
            return None
        return int(value)

    def rule(self, dtstart: date | None, week_start: int) -> Rule | None:
        freq = self.text("freq").upper()
        interval = self.whole("interval") or 1
        for field in ("byweekno", "byyearday"):
            if self.text(field):
                self.wrong(field, N_("Weeks and days of the year cannot be used. Use dates."))
        if freq == "WEEKLY":
            if self.text("bymonthday"):
                self.wrong("bymonthday", N_("Days of the month need the frequency MONTHLY."))
            days = self._weekdays(dtstart)
            return ByWeek(days, interval, dtstart, week_start) if days else None
        if freq == "MONTHLY":
            return self._by_month(interval, dtstart)
        if freq:
            self.wrong("freq", N_("This must be WEEKLY or MONTHLY."))
        elif self.parts("byday") or self.parts("bymonthday"):
            self.wrong("freq", N_("Say whether this happens every week or every month."))
        elif dtstart:
            if (self.whole("count") or 1) > 1 or self.text("until"):
                self.wrong("freq", N_("Say whether this happens every week or every month."))
            else:
                return OnDates(dtstart, dtstart)
        return None

    def _weekdays(self, dtstart: date | None) -> frozenset[int]:
        parts = self.parts("byday")
        if not parts:
            if dtstart:
                return frozenset([dtstart.weekday()])
            if not any(field == "dtstart" for field, _ in self.problems):
                self.wrong("byday", N_("Say on which days of the week this happens."))
            return frozenset()
        if not all(part in WEEKDAYS for part in parts):
            self.wrong("byday", _BYDAY)
            return frozenset()
        return frozenset(WEEKDAYS.index(part) for part in parts)

    def _by_month(self, interval: int, dtstart: date | None) -> ByMonth | None:
        nth: set[tuple[int, int]] = set()
        month_days: set[int] = set()
        for part in self.parts("byday"):
            if not (match := _BYDAY_FORM.fullmatch(part)):
                self.wrong("byday", _BYDAY_MONTH)
                return None
            nth.add((int(match[1] or 0), WEEKDAYS.index(match[2])))
        for part in self.parts("bymonthday"):
            if not re.fullmatch(r"[+-]?\d{1,2}", part) or not 1 <= abs(int(part)) <= 31:
                self.wrong("bymonthday", _MONTH_DAY)
                return None
            month_days.add(int(part))
        if not nth and not month_days:
            if not dtstart:
                self.wrong("byday", N_("Say on which days of the month this happens."))
                return None
            month_days.add(dtstart.day)
        return ByMonth(frozenset(nth), frozenset(month_days), interval, dtstart)


def _read(schedule: Schedule, default_zone: tzinfo | None) -> tuple[Plan, list[Problem]]:
    read = _Reader(schedule)
    opens, offset = read.clock("opens_at")
    closes, _ = read.clock("closes_at")
    if closes and closes >= time(23, 59):
        closes = MIDNIGHT
    if closes and not opens and not read.text("opens_at"):
        read.wrong("opens_at", N_("Say when this starts."))
    dtstart, until = read.day("dtstart"), read.day("until")
    valid_from, valid_to = read.day("valid_from"), read.day("valid_to")
    count = read.whole("count")
    wkst = read.text("wkst").upper() or "MO"
    if wkst not in WEEKDAYS:
        read.wrong("wkst", _BYDAY)
        wkst = "MO"
    zone = _zone_of(read, offset, default_zone)
    rule = read.rule(dtstart, WEEKDAYS.index(wkst))
    if until and count is not None and schedule.freq:
        read.wrong("until", N_("Give a last date or a number of times, not both."))
    if until and dtstart and until < dtstart:
        read.wrong("until", _ORDER)
    if valid_from and valid_to and valid_to < valid_from:
        read.wrong("valid_to", _ORDER)
    group = read.text("group").lower()
    if group not in ("", "regular", "holiday"):
        read.wrong("group", N_("This must be regular or holiday."))
    holiday = group == "holiday" or bool(schedule.closed)
    if rule is None and holiday and not read.text("freq") and valid_from and valid_to:
        rule = OnDates(valid_from, valid_to)
    exdates = read.days("exdates")
    if read.problems:
        rule = None
    last = until
    if isinstance(rule, OnDates):
        last = rule.last
    elif rule and count and dtstart:
        last = nth_happening(rule, dtstart, count)
    about = [read.text("attending_type")]
    if opens is None:
        about += [read.text("description"), read.text("notes")]
    plan = Plan(
        id=schedule.id,
        zone=zone,
        rule=rule,
        opens=opens,
        closes=closes,
        first=dtstart,
        last=last,
        valid_from=valid_from,
        valid_to=valid_to,
        exdates=exdates,
        holiday=holiday,
        closed=bool(schedule.closed),
        by_appointment=any(_APPOINTMENT.search(words) for words in about)
        or about[0].lower() == "appointment",
        counted=count is None or dtstart is not None,
    )
    return plan, read.problems


def _zone_of(read: _Reader, own: tzinfo | None, default: tzinfo | None) -> tzinfo | None:
    if name := read.text("zone"):
        found = find_zone(name)
        if found is None:
            read.wrong("zone", N_("This is not a time zone. Write it such as America/Chicago."))
        return found
    hours = read.row.timezone
    if hours is not None:
        if -12 <= hours <= 14:
            return timezone(timedelta(hours=hours))
        read.wrong("timezone", N_("The hours from UTC must be between -12 and 14."))
    return own or default


def _day(text: str) -> date | None:
    """Far-off years are slips of the pen, and no clock can be told for them."""
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None
    return found if found and FIRST_YEAR <= found.year <= LAST_YEAR else None
