"""Sessions as an iCalendar file (RFC 5545, RFC 7986): one event for each schedule row, with its
real rule, so that a calendar keeps to it without asking again.

A length is written as a duration: with an end on the wall clock, a series that begins on the night
of a clock change would be an hour too short or too long ever after. No alarms, no join links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import IO
from uuid import UUID, uuid5

from babel import Locale
from babel.dates import get_day_names
from icalendar import Calendar, Event, Timezone, vDuration, vRecur, vText

from directory.listings.hours import ByMonth, ByWeek, OnDates, Plan, read_schedule, zone_name
from directory.listings.messages import N_
from directory.listings.record import Schedule
from directory.listings.vtimezone import vtimezone

PRODUCT = "-//Support Directory//Sessions//EN"
DAY = timedelta(days=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# How far a holiday row that comes again each week or month is written out as single dates.
HOLIDAYS_AHEAD = 2 * 366

Say = Callable[[str], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One listing's sessions. `place` is an address that may be shown to anybody; `url` is our
    own page. `changed` must have a zone; `revision` grows with each change of the listing."""

    listing_id: str
    title: str
    schedules: list[Schedule] = field(default_factory=list)
    changed: datetime
    revision: int
    default_zone: str | None = None
    place: str | None = None
    url: str | None = None
    description: str | None = None
    cancelled: bool = False  # it no longer happens: calendars strike it out


def calendar(
    entries: Iterable[Entry],
    *,
    name: str,
    neutral: bool = False,
    refresh: timedelta = DAY,
    locale: str = "en",
    say: Say = str,
) -> bytes:
    """The file. The same entries give the same bytes.

    Rows whose days or times are not certain, and what never closes, are left out. With `neutral`
    each event is called such as "Tuesday group" and carries no title, words or link that tell a
    passer-by what it is about; `name` too is then replaced. The place stays: it is where to go.
    Raises ValueError if a listing's id is not a UUID.
    """
    namer, zones = _Namer(neutral, locale, say), Zones()
    out = _head(namer.say(N_("My groups")) if neutral else name, refresh)
    events = [event for entry in entries for event in _events(entry, namer, zones)]
    for zone in _zones(zones):
        out.add_component(zone)
    for event in events:
        out.add_component(event)
    return bytes(out.to_ical())


def calendar_stream(
    entries: Iterable[Entry], keep: IO[bytes], *, name: str, refresh: timedelta = DAY
) -> Iterator[bytes]:
    """The same of any number of entries in flat memory: the clocks stand before the events that
    keep to them, so the events wait in `keep` until all of them are known."""
    namer, zones = _Namer(False, "en", str), Zones()
    for entry in entries:
        for event in _events(entry, namer, zones):
            keep.write(event.to_ical())
    whole = bytes(_head(name, refresh).to_ical())
    end = b"END:VCALENDAR\r\n"
    yield whole.removesuffix(end)
    for zone in _zones(zones):
        yield zone.to_ical()
    keep.seek(0)
    while piece := keep.read(64 * 1024):
        yield piece
    yield end


class Zones(dict[str, tuple[tzinfo, int]]):
    """{name: (zone, the first year that events need of it)}"""


def _head(name: str, refresh: timedelta) -> Calendar:
    out = Calendar()
    out.add("prodid", PRODUCT)
    out.add("version", "2.0")
    out.add("method", "PUBLISH")
    out.add("name", name)
    out.add("x-wr-calname", name)
    out.add("refresh-interval", vDuration(refresh), parameters={"VALUE": "DURATION"})
    out.add("x-published-ttl", vDuration(refresh))
    return out


def _events(entry: Entry, namer: _Namer, zones: Zones) -> Iterator[Event]:
    plans = [read_schedule(row, entry.default_zone) for row in entry.schedules]
    for plan in plans:
        event = _event(entry, plan, plans, namer)
        if event is None or plan.zone is None:
            continue
        year = event.start.year - 1
        known = zones.get(zone_name(plan.zone), (plan.zone, year))
        zones[zone_name(plan.zone)] = (plan.zone, min(year, known[1]))
        yield event


def _zones(zones: Zones) -> Iterator[Timezone]:
    for key, (zone, year) in sorted(zones.items()):
        yield vtimezone(zone, key, year)


@dataclass(frozen=True, slots=True)
class _Namer:
    neutral: bool
    locale: str
    say: Say

    def summary(self, entry: Entry, plan: Plan) -> str:
        if not self.neutral:
            return entry.title
        names = get_day_names("wide", locale=Locale.parse(self.locale.replace("-", "_")))
        match plan.rule:
            case ByWeek(days=days) if len(days) == 1:
                return self._group(names[min(days)])
            case ByMonth(nth=nth) if len({day for _, day in nth}) == 1:
                return self._group(names[min(nth)[1]])
            case OnDates(first=first, last=last) if first == last:
                return self._group(names[first.weekday()])
            case _:
                return self.say(N_("Group"))

    def _group(self, day: str) -> str:
        return self.say(N_("%(day)s group")) % {"day": day}


def _event(entry: Entry, plan: Plan, plans: list[Plan], namer: _Namer) -> Event | None:
    if plan.closed or not plan.certain or plan.opens is None or plan.zone is None:
        return None
    if plan.always and not plan.holiday:
        return None
    first = _first_day(plan, entry.changed)
    if first is None:
        return None
    event = Event()
    event.add("uid", str(uuid5(UUID(entry.listing_id), plan.id)))
    event.add("summary", namer.summary(entry, plan))
    event.add("dtstamp", entry.changed.astimezone(UTC))
    event.add("last-modified", entry.changed.astimezone(UTC))
    event.add("sequence", entry.revision)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    in_zone = {"TZID": zone_name(plan.zone)}
    event.add("dtstart", datetime.combine(first, plan.opens), parameters=in_zone)
    if plan.closes is not None:
        event.add("duration", _length(plan.opens, plan.closes))
    if rule := _rrule(plan, first):
        event.add("rrule", rule)
        if left_out := _left_out(plan, plans, first):
            days = [datetime.combine(day, plan.opens) for day in left_out]
            event.add("exdate", days, parameters=in_zone)
    if entry.place:
        event.add("location", vText(entry.place))
    if not namer.neutral:
        if entry.description:
            event.add("description", entry.description)
        if entry.url:
            event.add("url", entry.url)
    return event


def _first_day(plan: Plan, changed: datetime) -> date | None:
    """The series begins at its own first date; else at the day of the last change, so that the
    same revision always gives the same file."""
    begin = changed.astimezone(plan.zone).date()
    if isinstance(plan.rule, OnDates):
        begin = plan.rule.first
    elif plan.first:
        begin = plan.first
    begin = max(begin, plan.valid_from or begin)
    end = _last_day(plan)
    # A monthly rule may skip years ("30 February" never comes); a leap day is at most 8 years off.
    for n in range(8 * 366):
        day = begin + n * DAY
        if end is not None and day > end:
            return None
        if plan.rule is not None and plan.rule.happens(day):
            return day
    return None


def _last_day(plan: Plan) -> date | None:
    """After `valid_to` nobody knows, so the calendar shows nothing."""
    return min((day for day in (plan.last, plan.valid_to) if day is not None), default=None)


def _length(opens: time, closes: time) -> timedelta:
    day = date.min
    end = day if closes > opens else day + DAY
    return datetime.combine(end, closes) - datetime.combine(day, opens)


def _rrule(plan: Plan, first: date) -> vRecur | None:
    last = _last_day(plan)
    parts: dict[str, object] = {}
    match plan.rule:
        case ByWeek(days=days, interval=interval, week_start=week_start):
            parts = {"freq": "WEEKLY", "byday": [WEEKDAYS[day] for day in sorted(days)]}
            if interval > 1:
                parts |= {"interval": interval, "wkst": WEEKDAYS[week_start]}
        case ByMonth(nth=nth, month_days=month_days, interval=interval):
            parts = {"freq": "MONTHLY"}
            if nth:
                parts["byday"] = [f"{which or ''}{WEEKDAYS[day]}" for which, day in sorted(nth)]
            if month_days:
                parts["bymonthday"] = sorted(month_days)
            if interval > 1:
                parts["interval"] = interval
        case OnDates() if last is not None and last > first:
            parts = {"freq": "DAILY"}
        case _:
            return None
    if last is not None:
        end_of_day = datetime.combine(last, time(23, 59, 59), plan.zone)
        parts["until"] = end_of_day.astimezone(UTC)
    return vRecur(parts)


def _left_out(plan: Plan, plans: list[Plan], first: date) -> list[date]:
    """Exceptions, and the days on which holiday rows speak instead."""
    days = {day for day in plan.exdates if day >= first and plan.rule and plan.rule.happens(day)}
    holidays = [p for p in plans if p.holiday and p.says_when]
    if plan.holiday:  # among holiday rows only one that says closed silences another
        holidays = [p for p in holidays if p.closed]
    for holiday in holidays:
        days.update(day for day in _days_of(holiday, first) if holiday.holds(day))
    return sorted(day for day in days if plan.happens(day) or day in plan.exdates)


def _days_of(plan: Plan, first: date) -> Iterable[date]:
    if isinstance(plan.rule, OnDates):
        first = max(first, plan.rule.first)
    reach = HOLIDAYS_AHEAD
    last = _last_day(plan)
    if last is not None:
        reach = min(reach, (last - first).days + 1)
    return (day for day in (first + n * DAY for n in range(reach)) if plan.happens(day))
