"""Hours: what a schedule says, whether it is open at an instant, and when it happens next.

Plain: the instant is always an argument and every instant has a zone. Local times that a clock
change skips are moved forward by the gap, those that come twice mean the first one (RFC 5545).
Unknown is an answer of its own and is never reported as closed.
"""

from directory.listings.hours.offsets import hsds_offset, outward
from directory.listings.hours.plan import Plan
from directory.listings.hours.reading import ends_on, read_schedule, schedule_problems
from directory.listings.hours.recurrence import ByMonth, ByWeek, OnDates
from directory.listings.hours.state import (
    OpenState,
    Session,
    State,
    next_sessions,
    sessions_between,
    state_at,
)
from directory.listings.hours.week import WeekFlag, WeekHours, week_bits
from directory.listings.hours.words import (
    describe,
    describe_clock,
    describe_days,
    describe_session,
    describe_state,
    describe_zone,
)
from directory.listings.hours.zones import find_zone, zone_name

__all__ = [
    "ByMonth",
    "ByWeek",
    "OnDates",
    "OpenState",
    "Plan",
    "Session",
    "State",
    "WeekFlag",
    "WeekHours",
    "describe",
    "describe_clock",
    "describe_days",
    "describe_session",
    "describe_state",
    "describe_zone",
    "ends_on",
    "find_zone",
    "hsds_offset",
    "next_sessions",
    "outward",
    "read_schedule",
    "schedule_problems",
    "sessions_between",
    "state_at",
    "week_bits",
    "zone_name",
]
