"""Whoever reads the file with other software gets the sessions that the page shows."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from dateutil.rrule import rruleset, rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from directory.listings.calendar import Entry, calendar
from directory.listings.hours import sessions_between
from directory.listings.record import Schedule
from directory.listings.vtimezone import vtimezone

from .hours.schedules import holidays, rows

CHICAGO = "America/Chicago"
CHANGED = datetime(2025, 12, 15, 10, tzinfo=UTC)
LISTING = "8d1f4b70-6f8e-4f5e-9a80-6f4c2d1f3b11"


def entry(*schedules, **fields):
    base = {"listing_id": LISTING, "title": "Grief Circle", "changed": CHANGED, "revision": 3}
    return Entry(**(base | fields), schedules=list(schedules))


def row(**fields):
    base = {"zone": CHICAGO, "freq": "WEEKLY", "opens_at": "18:30", "closes_at": "20:00"}
    return Schedule(**(base | fields))


def events(*entries, **options):
    out = calendar(entries, name="Groups near you", **options)
    return Calendar.from_ical(out).walk("VEVENT")


def read_back(data, start, end):
    """Sessions in [start, end) as python-icalendar and python-dateutil understand the file:
    (start, wall length) of each, in UTC."""
    found = set()
    for event in Calendar.from_ical(data).walk("VEVENT"):
        first = event["DTSTART"].dt
        zone, naive = first.tzinfo, first.replace(tzinfo=None)
        dates = rruleset()
        dates.rdate(naive)
        if rule := event.get("RRULE"):
            rule = dict(rule)
            if until := rule.pop("UNTIL", None):
                local = until[0].astimezone(zone).replace(tzinfo=None)
                rule["UNTIL"] = [f"{local:%Y%m%dT%H%M%S}"]
            text = ";".join(f"{k}={','.join(map(str, v))}" for k, v in rule.items())
            dates.rrule(rrulestr(text, dtstart=naive))
        exceptions = event.get("EXDATE", [])
        for part in exceptions if isinstance(exceptions, list) else [exceptions]:
            for moment in part.dts:
                dates.exdate(moment.dt.replace(tzinfo=None))
        margin = timedelta(days=2)
        local_end = end.replace(tzinfo=None) + margin
        for wall in dates.between(start.replace(tzinfo=None) - margin, local_end, inc=True):
            at = wall.replace(tzinfo=zone).astimezone(UTC)
            if start <= at < end:
                found.add((at, event["DURATION"].dt))
    return found


def shown(schedules, start, end):
    """The same from the page's own sessions."""
    rows = {row.id: row for row in schedules}
    return {
        (session.start.astimezone(UTC), length(rows[session.schedule_id]))
        for session in sessions_between(schedules, start, end)
    }


def length(row):
    """On the wall clock; at most a day."""
    opens, closes = minutes(row.opens_at), minutes(row.closes_at)
    closes = 24 * 60 if closes == 24 * 60 - 1 else closes
    return timedelta(minutes=closes - opens if closes > opens else closes - opens + 24 * 60)


def minutes(clock):
    return int(clock[:2]) * 60 + int(clock[3:5])


TWO_YEARS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"byday": "TU"}, 104),
        ({"byday": "FR", "opens_at": "22:00", "closes_at": "02:00"}, 104),
        ({"freq": "MONTHLY", "byday": "5MO"}, 8),
        ({"freq": "MONTHLY", "byday": "-1FR"}, 23),
        ({"freq": "MONTHLY", "byday": "1SA,3SA"}, 48),
        ({"freq": "MONTHLY", "bymonthday": "31"}, 14),
        ({"byday": "TU", "interval": 2, "dtstart": "2026-01-06"}, 52),
        ({"byday": "SU,MO", "interval": 2, "dtstart": "2026-01-04", "wkst": "SU"}, 104),
        ({"byday": "SA", "opens_at": "22:00", "closes_at": "06:00"}, 104),
        ({"byday": "SU", "opens_at": "01:30", "closes_at": "01:45"}, 104),
        ({"byday": "SU", "opens_at": "02:30", "closes_at": "03:30"}, 104),
        ({"byday": "TU", "until": "2026-03-31", "exdates": "2026-02-03,2026-02-10"}, 11),
        ({"byday": "TU", "dtstart": "2026-01-06", "count": 5}, 5),
        ({"byday": "TU", "valid_to": "2026-01-31"}, 4),
        ({"freq": None, "dtstart": "2026-11-28", "count": 1}, 1),
        ({"byday": "TU", "zone": None, "timezone": -6}, 104),
    ],
)
def test_the_file_holds_the_sessions_of_the_page(fields, count):
    rows = [row(**fields)]
    found = read_back(calendar([entry(*rows)], name="x"), *TWO_YEARS)
    assert found == shown(rows, *TWO_YEARS)
    assert len(found) == count


@settings(max_examples=60)
@given(st.lists(rows(), min_size=1, max_size=3), st.lists(holidays(), max_size=2))
def test_any_schedule_reads_back_as_the_same_sessions(regular, special):
    schedules = regular + special
    window = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
    found = read_back(calendar([entry(*schedules)], name="x"), *window)
    assert found == shown(schedules, *window)


def test_one_event_for_each_row_with_a_lasting_id_and_the_revision_as_sequence():
    rows = [row(byday="TU"), row(byday="TH")]
    first, second = events(entry(*rows))
    assert first["UID"] != second["UID"]
    assert first["SEQUENCE"] == 3
    (later, _) = events(entry(*rows, revision=4, changed=CHANGED + timedelta(days=40)))
    assert later["UID"] == first["UID"]
    assert later["SEQUENCE"] == 4
    (other, _) = events(entry(*rows, listing_id=str(uuid4())))
    assert other["UID"] != first["UID"]


def test_the_same_entries_give_the_same_bytes():
    made = entry(row(byday="TU"))
    assert calendar([made], name="x") == calendar([made], name="x")


def test_a_neutral_file_tells_a_passer_by_nothing():
    made = entry(
        row(byday="TU"), row(freq="MONTHLY", byday="1SA"), row(byday="MO,TU"),
        place="1 Main St", url="https://example.org/listings/grief-circle",
        description="For people who lost somebody to grief",
    )  # fmt: skip
    text = calendar([made], name="Grief groups", neutral=True).decode()
    assert "rief" not in text
    assert [str(e["SUMMARY"]) for e in events(made, neutral=True)] == [
        "Tuesday group", "Saturday group", "Group"]  # fmt: skip
    assert "1 Main St" in text
    (plain, *_) = events(made)
    assert str(plain["SUMMARY"]) == "Grief Circle"
    assert str(plain["URL"]) == "https://example.org/listings/grief-circle"


def test_calendars_ask_again_once_a_day_and_cancelled_is_said():
    data = calendar([entry(row(byday="TU"), cancelled=True)], name="x").decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D" in data
    assert "STATUS:CANCELLED" in data
    assert "VALARM" not in data


def test_what_is_not_certain_or_never_closes_is_left_out():
    everyday = "MO,TU,WE,TH,FR,SA,SU"
    assert not events(
        entry(
            row(byday="TU", interval=2),
            row(byday="TU", zone=None),
            row(opens_at="soon", byday="TU"),
            row(byday=everyday, opens_at="00:00", closes_at="23:59"),
            Schedule(description="Ask"),
            row(freq="MONTHLY", bymonthday="31", byday=None, interval=12, dtstart="2026-02-01"),
        )
    )


def test_text_cannot_break_out_of_its_line():
    made = entry(row(byday="TU"), title="Circle\r\nATTACH:http://evil.example", place="A;B,\nC")
    (event,) = events(made)
    assert "ATTACH" not in event
    assert str(event["LOCATION"]) == "A;B,\nC"


ZONES = [
    "America/Chicago", "Europe/London", "Europe/Dublin", "Asia/Tokyo", "Australia/Lord_Howe",
    "America/St_Johns", "Asia/Jerusalem", "Africa/Casablanca", "Pacific/Auckland", "Asia/Dhaka",
]  # fmt: skip


@pytest.mark.parametrize("name", ZONES)
def test_the_zone_in_the_file_tells_the_same_time_as_the_zone_database(name):
    block = vtimezone(ZoneInfo(name), name, 2025).to_ical().decode().replace("\r\n ", "")
    theirs = tz.tzical(StringIO(block)).get(name)
    at = datetime(2025, 1, 2, tzinfo=UTC)
    while at.year < 2034:
        local = at.astimezone(ZoneInfo(name))
        if local.fold == 0:  # dateutil tells folds apart in another way
            naive = local.replace(tzinfo=theirs)
            assert naive.utcoffset() == local.utcoffset(), local
        near = at.astimezone(ZoneInfo(name)).utcoffset() != (
            at + timedelta(hours=13)).astimezone(ZoneInfo(name)).utcoffset()  # fmt: skip
        at += timedelta(minutes=30) if near else timedelta(hours=13)
