"""How long a check holds, what follows, and that the index counts the same days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.listings.freshness import (
    Age,
    Showing,
    accepting_new,
    capacities,
    freshness,
    index_days,
    last_day,
    volatile,
    wait,
)
from directory.listings.record import (
    Facts,
    Location,
    Record,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
)

TODAY = date(2026, 11, 23)


def listing(*kinds, schedules=(), **fields):
    service = Service(schedules=list(schedules))
    return Record(service=service, terms={"kind": list(kinds)}, **fields)


def days_ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("crisis-line", 30),
        ("warm-line", 90),
        ("support-group", 90),
        ("class", 90),
        ("volunteering", 180),
        ("online-community", 180),
        ("practice", 180),
        ("programme", 180),
        ("guide", 180),
    ],
)
def test_each_kind_has_its_days(kind, days):
    def state(age):
        found = freshness(listing(kind), days_ago(age), TODAY)
        return found.state, found.ranks_lower, found.in_results

    assert state(0) == (Age.FRESH, False, True)
    assert state(days) == (Age.FRESH, False, True)
    assert state(days + 1) == (Age.DUE, True, True)
    assert state(2 * days) == (Age.DUE, True, True)
    assert state(2 * days + 1) == (Age.LAPSED, True, False)


def test_the_days_on_which_it_turns_are_told():
    found = freshness(listing("support-group"), date(2026, 9, 1), TODAY)
    assert found.age_days == 83
    assert found.due_on == date(2026, 12, 1)
    assert found.lapses_on == date(2027, 3, 1)


def test_never_checked_ranks_lower_and_stays():
    found = freshness(listing("guide"), None, TODAY)
    assert (found.state, found.ranks_lower, found.in_results) == (Age.NEVER, True, True)
    assert found.age_days is None


def test_whoever_answers_people_in_crisis_has_thirty_days_whatever_the_kind():
    assert freshness(listing("programme", crisis=True), days_ago(31), TODAY).state is Age.DUE
    assert freshness(listing("programme", "warm-line"), days_ago(91), TODAY).state is Age.DUE


def test_a_check_dated_tomorrow_by_another_clock_is_of_today():
    found = freshness(listing("guide"), TODAY + timedelta(days=1), TODAY)
    assert (found.state, found.age_days) == (Age.FRESH, 0)


def test_a_single_date_ends_when_it_is_over():
    event = Schedule(dtstart="2026-11-22", count=1, opens_at="10:00", closes_at="12:00")
    record = listing("class", schedules=[event])
    assert freshness(record, days_ago(1), date(2026, 11, 22)).state is Age.FRESH
    ended = freshness(record, days_ago(1), TODAY)
    assert (ended.state, ended.in_results) == (Age.ENDED, False)
    assert freshness(record, None, TODAY).state is Age.ENDED


def test_a_role_ends_on_its_closing_date():
    record = listing("volunteering", facts=Facts(closing_date="2026-11-22"))
    assert freshness(record, days_ago(1), TODAY).state is Age.ENDED


def test_what_still_happens_somewhere_has_not_ended():
    record = listing("class", schedules=[Schedule(freq="WEEKLY", byday="TU", until="2026-06-01")])
    assert last_day(record) == date(2026, 6, 1)
    weekly = Schedule(freq="WEEKLY", byday="TU")
    record.service.service_at_locations.append(ServiceAtLocation(schedules=[weekly]))
    assert last_day(record) is None
    record.service.service_at_locations[0] = ServiceAtLocation(
        location=Location(schedules=[weekly])
    )
    assert last_day(record) is None


def test_a_crisis_line_does_not_end_by_a_date_in_its_hours():
    hours = Schedule(freq="WEEKLY", byday="TU", until="2026-06-01")
    assert last_day(listing("crisis-line", schedules=[hours], crisis=True)) is None


@pytest.mark.parametrize(
    ("checked", "showing"),
    [
        (days_ago(30), Showing.SHOWN),
        (days_ago(31), Showing.ASK),
        (days_ago(60), Showing.ASK),
        (days_ago(61), Showing.BLANK),
        (None, Showing.ASK),
        ("lately", Showing.ASK),
        ("2026-11-20T10:00:00Z", Showing.SHOWN),
    ],
)
def test_facts_that_change_weekly_are_asked_about_and_then_left_out(checked, showing):
    checked = checked and str(checked)
    assert volatile(checked, TODAY) is showing
    record = listing("practice", facts=Facts(wait_checked=checked, accepting_new_checked=checked))
    record.service.capacities = [ServiceCapacity(id="rooms", updated=checked)]
    assert wait(record, TODAY) is accepting_new(record, TODAY) is showing
    assert capacities(record, TODAY) == {"rooms": showing}


@given(
    st.sampled_from(["crisis-line", "class", "guide"]),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    st.dates(date(2026, 1, 1), date(2028, 1, 1)),
)
def test_the_index_days_say_the_same_as_the_state(kind, checked_on, closing, today):
    record = listing(kind, facts=Facts(closing_date=closing and str(closing)))
    now, days = freshness(record, checked_on, today), index_days(record, checked_on)
    hidden = days.hide_after is not None and today > days.hide_after
    lower = days.lower_after is None or today > days.lower_after
    assert hidden is not now.in_results
    assert (lower or hidden) is now.ranks_lower
