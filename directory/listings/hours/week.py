"""The local week as bits, for the index's "open now".

The promise, away from the two days around a clock change:

- `state_at` says open  ⇒  the bit of that local quarter-hour is set, whatever the flags.
- The bit is set and `exact`  ⇒  `state_at` says open.
- The bit is not set and neither UNKNOWN nor BY_APPOINTMENT nor DATED stands  ⇒  closed.

So the bits alone find all that may be open, and only rows that are not `exact` need asking.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import IntFlag

from directory.listings.hours.plan import Plan
from directory.listings.hours.reading import read_schedule
from directory.listings.hours.recurrence import ByMonth, ByWeek, OnDates
from directory.listings.hours.zones import as_zone, zone_name
from directory.listings.record import Schedule

QUARTERS_A_DAY = 96
QUARTERS = 7 * QUARTERS_A_DAY
BYTES = QUARTERS // 8


class WeekFlag(IntFlag):
    NONE = 0
    DATED = 1  # holidays, exceptions, first or last dates: true on some dates only
    SOME_WEEKS = 2  # monthly, every second week, single dates
    UNKNOWN = 4  # some hours are not known
    BY_APPOINTMENT = 8
    PART_QUARTERS = 16  # opens or closes within a quarter-hour, whose bit is set
    MIXED_ZONES = 32  # rows in several zones: every bit is set


NOT_EXACT = WeekFlag.DATED | WeekFlag.SOME_WEEKS | WeekFlag.PART_QUARTERS | WeekFlag.MIXED_ZONES


@dataclass(frozen=True, slots=True)
class WeekHours:
    """`bits`: quarter-hour q of the local week, from Monday 00:00, is bit q % 8 (lowest first) of
    byte q // 8. `zone`: the name of its clock, None where no row has one."""

    bits: bytes
    zone: str | None
    flags: WeekFlag

    @property
    def exact(self) -> bool:
        return not self.flags & NOT_EXACT

    def may_be_open(self, local: datetime) -> bool:
        """`local` is on this week's own clock."""
        quarter = quarter_of_week(local)
        return bool(self.bits[quarter // 8] >> quarter % 8 & 1)


def quarter_of_week(local: datetime) -> int:
    """0 to 671 on the wall clock that `local` shows."""
    return local.weekday() * QUARTERS_A_DAY + local.hour * 4 + local.minute // 15


def week_bits(
    schedules: Iterable[Schedule],
    default_zone: str | tzinfo | None = None,
    today: date | None = None,
) -> WeekHours:
    """With `today`, dates that have passed are no longer limits and rows that ended are left out:
    the answer then holds from that day on."""
    plans = [read_schedule(schedule, default_zone) for schedule in schedules]
    flags = WeekFlag.UNKNOWN if all(plan.holiday for plan in plans) else WeekFlag.NONE
    plans = [p for p in plans if not _over(p, today)]
    bits = 0
    zones: set[tzinfo] = set()
    for plan in plans:
        flags |= _flags(plan, today)
        if plan.closed or not plan.complete or not (plan.zone or plan.always):
            continue
        bits |= _bits(plan)
        if plan.zone:
            zones.add(plan.zone)
    zone = next(iter(zones), as_zone(default_zone) or (UTC if bits else None))
    if len(zones) > 1:
        flags |= WeekFlag.MIXED_ZONES
        zone = min(zones, key=zone_name)
        bits = (1 << QUARTERS) - 1
    return WeekHours(bits.to_bytes(BYTES, "little"), zone_name(zone) if zone else None, flags)


def _over(plan: Plan, today: date | None) -> bool:
    """Whether it has nothing to say any more. Two days' grace: a night runs into the next day,
    and it is yesterday elsewhere. Information that no longer holds is not over but unknown."""
    if today is None or (plan.valid_to is not None and not plan.holiday):
        return False
    ends = [end for end in (plan.last, plan.valid_to) if end is not None]
    return any((today - end).days > 2 for end in ends)


def _flags(plan: Plan, today: date | None) -> WeekFlag:
    flags = WeekFlag.NONE
    heard = plan.says_when or plan.always or plan.holiday
    if not plan.closed and not (heard and plan.complete):
        flags |= WeekFlag.BY_APPOINTMENT if plan.by_appointment else WeekFlag.UNKNOWN
    if not isinstance(plan.rule, ByWeek) or plan.rule.interval > 1:
        flags |= WeekFlag.SOME_WEEKS if plan.rule else WeekFlag.NONE
    if any(t is not None and (t.minute % 15 or t.second) for t in (plan.opens, plan.closes)):
        flags |= WeekFlag.PART_QUARTERS
    to_begin = [
        day
        for day in (plan.first, plan.valid_from)
        if day and (today is None or (today - day).days < 2)
    ]
    if to_begin or plan.last or plan.valid_to or plan.holiday or plan.exdates:
        flags |= WeekFlag.DATED
    return flags


def _bits(plan: Plan) -> int:
    assert plan.opens is not None
    assert plan.closes is not None
    start = _seconds(plan.opens) // 900
    end = -(-_seconds(plan.closes) // 900)
    if plan.closes <= plan.opens:
        end += QUARTERS_A_DAY
    bits = 0
    for weekday in _weekdays(plan):
        for quarter in range(start, end):
            bits |= 1 << (weekday * QUARTERS_A_DAY + quarter) % QUARTERS
    return bits


def _seconds(clock: time) -> int:
    return (clock.hour * 60 + clock.minute) * 60 + clock.second


def _weekdays(plan: Plan) -> set[int]:
    match plan.rule:
        case ByWeek(days=days):
            return set(days)
        case ByMonth(nth=nth):
            return {weekday for _, weekday in nth} or set(range(7))
        case OnDates(first=first, last=last):
            length = min((last - first).days + 1, 7)
            return {(first.weekday() + n) % 7 for n in range(length)}
        case _:
            return set()
