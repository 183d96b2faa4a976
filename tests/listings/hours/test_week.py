"""The week as bits keeps its promise to `state_at`."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from directory.listings.hours import State, WeekFlag, find_zone, state_at, week_bits
from directory.listings.record import Schedule

from .schedules import holidays, plain_rows, quarter_times, rows

CHICAGO = "America/Chicago"
instants = st.datetimes(
    datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)  # noqa: DTZ001
)  # fmt: skip


def quarters(hours):
    return [q for q in range(672) if hours.bits[q // 8] >> q % 8 & 1]


def near_clock_change(at, zone):
    offsets = {(at + timedelta(hours=h)).astimezone(zone).utcoffset() for h in range(-48, 49, 6)}
    return len(offsets) > 1


def test_monday_nine_to_ten_is_four_quarters():
    row = Schedule(freq="WEEKLY", byday="MO", opens_at="09:00", closes_at="10:00", zone=CHICAGO)
    hours = week_bits([row])
    assert quarters(hours) == [36, 37, 38, 39]
    assert (hours.zone, hours.flags, hours.exact, len(hours.bits)) == (CHICAGO, 0, True, 84)


def test_sunday_night_goes_on_into_monday():
    row = Schedule(freq="WEEKLY", byday="SU", opens_at="23:30", closes_at="00:30", zone=CHICAGO)
    assert quarters(week_bits([row])) == [0, 1, 670, 671]


def test_no_rows_are_unknown():
    assert week_bits([]).flags == WeekFlag.UNKNOWN


def test_dates_in_the_past_no_longer_limit():
    fields = {"freq": "WEEKLY", "byday": "MO", "zone": CHICAGO}
    fields |= {"opens_at": "09:00", "closes_at": "10:00"}
    since = Schedule(**fields, dtstart="2024-01-01")
    ended = Schedule(**(fields | {"byday": "TU"}), until="2025-01-01")
    assert week_bits([since, ended]).flags == WeekFlag.DATED
    now = week_bits([since, ended], today=date(2026, 11, 23))
    assert now.exact
    assert quarters(now) == [36, 37, 38, 39]


def test_what_a_row_needs_beyond_the_bits_is_flagged():
    fields = {"zone": CHICAGO, "opens_at": "09:00", "closes_at": "10:10"}
    first = Schedule(**fields, freq="MONTHLY", byday="1SA")
    assert week_bits([first]).flags == WeekFlag.SOME_WEEKS | WeekFlag.PART_QUARTERS
    words = Schedule(zone=CHICAGO, description="By appointment only")
    assert week_bits([words]).flags == WeekFlag.BY_APPOINTMENT
    tokyo = Schedule(**(fields | {"zone": "Asia/Tokyo"}), freq="WEEKLY", byday="MO")
    both = week_bits([first, tokyo])
    assert WeekFlag.MIXED_ZONES in both.flags
    assert len(quarters(both)) == 672


@given(st.lists(rows(), max_size=3), st.lists(holidays(), max_size=2), instants, st.booleans())
def test_whatever_is_open_has_its_bit_set(regular, special, at, with_today):
    schedules = regular + special
    hours = week_bits(schedules, today=date(2026, 1, 1) if with_today else None)
    if not state_at(schedules, at).is_open:
        return
    zone = find_zone(hours.zone)
    assume(not near_clock_change(at, zone))
    assert hours.may_be_open(at.astimezone(zone))


@given(st.lists(plain_rows(quarter_times), min_size=1, max_size=4), instants)
def test_exact_bits_and_the_state_agree(schedules, at):
    hours = week_bits(schedules)
    assert hours.exact
    zone = ZoneInfo(CHICAGO)
    assume(not near_clock_change(at, zone))
    state = state_at(schedules, at)
    assert hours.may_be_open(at.astimezone(zone)) == state.is_open
    assert state.is_open or state.state is State.CLOSED


DATED_FIELDS = "dtstart until count interval exdates valid_from valid_to".split()
undated_rows = rows().map(lambda row: replace(row, **dict.fromkeys(DATED_FIELDS)))


@given(st.lists(undated_rows, min_size=1, max_size=3), instants)
def test_no_bit_and_no_flag_of_doubt_mean_closed(schedules, at):
    hours = week_bits(schedules)
    zone = find_zone(hours.zone)
    assume(not near_clock_change(at, zone))
    assert not hours.flags & (WeekFlag.UNKNOWN | WeekFlag.BY_APPOINTMENT | WeekFlag.DATED)
    if not hours.may_be_open(at.astimezone(zone)):
        assert state_at(schedules, at).state is State.CLOSED
