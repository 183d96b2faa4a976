"""How old a check may be, by kind of listing, and what follows when it is older.

Worked out when a page is read and never stored as a state, so that a job that stopped cannot keep
old facts alive. Days are whole days between two dates: a fact that holds for 30 days is still
fresh on the 30th day after the check, and due on the 31st. Lapsed is twice as old.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain

from directory.listings.hours import ends_on
from directory.listings.record import Record, Schedule

CRISIS_DAYS = 30
SESSION_DAYS = 90  # times that change with the season
OTHER_DAYS = 180
VOLATILE_DAYS = 30  # waiting time, accepting new people, places left

DAYS_BY_KIND = {
    "crisis-line": CRISIS_DAYS,
    "warm-line": SESSION_DAYS,
    "support-group": SESSION_DAYS,
    "class": SESSION_DAYS,
}


class Age(StrEnum):
    NEVER = "never"  # nobody has checked it
    FRESH = "fresh"
    DUE = "due"
    LAPSED = "lapsed"
    ENDED = "ended"  # its last date has passed


class Showing(StrEnum):
    """What to do with a fact that changes from week to week."""

    SHOWN = "shown"
    ASK = "ask"  # show "Ask" in its place
    BLANK = "blank"  # show nothing


@dataclass(frozen=True, slots=True)
class Freshness:
    """`due_on` and `lapses_on` are the first days of that state, None if never checked."""

    state: Age
    age_days: int | None = None
    due_on: date | None = None
    lapses_on: date | None = None

    @property
    def ranks_lower(self) -> bool:
        return self.state is not Age.FRESH

    @property
    def in_results(self) -> bool:
        """The page stays with a notice where this is false."""
        return self.state not in (Age.LAPSED, Age.ENDED)


@dataclass(frozen=True, slots=True)
class IndexDays:
    """For an index that decides when it is asked: the last day on which the listing ranks in
    full, and the last on which it is in results. None: no such day."""

    lower_after: date | None
    hide_after: date | None


def days_allowed(kinds: Iterable[str], *, crisis: bool = False) -> int:
    """Days for which a check holds; of several kinds the shortest counts."""
    allowed = [DAYS_BY_KIND.get(kind, OTHER_DAYS) for kind in kinds]
    return min([*allowed, CRISIS_DAYS if crisis else OTHER_DAYS])


def freshness(record: Record, checked_on: date | None, today: date) -> Freshness:
    """`checked_on`: the day of the last check that confirmed all must-have facts, in UTC like
    `today`. A check that seems to be of tomorrow (clocks differ) is of today."""
    limit = timedelta(days=_days_allowed(record))
    due_on = lapses_on = age = None
    if checked_on is not None:
        age = max((today - checked_on).days, 0)
        due_on = checked_on + limit + timedelta(days=1)
        lapses_on = checked_on + 2 * limit + timedelta(days=1)
    last = last_day(record)
    if last is not None and today > last:
        state = Age.ENDED
    elif due_on is None or lapses_on is None:
        state = Age.NEVER
    elif today >= lapses_on:
        state = Age.LAPSED
    else:
        state = Age.DUE if today >= due_on else Age.FRESH
    return Freshness(state, age, due_on, lapses_on)


def index_days(record: Record, checked_on: date | None) -> IndexDays:
    """Without a check there is no day after which it ranks lower: it does so from the first."""
    limit = timedelta(days=_days_allowed(record))
    lapse = checked_on + 2 * limit if checked_on else None
    ends = [day for day in (lapse, last_day(record)) if day is not None]
    return IndexDays(checked_on + limit if checked_on else None, min(ends, default=None))


def last_day(record: Record) -> date | None:
    """The day on which it ends for good: a role's closing date, or its last session. None while
    there is no end. A line for people in crisis does not end by a date in a schedule."""
    closing = _date(record.facts.closing_date)
    last = None if record.crisis else ends_on(_schedules(record))
    return min((day for day in (closing, last) if day is not None), default=None)


def volatile(checked: str | None, today: date) -> Showing:
    """How to show a waiting time, "accepting new people" or places left. `checked` is its own
    date, or an instant that begins with one; a fact without a date is one to ask about."""
    day = _date(checked)
    if day is None:
        return Showing.ASK
    age = (today - day).days
    if age <= VOLATILE_DAYS:
        return Showing.SHOWN
    return Showing.ASK if age <= 2 * VOLATILE_DAYS else Showing.BLANK


def wait(record: Record, today: date) -> Showing:
    return volatile(record.facts.wait_checked, today)


def accepting_new(record: Record, today: date) -> Showing:
    return volatile(record.facts.accepting_new_checked, today)


def capacities(record: Record, today: date) -> dict[str, Showing]:
    """By the capacity row's id."""
    return {row.id: volatile(row.updated, today) for row in record.service.capacities}


def _days_allowed(record: Record) -> int:
    return days_allowed(record.terms.get("kind", ()), crisis=record.crisis)


def _schedules(record: Record) -> Iterable[Schedule]:
    """All rows that say when: what still happens at one place has not ended."""
    places = record.service.service_at_locations
    at_places = chain.from_iterable(place.schedules for place in places)
    of_locations = chain.from_iterable(p.location.schedules for p in places if p.location)
    return chain(record.service.schedules, at_places, of_locations)


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
