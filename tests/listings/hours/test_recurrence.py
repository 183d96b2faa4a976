"""The days of a rule are those that python-dateutil finds."""

from datetime import date, datetime, timedelta

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from directory.listings.hours import read_schedule
from directory.listings.record import Schedule

from .schedules import DAYS, FROM, TO, dates, rules, weekdays

DATEUTIL_DAYS = dict(zip(DAYS, rrule.weekdays, strict=True))


def weekday(text):
    day = DATEUTIL_DAYS[text[-2:]]
    return day(int(text[:-2])) if text[:-2] else day


def dateutil_days(fields, last=TO):
    """All days of a row up to `last`, exceptions taken out."""

    def moment(text):
        return datetime.combine(date.fromisoformat(text), datetime.min.time())

    found = rrule.rruleset()
    found.rrule(
        rrule.rrule(
            getattr(rrule, fields["freq"]),
            dtstart=moment(fields.get("dtstart") or "2025-01-01"),
            interval=fields.get("interval") or 1,
            count=fields.get("count"),
            until=None if fields.get("count") else moment(fields.get("until") or str(last)),
            wkst=weekday(fields.get("wkst") or "MO"),
            byweekday=[weekday(d) for d in fields["byday"].split(",")]
            if fields.get("byday")
            else None,
            bymonthday=[int(d) for d in fields["bymonthday"].split(",")]
            if fields.get("bymonthday")
            else None,
        )
    )
    for day in filter(None, (fields.get("exdates") or "").split(",")):
        found.exdate(moment(day))
    end = datetime.combine(last, datetime.max.time())
    start = datetime.combine(FROM, datetime.min.time())
    return {moment.date() for moment in found.between(start, end, inc=True)}


def our_days(fields):
    plan = read_schedule(Schedule(**fields))
    span = (TO - FROM).days + 1
    return {day for day in (FROM + timedelta(days=n) for n in range(span)) if plan.happens(day)}


@given(rules())
def test_any_rule_happens_on_the_days_that_dateutil_finds(fields):
    assert our_days(fields) == dateutil_days(fields)


@given(
    st.integers(1, 4),
    st.sampled_from(DAYS),
    st.integers(1, 7),
    dates,
    st.sampled_from([1, 2, 3, 5]),
)
def test_a_weekday_that_must_also_be_a_date_of_the_month(n, day, nth_day, dtstart, interval):
    fields = {"freq": "MONTHLY", "byday": f"{n}{day}", "bymonthday": str(7 * (n - 1) + nth_day)}
    fields |= {"dtstart": dtstart, "interval": interval}
    assert our_days(fields) == dateutil_days(fields)


@given(weekdays, dates, st.integers(1, 10), st.sampled_from(DAYS))
def test_every_so_many_weeks_from_any_week_start(byday, dtstart, interval, wkst):
    fields = {"freq": "WEEKLY", "byday": byday, "dtstart": dtstart}
    fields |= {"interval": interval, "wkst": wkst}
    assert our_days(fields) == dateutil_days(fields)


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({"freq": "MONTHLY", "byday": "5FR"}, ["2026-01-30", "2026-05-29", "2026-07-31"]),
        ({"freq": "MONTHLY", "bymonthday": "-1"}, ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ({"freq": "MONTHLY", "byday": "FR", "bymonthday": "13"},
         ["2026-02-13", "2026-03-13", "2026-11-13"]),
        ({"freq": "MONTHLY", "dtstart": "2026-01-31"}, ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ({"freq": "WEEKLY", "dtstart": "2026-01-07"}, ["2026-01-07", "2026-01-14", "2026-01-21"]),
    ],
)  # fmt: skip
def test_days_that_people_get_wrong(fields, days):
    assert sorted(map(str, our_days(fields)))[:3] == days
