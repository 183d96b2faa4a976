"""Juniper County is plainly fictional, and still behaves as a living county would."""

import json
from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest

from directory.exchange.demonstration import (
    demonstration_checks,
    demonstration_places,
    demonstration_records,
)
from directory.geo.gazetteer import SHIPPED, Gazetteer
from directory.geo.place import kilometres
from directory.listings.codec import plain
from directory.listings.freshness import Age, freshness
from directory.listings.phones import Number, is_fictional, read_number
from directory.listings.record import Record
from directory.listings.rules import problems

TODAY = date(2026, 11, 23)
ALL = list(demonstration_records(TODAY))


def key(record: Record) -> str:
    return record.source.id or ""


@pytest.mark.parametrize("record", ALL, ids=key)
def test_every_listing_is_marked_and_passes_rules_and_lint(record: Record):
    assert record.fictional
    assert not record.individual
    assert not record.crisis
    found = [p for p in problems(record, today=TODAY) if p.severity != "incomplete"]
    assert [str(p.sentence) for p in found] == []


def test_nobody_can_be_reached_by_mistake():
    for service in (record.service for record in ALL):
        for phone in service.phones:
            read = read_number(phone.number, phone.country)
            assert isinstance(read, Number)
            assert is_fictional(read)
        links = [service.url, service.email, *(link.url for link in service.additional_urls)]
        assert all(".example.org" in link for link in links if link)


def test_most_facts_are_known_and_a_few_are_still_to_ask_as_in_life():
    missing = [
        sum(p.severity == "incomplete" for p in problems(record, today=TODAY)) for record in ALL
    ]
    assert median(missing) <= 3
    assert max(missing) > 3


def test_there_are_about_three_hundred_of_every_everyday_kind():
    kinds = Counter(record.terms["kind"][0] for record in ALL)
    assert 280 <= len(ALL) <= 340
    assert set(kinds) == {
        "support-group", "class", "volunteering", "online-community", "practice", "programme",
        "guide", "warm-line",
    }  # fmt: skip
    assert min(kinds.values()) >= 8


def test_no_two_descriptions_are_alike():
    assert len({record.service.description for record in ALL}) == len(ALL)


def test_the_same_day_gives_the_same_records_and_so_does_the_month():
    stored = json.dumps([plain(record) for record in ALL])
    assert json.dumps([plain(r) for r in demonstration_records(TODAY)]) == stored
    assert json.dumps([plain(r) for r in demonstration_records(date(2026, 11, 2))]) == stored


def test_identifiers_stay_over_the_years():
    later = {record.id for record in demonstration_records(date(2031, 3, 9))}
    assert later == {record.id for record in ALL}


def test_rows_of_one_table_have_their_own_identifiers():
    rows = Counter(
        row.id
        for record in ALL
        for place in record.service.service_at_locations
        for row in [place, *place.schedules, *([place.location] if place.location else [])]
    )
    assert [i for i, n in rows.items() if n > 1] == []


def test_times_come_in_every_rhythm():
    rows = [
        row
        for record in ALL
        for row in [
            *record.service.schedules,
            *(r for at in record.service.service_at_locations for r in at.schedules),
        ]
    ]
    assert any(row.interval == 2 for row in rows)
    assert any(row.byday == "-1FR" for row in rows)
    assert any(row.freq == "MONTHLY" and row.byday == "2SA" for row in rows)
    assert any(row.count == 8 for row in rows)
    assert any(row.freq is None and row.count == 1 for row in rows)
    assert any((row.closes_at or "24") < (row.opens_at or "") for row in rows)
    assert any(row.exdates for row in rows)
    assert any(row.opens_at is None and row.description == "By appointment" for row in rows)
    assert {row.purpose for row in rows if row.opens_at} == {"event", "hours"}


def test_a_hidden_address_is_nowhere_in_the_record():
    hidden = [
        at.location
        for record in ALL
        for at in record.service.service_at_locations
        if at.location and at.location.precision == "town"
    ]
    assert len(hidden) >= 10
    towns = {(p.latitude, p.longitude) for p in demonstration_places() if p.kind == "town"}
    for location in hidden:
        assert location.addresses == []
        assert location.transportation is None
        assert (location.latitude, location.longitude) in towns


def test_an_organization_meets_under_its_own_roof_where_it_has_one():
    rooms = {
        (record.service.organization.name, at.location.name)
        for record in ALL
        for at in record.service.service_at_locations
        if at.location and record.service.organization and at.location.town == "Alder Falls"
    }
    assert ("Casa Puente", "Casa Puente") in rooms
    assert [room for room in rooms if room[0] == "Casa Puente"] == [("Casa Puente",) * 2]
    assert ("Copper Beech Counseling", "Copper Beech Counseling") in rooms


def test_some_services_are_at_several_places_and_some_organizations_offer_several():
    assert any(len(record.service.service_at_locations) > 1 for record in ALL)
    offered = Counter(r.service.organization.id for r in ALL if r.service.organization)
    assert max(offered.values()) >= 10


def test_spanish_listings_speak_spanish_and_no_other():
    spanish = [record for record in ALL if record.language == "es"]
    assert len(spanish) >= 15
    for record in spanish:
        said = f"{record.facts.on_contact} {record.facts.must_report} {record.facts.bring}"
        assert " the " not in said


def test_online_communities_carry_the_whole_block_on_moderation():
    places = [r.facts for r in ALL if "online-community" in r.terms["kind"]]
    for facts in places:
        for name in ("moderated_by", "moderated_hours", "at_risk", "data_owner", "leaving"):
            assert getattr(facts, name)
        assert facts.moderated
        assert facts.rules_url


def test_checks_are_mostly_fresh_with_some_due_some_lapsed_and_some_never_made():
    by_id = {check.listing_id: check.on for check in demonstration_checks(TODAY)}
    states = Counter(freshness(r, by_id.get(r.id), TODAY).state for r in ALL)
    assert states[Age.FRESH] > 0.75 * len(ALL)
    assert states[Age.DUE] >= 15
    assert states[Age.LAPSED] >= 4
    assert states[Age.NEVER] >= 4
    assert max(by_id.values()) <= TODAY


@pytest.mark.parametrize("days", [0, 27, 200, 500])
def test_courses_and_roles_are_open_whenever_the_seed_is_loaded(days: int):
    today = TODAY + timedelta(days=days)
    ended = [
        key(record)
        for record in demonstration_records(today)
        if freshness(record, today, today).state is Age.ENDED
    ]
    assert ended == []


def test_the_gazetteer_rows_cover_every_town_that_a_listing_is_in():
    places = demonstration_places()
    assert Counter(place.kind for place in places) == {"county": 1, "town": 8, "zip": 8}
    assert all(place.fictional for place in places)
    assert {place.areas[-1] for place in places} == {"US-JN-Juniper"}
    towns = {place.name for place in places if place.kind == "town"}
    used = {
        at.location.town
        for record in ALL
        for at in record.service.service_at_locations
        if at.location and at.location.town
    }
    assert used == towns
    assert {r.service.service_areas[0].coverage for r in ALL if r.service.service_areas} == {
        "US-JN-Juniper"
    }


@pytest.mark.skipif(not SHIPPED.exists(), reason="the gazetteer is not built")
def test_no_real_town_or_code_is_near_or_has_the_name():
    gazetteer = Gazetteer()
    for place in demonstration_places():
        nearest = gazetteer.nearest(place.latitude, place.longitude)
        assert nearest is None or kilometres(place.point, nearest.point) > 40
        if place.kind == "town":
            assert [p for p in gazetteer.locate(place.name) if p.name == place.name] == []
        if place.code:
            assert gazetteer.locate(place.code) == []
