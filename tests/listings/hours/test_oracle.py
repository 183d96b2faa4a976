"""Random schedules against a second telling of the same rules: python-dateutil for the days and
for wall times, and plain search for everything else."""

from datetime import UTC, date, datetime, time, timedelta

from dateutil import tz
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.listings.hours import State, next_sessions, state_at

from .schedules import ZONES, holidays, rows
from .test_recurrence import dateutil_days

instants = st.datetimes(
    datetime(2026, 1, 3), datetime(2027, 11, 1), timezones=st.just(UTC)  # noqa: DTZ001
)  # fmt: skip
# Often near the clock changes of one zone or another.
near_changes = st.builds(
    lambda day, hours: datetime.combine(day, time(0), UTC) + timedelta(minutes=10 * hours),
    st.sampled_from([date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 4), date(2026, 10, 3),
                     date(2026, 10, 25), date(2026, 11, 1)]),
    st.integers(-144, 288),
)  # fmt: skip
DAY = timedelta(days=1)
KNOWN_UNTIL = datetime(2027, 12, 1, tzinfo=UTC)  # the oracle looks no further


def within(row, day):
    return (row.valid_from or "0") <= str(day) <= (row.valid_to or "9")


def days_of(row):
    if row.group == "holiday":
        return {
            date.fromordinal(n)
            for n in range(
                date.fromisoformat(row.valid_from).toordinal(),
                date.fromisoformat(row.valid_to).toordinal() + 1,
            )
        }
    fields = {name: getattr(row, name) for name in row.__slots__}
    return {day for day in dateutil_days(fields) if within(row, day)}


def wall(row, day, clock):
    moment = datetime.combine(day, clock, tz.gettz(row.zone))
    return tz.resolve_imaginary(moment).astimezone(UTC)


def spans(schedules):
    """All (start, end) that the rows mean, in UTC."""
    special = [(row, days_of(row)) for row in schedules if row.group == "holiday"]
    taken = set().union(*(days for _, days in special))
    shut = set().union(*(days for row, days in special if row.closed))
    for row in schedules:
        days = days_of(row) - (shut if row.group == "holiday" else taken)
        for day in days if row.opens_at and not row.closed else ():
            opens, closes = time.fromisoformat(row.opens_at), time.fromisoformat(row.closes_at)
            if closes == time(23, 59):
                closes = time(0)
            start = wall(row, day, opens)
            end = wall(row, day + DAY if closes <= opens else day, closes)
            if end <= start:
                usual = datetime.combine(day, closes) - datetime.combine(day, opens)
                end = start + usual % DAY
            yield start, end


def expected(schedules, at):
    if any(start <= at < end for start, end in spans(schedules)):
        return "open"
    for row in schedules:
        day = at.astimezone(tz.gettz(row.zone)).date()
        if within(row, day) and (row.group != "holiday" or day in days_of(row)):
            return "closed"
    return "unknown"


schedules = st.builds(
    lambda regular, special: regular + special,
    st.lists(rows(), max_size=3),
    st.lists(holidays(), max_size=2),
)


@settings(max_examples=150)
@given(schedules, instants | near_changes)
def test_the_state_is_what_the_oracle_says(schedules, at):
    state = state_at(schedules, at)
    told = "open" if state.is_open else str(state.state)
    assert told == expected(schedules, at)


@settings(max_examples=100)
@given(schedules, instants | near_changes)
def test_until_and_opens_next_are_when_it_really_changes(schedules, at):
    state = state_at(schedules, at)
    if state.until:
        assert expected(schedules, state.until.astimezone(UTC)) != "open"
        moments = [at + (state.until - at) * n / 7 for n in range(7)]
        assert {expected(schedules, moment) for moment in moments} == {"open"}
    if state.state is State.CLOSED:
        later = [start for start, _ in spans(schedules) if start > at]
        if state.opens_next and state.opens_next >= KNOWN_UNTIL:
            assert not later or min(later) >= KNOWN_UNTIL
        elif state.opens_next:
            assert state.opens_next == min(later)
        else:
            coming = min(later, default=None)
            gaps = coming and (
                expected(schedules, at + n * DAY) == "unknown"
                for n in range(1, (coming - at).days + 2)
            )
            assert coming is None or (coming - at).days >= 399 or any(gaps)


@settings(max_examples=60)
@given(schedules, instants, st.integers(1, 5))
def test_the_next_sessions_are_the_oracle_s_first(schedules, after, count):
    found = [
        (s.start.astimezone(UTC), s.end.astimezone(UTC))
        for s in next_sessions(schedules, after, count=count)
        if s.start < KNOWN_UNTIL
    ]
    coming = sorted({span for span in spans(schedules) if span[0] >= after})
    assert found == coming[: len(found)]
    if len(found) < min(count, len(coming)):
        assert coming[len(found)][0] >= KNOWN_UNTIL


def test_the_zones_of_the_oracle_are_all_known():
    assert all(tz.gettz(zone) for zone in ZONES)
