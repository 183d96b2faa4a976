"""Open now, closed until when, or not known: case by case, with the clocks that people have."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from directory.listings.hours import State, next_sessions, state_at
from directory.listings.record import Schedule

CHICAGO = "America/Chicago"
DAILY = "MO,TU,WE,TH,FR,SA,SU"


def row(**fields):
    return Schedule(**{"zone": CHICAGO, "freq": "WEEKLY"} | fields)


def local(text, zone=CHICAGO, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def told(rows, text, zone=CHICAGO, fold=0):
    """The state as a short text: "open until 2026-11-24 20:00"."""
    state = state_at(rows, local(text, zone, fold))
    if state.until:
        return f"{state.state} until {state.until:%Y-%m-%d %H:%M}"
    if state.opens_next:
        return f"{state.state} until {state.opens_next:%Y-%m-%d %H:%M}"
    return str(state.state)


BANGLADESH = [row(zone="Asia/Dhaka", byday=DAILY, opens_at="15:00:00", closes_at="03:00:00")]
JAPAN = [
    row(zone="Asia/Tokyo", byday=DAILY, opens_at="16:00:00", closes_at="21:00:00"),
    row(zone="Asia/Tokyo", freq="MONTHLY", bymonthday="10", opens_at="08:00", closes_at="08:00"),
]
SPLIT = [
    row(byday="MO,TU,WE,TH", opens_at="09:00:00", closes_at="12:00:00"),
    row(byday="MO,TU,WE,TH", opens_at="15:00:00", closes_at="17:00:00"),
]
TUESDAY = row(byday="TU", opens_at="18:30:00", closes_at="20:00:00")
FIRST_SATURDAY = [row(freq="MONTHLY", byday="1SA", opens_at="10:00", closes_at="12:00")]
LAST_FRIDAY = [row(freq="MONTHLY", byday="-1FR", opens_at="19:00", closes_at="21:00")]
FIFTH_MONDAY = [row(freq="MONTHLY", byday="5MO", opens_at="19:00", closes_at="21:00")]
FORTNIGHTLY = [
    row(byday="TU", interval=2, dtstart="2026-11-17", opens_at="18:00", closes_at="19:00")
]
ALWAYS = row(byday=DAILY, opens_at="00:00:00", closes_at="23:59:00")
NIGHT = [row(byday="SA", opens_at="22:00", closes_at="06:00")]


@pytest.mark.parametrize(
    ("rows", "at", "zone", "expected"),
    [
        (BANGLADESH, "2026-11-23 14:59", "Asia/Dhaka", "closed until 2026-11-23 15:00"),
        (BANGLADESH, "2026-11-23 15:00", "Asia/Dhaka", "open until 2026-11-24 03:00"),
        (BANGLADESH, "2026-11-24 00:00", "Asia/Dhaka", "open until 2026-11-24 03:00"),
        (BANGLADESH, "2026-11-24 02:59", "Asia/Dhaka", "open until 2026-11-24 03:00"),
        (BANGLADESH, "2026-11-24 03:00", "Asia/Dhaka", "closed until 2026-11-24 15:00"),
        (JAPAN, "2026-11-09 22:00", "Asia/Tokyo", "closed until 2026-11-10 08:00"),
        (JAPAN, "2026-11-10 07:59", "Asia/Tokyo", "closed until 2026-11-10 08:00"),
        (JAPAN, "2026-11-10 17:00", "Asia/Tokyo", "open until 2026-11-11 08:00"),
        (JAPAN, "2026-11-11 07:59", "Asia/Tokyo", "open until 2026-11-11 08:00"),
        (JAPAN, "2026-11-11 08:00", "Asia/Tokyo", "closed until 2026-11-11 16:00"),
        (JAPAN, "2026-11-12 20:59", "Asia/Tokyo", "open until 2026-11-12 21:00"),
        (SPLIT, "2026-11-23 11:59", CHICAGO, "open until 2026-11-23 12:00"),
        (SPLIT, "2026-11-23 12:00", CHICAGO, "closed until 2026-11-23 15:00"),
        (SPLIT, "2026-11-26 17:00", CHICAGO, "closed until 2026-11-30 09:00"),
        (FIRST_SATURDAY, "2026-12-05 11:00", CHICAGO, "open until 2026-12-05 12:00"),
        (FIRST_SATURDAY, "2026-12-12 11:00", CHICAGO, "closed until 2027-01-02 10:00"),
        (LAST_FRIDAY, "2026-11-27 20:00", CHICAGO, "open until 2026-11-27 21:00"),
        (LAST_FRIDAY, "2026-12-18 20:00", CHICAGO, "closed until 2026-12-25 19:00"),
        (FIFTH_MONDAY, "2026-11-23 20:00", CHICAGO, "closed until 2026-11-30 19:00"),
        (FIFTH_MONDAY, "2026-12-01 20:00", CHICAGO, "closed until 2027-03-29 19:00"),
        (FORTNIGHTLY, "2026-11-24 18:30", CHICAGO, "closed until 2026-12-01 18:00"),
        (FORTNIGHTLY, "2026-12-01 18:30", CHICAGO, "open until 2026-12-01 19:00"),
        ([ALWAYS], "2026-11-23 23:59", CHICAGO, "round_the_clock"),
        ([ALWAYS], "2026-11-24 00:00", CHICAGO, "round_the_clock"),
        ([row(byday="MO", opens_at="18:00", closes_at="23:59")], "2026-11-23 23:59", CHICAGO,
         "open until 2026-11-24 00:00"),
        ([row(byday="MO", opens_at="18:00", closes_at="24:00")], "2026-11-24 00:00", CHICAGO,
         "closed until 2026-11-30 18:00"),
    ],
)  # fmt: skip
def test_open_and_closed_with_the_time_it_changes(rows, at, zone, expected):
    assert told(rows, at, zone) == expected


@pytest.mark.parametrize(
    ("fields", "at", "expected"),
    [
        ({"dtstart": "2026-12-01"}, "2026-11-24 19:00", "closed until 2026-12-01 18:30"),
        ({"until": "2026-11-24"}, "2026-11-24 19:00", "open until 2026-11-24 20:00"),
        ({"until": "2026-11-24"}, "2026-11-25 19:00", "closed"),
        ({"dtstart": "2026-11-03", "count": 3}, "2026-11-17 19:00", "open until 2026-11-17 20:00"),
        ({"dtstart": "2026-11-03", "count": 3}, "2026-11-24 19:00", "closed"),
        ({"exdates": "2026-11-24, 2026-12-01"}, "2026-11-24 19:00",
         "closed until 2026-12-08 18:30"),
        ({"valid_from": "2026-12-01"}, "2026-11-24 19:00", "unknown"),
        ({"valid_to": "2026-11-23"}, "2026-11-24 19:00", "unknown"),
        ({"valid_to": "2026-11-24"}, "2026-11-24 21:00", "closed"),
        ({"count": 5}, "2026-11-24 19:00", "unknown"),
        ({"interval": 2}, "2026-11-24 19:00", "unknown"),
        ({"interval": 2}, "2026-11-25 19:00", "closed"),
        ({"closes_at": None}, "2026-11-24 19:00", "unknown"),
        ({"closes_at": None}, "2026-11-24 18:00", "closed until 2026-11-24 18:30"),
        ({"opens_at": None, "closes_at": None}, "2026-11-24 19:00", "unknown"),
        ({"opens_at": None, "closes_at": None}, "2026-11-25 19:00", "closed"),
        ({"opens_at": "half past six"}, "2026-11-25 19:00", "unknown"),
        ({"zone": None}, "2026-11-24 19:00", "unknown"),
        ({"zone": "Mars/Olympus"}, "2026-11-24 19:00", "unknown"),
    ],
)  # fmt: skip
def test_first_and_last_dates_and_what_is_not_known(fields, at, expected):
    fields = {"byday": "TU", "opens_at": "18:30", "closes_at": "20:00"} | fields
    assert told([row(**fields)], at) == expected


def test_no_rows_or_rows_of_words_are_unknown_and_never_closed():
    noon = local("2026-11-23 12:00")
    assert state_at([], noon).state is State.UNKNOWN
    words = Schedule(description="Weekday evenings")
    assert state_at([words], noon, CHICAGO).state is State.UNKNOWN
    assert told([words, TUESDAY], "2026-11-24 19:00") == "open until 2026-11-24 20:00"
    assert told([words, TUESDAY], "2026-11-24 21:00") == "unknown"


def test_by_appointment_is_its_own_answer():
    words = Schedule(zone=CHICAGO, description="By appointment only")
    assert told([words], "2026-11-24 19:00") == "by_appointment"
    assert told([words, TUESDAY], "2026-11-24 19:00") == "open until 2026-11-24 20:00"
    office = row(byday="TU", opens_at="09:00", closes_at="17:00", attending_type="By appointment")
    state = state_at([office], local("2026-11-24 10:00"))
    assert state.is_open
    assert state.by_appointment


def test_a_line_that_never_closes_is_open_even_where_its_zone_is_not_known():
    unzoned = row(zone=None, byday=DAILY, opens_at="00:00", closes_at="23:59")
    assert told([unzoned], "2026-11-24 03:00") == "round_the_clock"


def test_holiday_rows_silence_the_regular_ones_on_their_days_only():
    closed = Schedule(
        zone=CHICAGO, group="holiday", closed=True, valid_from="2026-12-24", valid_to="2026-12-26"
    )
    short = row(
        freq=None, group="holiday", valid_from="2026-12-31", valid_to="2026-12-31",
        opens_at="10:00", closes_at="12:00",
    )  # fmt: skip
    usual = row(byday=DAILY, opens_at="09:00", closes_at="17:00")
    rows = [usual, closed, short]
    assert told(rows, "2026-12-23 16:00") == "open until 2026-12-23 17:00"
    assert told(rows, "2026-12-24 10:00") == "closed until 2026-12-27 09:00"
    assert told(rows, "2026-12-31 11:00") == "open until 2026-12-31 12:00"
    assert told(rows, "2026-12-31 14:00") == "closed until 2027-01-01 09:00"
    assert told([ALWAYS, closed], "2026-12-20 10:00") == "open until 2026-12-24 00:00"


def test_closed_wins_over_other_holiday_hours_of_the_same_day():
    season = row(
        freq=None, group="holiday", valid_from="2026-12-20", valid_to="2026-12-31",
        opens_at="10:00", closes_at="14:00",
    )  # fmt: skip
    christmas = row(freq=None, dtstart="2026-12-25", closed=True, group="holiday")
    rows = [row(byday=DAILY, opens_at="09:00", closes_at="17:00"), season, christmas]
    assert told(rows, "2026-12-24 16:00") == "closed until 2026-12-26 10:00"
    assert told(rows, "2026-12-25 11:00") == "closed until 2026-12-26 10:00"


def test_changed_hours_take_over_when_the_old_information_ends():
    old = row(byday="TU", opens_at="18:30", closes_at="20:00", valid_to="2026-11-30")
    new = row(byday="WE", opens_at="10:00", closes_at="12:00", valid_from="2026-12-01")
    assert told([old, new], "2026-11-24 21:00") == "closed until 2026-12-02 10:00"
    assert told([old, new], "2026-12-01 19:00") == "closed until 2026-12-02 10:00"


def test_one_date_and_nothing_else():
    day = row(freq=None, dtstart="2026-11-28", count=1, opens_at="10:00", closes_at="11:30")
    assert told([day], "2026-11-24 10:00") == "closed until 2026-11-28 10:00"
    assert told([day], "2026-11-28 11:00") == "open until 2026-11-28 11:30"
    assert told([day], "2026-11-28 11:30") == "closed"


@pytest.mark.parametrize(
    ("at", "fold", "expected"),
    [
        # Clocks go forward on 8 March 2026 at 2:00, back on 1 November 2026 at 2:00.
        ("2026-03-08 05:59", 0, "open until 2026-03-08 06:00"),
        ("2026-03-08 06:00", 0, "closed until 2026-03-14 22:00"),
        ("2026-11-01 01:30", 0, "open until 2026-11-01 06:00"),
        ("2026-11-01 01:30", 1, "open until 2026-11-01 06:00"),
        ("2026-11-01 06:00", 0, "closed until 2026-11-07 22:00"),
    ],
)
def test_the_wall_clock_counts_on_both_nights_of_a_clock_change(at, fold, expected):
    assert told(NIGHT, at, fold=fold) == expected


def test_a_session_in_the_hour_that_does_not_exist_starts_an_hour_later_by_the_clock():
    rows = [row(byday="SU", opens_at="02:30", closes_at="03:00")]
    (session,) = next_sessions(rows, local("2026-03-08 00:00"), count=1)
    assert session.start.isoformat() == "2026-03-08T03:30:00-05:00"
    assert session.end.isoformat() == "2026-03-08T04:00:00-05:00"


def test_a_session_in_the_hour_that_comes_twice_is_in_the_first_one():
    rows = [row(byday="SU", opens_at="01:15", closes_at="01:45")]
    (session,) = next_sessions(rows, local("2026-11-01 00:00"), count=1)
    assert session.start.isoformat() == "2026-11-01T01:15:00-05:00"
    assert told(rows, "2026-11-01 01:30", fold=0) == "open until 2026-11-01 01:45"
    assert told(rows, "2026-11-01 01:30", fold=1) == "closed until 2026-11-08 01:15"


def test_round_the_clock_holds_through_both_clock_changes():
    assert told([ALWAYS], "2026-03-08 03:00") == "round_the_clock"
    assert told([ALWAYS], "2026-11-01 01:30", fold=1) == "round_the_clock"


def test_zone_then_number_then_the_time_s_own_offset_then_the_default():
    fields = {"byday": "TU", "opens_at": "18:30", "closes_at": "20:00"}
    at = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)  # Tuesday 19:00 in Chicago
    assert state_at([row(**fields, timezone=3)], at).is_open
    assert state_at([row(**fields, zone=None, timezone=-6)], at, "Asia/Tokyo").is_open
    offset = {"byday": "TU", "opens_at": "18:30:00-06:00", "closes_at": "20:00:00-06:00"}
    assert state_at([row(**offset, zone=None)], at, "Asia/Tokyo").is_open
    assert state_at([row(**offset, zone="Asia/Tokyo")], at).state is State.CLOSED
    assert state_at([row(**fields, zone=None)], at, CHICAGO).is_open


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        state_at([TUESDAY], datetime(2026, 11, 24))  # noqa: DTZ001


def starts(rows, text, **more):
    sessions = next_sessions(rows, local(text), **more)
    return [f"{s.start:%Y-%m-%d %H:%M}" for s in sessions]


def test_the_next_three_sessions_of_each_kind_of_rule():
    assert starts([TUESDAY], "2026-11-24 18:30") == [
        "2026-11-24 18:30", "2026-12-01 18:30", "2026-12-08 18:30"]  # fmt: skip
    assert starts(FIFTH_MONDAY, "2026-11-23 00:00") == [
        "2026-11-30 19:00", "2027-03-29 19:00", "2027-05-31 19:00"]  # fmt: skip
    assert starts(SPLIT, "2026-11-23 12:00") == [
        "2026-11-23 15:00", "2026-11-24 09:00", "2026-11-24 15:00"]  # fmt: skip
    assert starts([ALWAYS], "2026-11-23 12:00") == []
    assert starts([row(byday="TU", interval=2, opens_at="18:00")], "2026-11-23 12:00") == []


def test_sessions_of_rows_in_several_zones_come_in_order_and_once():
    rows = [
        row(byday=DAILY, opens_at="23:00", closes_at="23:30", zone="Pacific/Pago_Pago"),
        row(byday=DAILY, opens_at="01:00", closes_at="02:00", zone="Pacific/Kiritimati"),
        row(byday=DAILY, opens_at="01:00", closes_at="02:00", zone="Pacific/Kiritimati"),
    ]
    found = [s.start for s in next_sessions(rows, datetime(2026, 11, 23, tzinfo=UTC), count=12)]
    assert found == sorted(found)
    assert len(set(found)) == 12


def test_a_session_without_an_end_has_none():
    (session,) = next_sessions(
        [row(byday="TU", opens_at="18:30")], local("2026-11-23 12:00"), count=1
    )
    assert session.end is None
