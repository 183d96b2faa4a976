"""Hours as people say them, in English and Spanish, on a 12 or 24 hour clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from directory.listings.hours import (
    Session,
    describe,
    describe_session,
    describe_state,
    next_sessions,
    state_at,
)
from directory.listings.record import Schedule

CHICAGO = "America/Chicago"
DAILY = "MO,TU,WE,TH,FR,SA,SU"
WEEKLY, MONTHLY = {"freq": "WEEKLY"}, {"freq": "MONTHLY"}
EVENING = {"opens_at": "18:30:00", "closes_at": "20:00:00"}
SPANISH = {
    "Every %(days)s": "Cada %(days)s",
    "%(start)s to %(end)s": "de %(start)s a %(end)s",
    "%(which)s %(day)s of the month": "%(which)s %(day)s del mes",
    "First": "Primer",
    "Third": "Tercer",
}


def spanish(message):
    return SPANISH.get(message, message)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (WEEKLY | EVENING | {"byday": "TU"}, "Every Tuesday, 6:30 pm to 8 pm"),
        (WEEKLY | EVENING | {"byday": "TU,TH"}, "Every Tuesday and Thursday, 6:30 pm to 8 pm"),
        (WEEKLY | {"byday": "MO,TU,WE,TH", "opens_at": "09:00", "closes_at": "12:00"},
         "Monday to Thursday, 9 am to noon"),
        (WEEKLY | {"byday": DAILY, "opens_at": "15:00", "closes_at": "03:00"},
         "Every day, 3 pm to 3 am the next day"),
        (WEEKLY | {"byday": DAILY, "opens_at": "00:00", "closes_at": "23:59"},
         "Every day, 24 hours"),
        (WEEKLY | {"byday": "FR", "opens_at": "20:00", "closes_at": "23:59"},
         "Every Friday, 8 pm to midnight"),
        (WEEKLY | EVENING | {"byday": "TU", "interval": 2, "dtstart": "2026-11-24"},
         "Every second Tuesday, 6:30 pm to 8 pm"),
        (WEEKLY | EVENING | {"byday": "TU", "interval": 2},
         "Every second Tuesday, 6:30 pm to 8 pm, ask which weeks"),
        (WEEKLY | EVENING | {"byday": "TU", "interval": 3, "dtstart": "2026-11-24"},
         "Every 3 weeks on Tuesday, 6:30 pm to 8 pm"),
        (MONTHLY | {"byday": "1SA", "opens_at": "10:00"},
         "First Saturday of the month, from 10 am"),
        (MONTHLY | {"byday": "1SA,3SA"},
         "First and third Saturday of the month, ask for the times"),
        (MONTHLY | EVENING | {"byday": "-1FR"}, "Last Friday of the month, 6:30 pm to 8 pm"),
        (MONTHLY | EVENING | {"bymonthday": "10,25"},
         "On day 10 and 25 of the month, 6:30 pm to 8 pm"),
        (MONTHLY | EVENING | {"byday": "1SA", "interval": 2, "dtstart": "2026-11-07"},
         "First Saturday of the month, every 2 months, 6:30 pm to 8 pm"),
        (EVENING | {"dtstart": "2026-11-28", "count": 1},
         "Saturday, November 28, 2026, 6:30 pm to 8 pm"),
        (WEEKLY | EVENING | {"byday": "TU", "until": "2027-03-02", "exdates": "2026-12-22"},
         "Every Tuesday, 6:30 pm to 8 pm, until March 2, 2027, not on December 22, 2026"),
        ({"group": "holiday", "closed": True, "valid_from": "2026-12-25",
          "valid_to": "2026-12-25"}, "Closed: Friday, December 25, 2026"),
        ({"group": "holiday", "closed": True, "valid_from": "2026-12-24",
          "valid_to": "2026-12-26"}, "Closed: December 24, 2026 to December 26, 2026"),
        ({"description": "Weekday evenings"}, "Weekday evenings"),
        ({"attending_type": "appointment"}, "By appointment"),
        (WEEKLY | {"byday": "MO", "attending_type": "By appointment"},
         "Every Monday, by appointment"),
        ({}, "Ask for the times"),
    ],
)  # fmt: skip
def test_a_row_in_plain_words(fields, sentence):
    assert describe(Schedule(zone=CHICAGO, **fields)) == sentence


def test_a_row_in_spanish():
    tuesday = Schedule(zone=CHICAGO, byday="TU", **WEEKLY, **EVENING)
    assert describe(tuesday, "es", spanish) == "Cada martes, de 18:30 a 20:00"
    assert describe(tuesday, "es-US", spanish) == "Cada martes, de 6:30 p.m. a 8 p.m."
    saturdays = Schedule(zone=CHICAGO, byday="1SA,3SA", **MONTHLY, **EVENING)
    assert describe(saturdays, "es", spanish) == "Primer y tercer sábado del mes, de 18:30 a 20:00"


def test_british_readers_get_a_24_hour_clock():
    tuesday = Schedule(zone="Europe/London", byday="TU", **WEEKLY, **EVENING)
    assert describe(tuesday, "en_GB") == "Every Tuesday, 18:30 to 20:00"


def test_the_zone_is_named_only_where_the_reader_s_differs():
    tuesday = Schedule(zone=CHICAGO, byday="TU", **WEEKLY, **EVENING)
    assert describe(tuesday, reader_zone=CHICAGO) == "Every Tuesday, 6:30 pm to 8 pm"
    assert describe(tuesday, reader_zone="Europe/London") == (
        "Every Tuesday, 6:30 pm to 8 pm (Central Time)"
    )


def test_a_session_in_both_zones_where_the_clocks_differ():
    tuesday = Schedule(zone=CHICAGO, byday="TU", **WEEKLY, **EVENING)
    (session,) = next_sessions([tuesday], datetime(2026, 11, 23, tzinfo=UTC), count=1)
    assert describe_session(session) == "Tuesday, November 24, 6:30 pm to 8 pm"
    assert describe_session(session, reader_zone="America/Winnipeg") == describe_session(session)
    assert describe_session(session, reader_zone="Europe/London") == (
        "Tuesday, November 24, 6:30 pm to 8 pm, Central Time "
        "(Wednesday, November 25, 12:30 am to 2 am where you are)"
    )


def test_a_session_past_midnight_says_so():
    start = datetime(2026, 11, 24, 22, tzinfo=ZoneInfo(CHICAGO))
    end = datetime(2026, 11, 25, 6, tzinfo=ZoneInfo(CHICAGO))
    assert describe_session(Session(start, end, "x")) == (
        "Tuesday, November 24, 10 pm to 6 am the next day"
    )


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-24 19:00", "Open now until 8 pm"),
        ("2026-11-24 12:00", "Closed now, opens at 6:30 pm"),
        ("2026-11-23 12:00", "Closed now, opens Tuesday at 6:30 pm"),
        ("2026-11-17 20:00", "Closed now, opens Tuesday, November 24 at 6:30 pm"),
    ],
)
def test_the_badge_says_when_it_changes(at, words):
    tuesday = Schedule(zone=CHICAGO, byday="TU", **WEEKLY, **EVENING)
    now = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(CHICAGO))
    assert describe_state(state_at([tuesday], now), now) == words


def test_the_badge_for_what_is_not_known_offers_a_way_on():
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert describe_state(state_at([], now), now) == "Hours not known, call first"
    row = Schedule(byday=DAILY, opens_at="00:00", closes_at="00:00", **WEEKLY)
    assert describe_state(state_at([row], now), now) == "Open 24 hours a day, every day"
