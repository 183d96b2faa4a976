"""What HSDS wants beside wall times: the offset in force at a row's next occurrence.

Offsets change with the clocks, so they are worked out when a document is written, never stored.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, tzinfo

from directory.listings.hours.reading import read_schedule
from directory.listings.hours.recurrence import DAY
from directory.listings.hours.words import describe
from directory.listings.hours.zones import offset_text
from directory.listings.record import Schedule

HORIZON = 5 * 366


def hsds_offset(
    schedule: Schedule, now: datetime, default_zone: str | tzinfo | None = None
) -> float | None:
    """Hours from UTC at the row's next session, or now if it has none; None: zone not known.
    HSDS's `timezone`."""
    at = _next_occurrence(schedule, now, default_zone)
    offset = at.utcoffset() if at else None
    return None if offset is None else offset.total_seconds() / 3600


def outward(
    schedule: Schedule, now: datetime, default_zone: str | tzinfo | None = None
) -> Schedule:
    """The row as HSDS wants it: times as `HH:MM:SS±HH:MM`, the same offset as `timezone`, words
    in `description`. A row without a zone of its own leaves as it came, if no default is given.
    """
    if schedule.zone is None and default_zone is None:
        return schedule
    at = _next_occurrence(schedule, now, default_zone)
    offset = at.utcoffset() if at else None
    if offset is None:
        return schedule
    plan = read_schedule(schedule, default_zone)
    suffix = offset_text(offset)
    closes = plan.closes
    if plan.all_day:
        closes = time(23, 59)  # round the clock, as HSDS writes it
    return replace(
        schedule,
        timezone=offset.total_seconds() / 3600,
        opens_at=f"{plan.opens:%H:%M:%S}{suffix}" if plan.opens else schedule.opens_at,
        closes_at=f"{closes:%H:%M:%S}{suffix}" if closes else schedule.closes_at,
        description=schedule.description or describe(schedule),
    )


def _next_occurrence(
    schedule: Schedule, now: datetime, default_zone: str | tzinfo | None
) -> datetime | None:
    plan = read_schedule(schedule, default_zone)
    if plan.zone is None:
        return None
    local = now.astimezone(plan.zone)
    day = max(local.date(), plan.first or local.date())
    if not plan.rule or (plan.last and plan.last < day):
        return local
    for _ in range(HORIZON):
        if plan.happens(day):
            start = datetime.combine(day, plan.opens or time(12), plan.zone)
            if start.astimezone(UTC) >= now.astimezone(UTC):
                return start
        day += DAY
    return local
