"""The numbers and times that HSDS wants, in force when the row next happens."""

from datetime import UTC, datetime

import pytest

from directory.listings.hours import hsds_offset, outward, schedule_problems, state_at
from directory.listings.record import Schedule

SUMMER = datetime(2026, 7, 1, tzinfo=UTC)
WINTER = datetime(2026, 12, 1, tzinfo=UTC)


def tuesday(**fields):
    base = {"freq": "WEEKLY", "byday": "TU", "opens_at": "18:30", "closes_at": "20:00"}
    return Schedule(**(base | fields))


@pytest.mark.parametrize(
    ("zone", "now", "offset"),
    [
        ("America/Chicago", SUMMER, -5),
        ("America/Chicago", WINTER, -6),
        ("Asia/Kathmandu", WINTER, 5.75),
        (None, WINTER, None),
    ],
)
def test_the_offset_is_the_one_at_the_next_session(zone, now, offset):
    assert hsds_offset(tuesday(zone=zone), now) == offset


def test_a_session_after_the_clock_change_has_the_offset_of_then():
    before_change = datetime(2026, 10, 30, tzinfo=UTC)
    assert hsds_offset(tuesday(zone="America/Chicago"), before_change) == -6
    last_of_summer = datetime(2026, 10, 26, tzinfo=UTC)
    assert hsds_offset(tuesday(zone="America/Chicago"), last_of_summer) == -5


def test_a_row_leaves_with_times_offset_and_words_that_agree():
    out = outward(tuesday(zone="America/Chicago"), SUMMER)
    assert (out.timezone, out.opens_at, out.closes_at) == (-5, "18:30:00-05:00", "20:00:00-05:00")
    assert out.description == "Every Tuesday, 6:30 pm to 8 pm"
    assert schedule_problems(out) == []
    assert state_at([out], WINTER) == state_at([tuesday(zone="America/Chicago")], WINTER)


def test_round_the_clock_leaves_as_hsds_writes_it():
    row = tuesday(zone="Asia/Tokyo", opens_at="00:00", closes_at="00:00")
    out = outward(row, SUMMER)
    assert (out.opens_at, out.closes_at) == ("00:00:00+09:00", "23:59:00+09:00")


def test_a_row_that_came_without_a_zone_leaves_as_it_came():
    row = tuesday(timezone=3)
    assert outward(row, SUMMER) is row
    assert outward(tuesday(opens_at="banana", zone="No/Where"), SUMMER).opens_at == "banana"
