"""Open or not at an instant, and the next sessions.

How several rows speak together, by the local day on which a session starts:

- A holiday row speaks for the days it names and silences all regular rows there; among holiday
  rows one that says closed wins. Without a rule it names each day that it holds for.
- Where no regular row's information holds (`valid_from`, `valid_to`), nothing is known.
- A row that does not say when makes everything unknown that no other row says is open. A holiday
  row that does not say when is left aside.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from directory.listings.hours.plan import MIDNIGHT, Plan
from directory.listings.hours.reading import read_schedule
from directory.listings.hours.recurrence import DAY
from directory.listings.record import Schedule

# Further than this nobody plans, and a rule that never happens must come to an end.
FURTHEST_OPENING = 400
FURTHEST_SESSION = 5 * 366
WEEK = timedelta(days=7)


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    BY_APPOINTMENT = "by_appointment"
    ROUND_THE_CLOCK = "round_the_clock"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OpenState:
    """`until` (open) and `opens_next` (closed) are in the listing's zone; None: not known."""

    state: State
    until: datetime | None = None
    opens_next: datetime | None = None
    by_appointment: bool = False  # open, and one must make an appointment

    @property
    def is_open(self) -> bool:
        return self.state in (State.OPEN, State.ROUND_THE_CLOCK)


@dataclass(frozen=True, slots=True)
class Session:
    """In the listing's zone. `end` None: it is not known how long it takes."""

    start: datetime
    end: datetime | None
    schedule_id: str


@dataclass(frozen=True, slots=True)
class _Span:
    """Instants in UTC. Not `sure`: it may be open at some time between them."""

    start: datetime
    end: datetime
    plan: Plan

    @property
    def starts_surely(self) -> bool:
        return self.plan.certain and self.plan.opens is not None

    @property
    def sure(self) -> bool:
        return self.plan.complete


def state_at(
    schedules: Iterable[Schedule], at: datetime, default_zone: str | tzinfo | None = None
) -> OpenState:
    """`schedules` are all rows of one place or line; `at` must have a zone."""
    now = _instant(at)
    plans = _plans(schedules, default_zone)
    spans = sorted(
        (span for day in _days(now, 8) for span in _spans(plans, day)), key=lambda s: s.start
    )
    if found := _open(spans, now):
        return found
    unsure = [s.plan for s in spans if not s.sure and s.start <= now < s.end]
    vague = [p for p in plans if not p.holiday and not p.says_when and p.holds(now.date())]
    if any(plan.by_appointment for plan in unsure + vague):
        return OpenState(State.BY_APPOINTMENT, by_appointment=True)
    if unsure or vague or not _covered(plans, now):
        return OpenState(State.UNKNOWN)
    return OpenState(State.CLOSED, opens_next=_next_opening(plans, now))


def next_sessions(
    schedules: Iterable[Schedule],
    after: datetime,
    default_zone: str | tzinfo | None = None,
    count: int = 3,
) -> list[Session]:
    """The first `count` sessions that start at or after `after`, earliest first.

    Only what is certain: a row that happens every second week without `dtstart` gives none. What
    never closes has no sessions.
    """
    found: list[Session] = []
    for session in _sessions(_plans(schedules, default_zone), _instant(after), FURTHEST_SESSION):
        found.append(session)
        if len(found) == count:
            break
    return found


def sessions_between(
    schedules: Iterable[Schedule],
    start: datetime,
    end: datetime,
    default_zone: str | tzinfo | None = None,
) -> list[Session]:
    """All certain sessions that start in [start, end), earliest first."""
    first, last = _instant(start), _instant(end)
    reach = (last - first).days + 1
    plans = _plans(schedules, default_zone)
    return [s for s in _sessions(plans, first, reach) if s.start.astimezone(UTC) < last]


def _instant(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant without a zone")
    return at.astimezone(UTC)


def _plans(schedules: Iterable[Schedule], default_zone: str | tzinfo | None) -> list[Plan]:
    plans = [read_schedule(schedule, default_zone) for schedule in schedules]
    return [replace(p, zone=UTC) if p.zone is None and p.always else p for p in plans]


def _days(now: datetime, ahead: int) -> Iterator[date]:
    """Local days, of any zone, whose sessions may touch `now` and those up to `ahead` days on."""
    first = now.date() - 2 * DAY
    return (first + n * DAY for n in range(ahead + 3))


def _spans(plans: list[Plan], day: date) -> Iterator[_Span]:
    """What starts on that local day."""
    speaking = [p for p in plans if p.says_when and p.holds(day) and p.happens(day)]
    holidays = [p for p in speaking if p.holiday]
    if any(plan.closed for plan in holidays):
        return
    for plan in holidays or speaking:
        start = plan.opening(day) or _midnight(day, plan)
        yield _Span(start, plan.closing(day) or _midnight(day + DAY, plan), plan)


def _midnight(day: date, plan: Plan) -> datetime:
    return datetime.combine(day, MIDNIGHT, plan.zone).astimezone(UTC)


def _open(spans: list[_Span], now: datetime) -> OpenState | None:
    """Spans that touch are one: a place that is open each day all day never closes."""
    touching = [s for s in spans if s.sure and s.start <= now < s.end]
    if not touching:
        return None
    last = max(touching, key=lambda s: s.end)
    for span in spans:
        if span.sure and span.start <= last.end < span.end:
            last = span
    by_appointment = all(s.plan.by_appointment for s in touching)
    if last.end >= now + WEEK:
        return OpenState(State.ROUND_THE_CLOCK, by_appointment=by_appointment)
    until = last.end.astimezone(last.plan.zone)
    return OpenState(State.OPEN, until=until, by_appointment=by_appointment)


def _covered(plans: list[Plan], now: datetime) -> bool:
    """Whether somebody speaks for this local day: a regular row that holds, or a holiday row."""
    return any(_speaks_for(plan, now.astimezone(plan.zone).date()) for plan in plans)


def _speaks_for(plan: Plan, day: date) -> bool:
    return plan.says_when and plan.holds(day) and (not plan.holiday or plan.happens(day))


def _next_opening(plans: list[Plan], now: datetime) -> datetime | None:
    """None also where it may open earlier at a time that is not known."""
    first: _Span | None = None
    for day in _days(now, FURTHEST_OPENING):
        if first and day > first.start.date() + DAY:  # no zone has an earlier one left
            break
        later = [s for s in _spans(plans, day) if s.start > now]
        first = min([first, *later] if first else later, key=lambda s: s.start, default=None)
        if not first and day > now.date() and not any(_speaks_for(plan, day) for plan in plans):
            break
    if first is None or not first.starts_surely:
        return None
    return first.start.astimezone(first.plan.zone)


def _sessions(plans: list[Plan], after: datetime, reach: int) -> Iterator[Session]:
    """Zones differ by up to 26 hours, so a later day may hold an earlier session: each is given
    out only once the days have moved two past it."""
    plans = [p for p in plans if p.holiday or not p.always]
    waiting: dict[tuple[datetime, datetime | None], Session] = {}
    for day in _days(after, reach + 2):
        for span in _spans(plans, day):
            if span.starts_surely and span.start >= after:
                zone, end = span.plan.zone, span.plan.closing(day)
                session = Session(
                    span.start.astimezone(zone), end and end.astimezone(zone), span.plan.id
                )
                waiting.setdefault((span.start, end), session)
        ready = [key for key in waiting if key[0].date() < day - DAY]
        for key in sorted(ready, key=lambda k: (k[0], k[1] or k[0])):
            yield waiting.pop(key)
        if not waiting and all(p.last is not None and p.last < day for p in plans):
            return
    for key in sorted(waiting, key=lambda k: (k[0], k[1] or k[0])):
        yield waiting[key]
