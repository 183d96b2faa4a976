"""What in a row cannot be read is said by field, and never stops anything."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.listings.hours import (
    describe,
    ends_on,
    find_zone,
    next_sessions,
    outward,
    schedule_problems,
    state_at,
    week_bits,
    zone_name,
)
from directory.listings.record import Schedule


def tuesday(**fields):
    base = {"freq": "WEEKLY", "byday": "TU", "opens_at": "18:30", "closes_at": "20:00"}
    return Schedule(**(base | fields))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"opens_at": "18:30:00-06:00", "closes_at": "20:00Z"},
        {"timezone": 5.75},
        {"zone": "America/Chicago"},
        {"freq": "MONTHLY", "byday": "1SA,-1FR"},
        {"freq": "MONTHLY", "byday": None, "bymonthday": "1,-1"},
        {"interval": 2},  # not wrong, only not known
        {"opens_at": None, "closes_at": None, "freq": None, "byday": None},
        {"exdates": "2026-12-22, 2026-12-29"},
        {"freq": None, "byday": None, "dtstart": "2026-11-28", "count": 1},
        {"until": "9999-12-31", "valid_to": "9999-12-31"},
        {"group": "holiday", "closed": True, "freq": None, "byday": None,
         "valid_from": "2026-12-24", "valid_to": "2026-12-26"},
    ],
)  # fmt: skip
def test_good_rows_have_no_problems(fields):
    assert schedule_problems(tuesday(**fields)) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"opens_at": "half past six"}, "opens_at"),
        ({"opens_at": "25:00"}, "opens_at"),
        ({"opens_at": "18:30+15:00"}, "opens_at"),
        ({"opens_at": "24:00"}, "opens_at"),
        ({"opens_at": None}, "opens_at"),
        ({"closes_at": "8pm"}, "closes_at"),
        ({"zone": "Central"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"timezone": 15}, "timezone"),
        ({"timezone": float("nan")}, "timezone"),
        ({"freq": "DAILY"}, "freq"),
        ({"freq": None}, "freq"),
        ({"freq": None, "byday": None, "dtstart": "2026-11-28", "count": 4}, "freq"),
        ({"byday": "Tuesday"}, "byday"),
        ({"byday": "1TU"}, "byday"),
        ({"byday": None}, "byday"),
        ({"freq": "MONTHLY", "byday": "6SA"}, "byday"),
        ({"freq": "MONTHLY", "byday": None}, "byday"),
        ({"freq": "MONTHLY", "byday": None, "bymonthday": "32"}, "bymonthday"),
        ({"bymonthday": "10"}, "bymonthday"),
        ({"byweekno": "41"}, "byweekno"),
        ({"byyearday": "5"}, "byyearday"),
        ({"interval": 0}, "interval"),
        ({"interval": 1.5}, "interval"),
        ({"interval": float("nan")}, "interval"),
        ({"count": -1}, "count"),
        ({"wkst": "1"}, "wkst"),
        ({"dtstart": "2026-02-30"}, "dtstart"),
        ({"dtstart": "01/02/2026"}, "dtstart"),
        ({"dtstart": "0001-01-01"}, "dtstart"),
        ({"dtstart": "9999-12-31"}, "dtstart"),
        ({"until": "20270101"}, "until"),
        ({"dtstart": "2026-02-03", "until": "2026-02-02"}, "until"),
        ({"dtstart": "2026-02-03", "until": "2026-03-03", "count": 3}, "until"),
        ({"valid_from": "2026-02-03", "valid_to": "2026-02-02"}, "valid_to"),
        ({"exdates": "2026-12-22;2026-12-29"}, "exdates"),
        ({"group": "weekend"}, "group"),
    ],
)
def test_each_field_that_cannot_be_read_is_named(fields, field):
    assert [name for name, _ in schedule_problems(tuesday(**fields))] == [field]


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        ([tuesday(until="2026-12-01")], date(2026, 12, 1)),
        ([tuesday(dtstart="2026-11-24", count=3)], date(2026, 12, 8)),
        ([tuesday(until="2026-12-01", closes_at="02:00")], date(2026, 12, 2)),
        ([tuesday(until="2026-12-01"), tuesday(until="2027-01-05")], date(2027, 1, 5)),
        ([tuesday(until="2026-12-01"), tuesday()], None),
        ([tuesday(valid_to="2026-12-01")], None),
        ([tuesday(until="soon")], None),
        ([], None),
    ],
)
def test_the_day_on_which_everything_has_ended(rows, last):
    assert ends_on(rows) == last


def test_zones_are_found_by_the_names_they_are_given():
    for name in ("America/Chicago", "UTC-06:00", "UTC+05:45"):
        assert zone_name(find_zone(name)) == name
    assert zone_name(UTC) == "UTC+00:00"
    assert find_zone("UTC+99:00") is None


junk = st.none() | st.sampled_from(
    ["", "MO", "1SA", "2026-11-28", "9999-12-31", "0001-01-01", "18:30", "MONTHLY", "WEEKLY", "-1",
     "31", "holiday", "UTC", "Europe"]
) | st.text(max_size=12)  # fmt: skip
numbers = st.none() | st.sampled_from([1, 2, 0, -1]) | st.floats()


@given(
    st.builds(
        Schedule,
        **dict.fromkeys(
            ["valid_from", "valid_to", "dtstart", "until", "wkst", "freq", "byday", "byweekno",
             "bymonthday", "byyearday", "description", "opens_at", "closes_at", "zone", "group",
             "exdates", "attending_type"], junk),
        **dict.fromkeys(["timezone", "count", "interval"], numbers),
        closed=st.none() | st.booleans(),
    )
)  # fmt: skip
def test_nothing_that_anybody_writes_makes_reading_fail(row):
    now = datetime(2026, 11, 23, tzinfo=UTC)
    schedule_problems(row)
    state_at([row], now, "Europe/London")
    next_sessions([row], now, "Europe/London")
    week_bits([row], "Europe/London", date(2026, 11, 23))
    ends_on([row])
    assert describe(row)
    outward(row, now, "Europe/London")
