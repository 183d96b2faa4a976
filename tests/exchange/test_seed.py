"""The listings that ship with the program keep the rules, and load as often as one likes."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from directory.exchange.demonstration import demonstration_records
from directory.exchange.national import FOLDER, SeedError, national_records
from directory.exchange.seed import load_demonstration, load_seed, remove_demonstration
from directory.extensions import db
from directory.geo.gazetteer import gazetteer_at
from directory.listings.classification import axes
from directory.listings.freshness import Age, freshness
from directory.listings.models import Check, Listing, Revision
from directory.listings.phones import Number, is_fictional, read_number
from directory.listings.queries import count_published
from directory.listings.record import Record
from directory.listings.rules import problems
from directory.listings.seed_files import seed_file
from tests.making import NOON

TODAY = date(2026, 11, 23)
REAL = list(national_records())
FICTION = list(demonstration_records(TODAY))


def key(record: Record) -> str:
    return record.source.id or ""


@pytest.mark.parametrize("record", REAL, ids=key)
def test_every_real_listing_passes_rules_and_lint_and_names_its_source(record: Record):
    expected = {"crisis-two-people", "phone-shared"}  # true of the lines, and said to moderators
    found = [p for p in problems(record, today=TODAY) if p.severity != "incomplete"]
    assert [str(p.sentence) for p in found if p.code not in expected] == []
    assert record.source.name
    assert (record.source.url or "").startswith("http")
    assert date.fromisoformat(record.source.seen_on or "") <= TODAY
    assert record.source.licence == "CC0-1.0"
    assert not record.fictional


@pytest.mark.parametrize("record", REAL, ids=key)
def test_no_invented_number_and_no_example_site_is_in_a_real_listing(record: Record):
    for phone in record.service.phones:
        read = read_number(phone.number, phone.country)
        assert isinstance(read, Number)
        assert not is_fictional(read)
    links = [record.service.url, *(link.url for link in record.service.additional_urls)]
    assert not [link for link in links if link and "example." in link]


@pytest.mark.parametrize("record", REAL, ids=key)
def test_a_real_listing_can_be_reached_and_says_for_whom_and_where(record: Record):
    service = record.service
    assert service.phones or service.url
    assert service.service_areas
    assert all(area.coverage for area in service.service_areas)
    assert service.languages
    for axis in ("category", "kind", "support", "source", "topic", "audience", "format"):
        assert record.terms[axis]
    for axis in axes():
        assert not axis.single or len(record.terms[axis.code]) == 1


def test_lines_for_people_in_crisis_take_the_two_person_route():
    lines = [record for record in REAL if "crisis-line" in record.terms["kind"]]
    assert len(lines) > 20
    assert all(record.crisis for record in lines)
    assert [key(r) for r in REAL if r.crisis and r not in lines] == []
    assert [key(record) for record in lines if not record.service.phones] == []


def test_crisis_lines_are_not_translated_before_an_operator_confirmed_the_words():
    assert [key(record) for record in REAL if record.crisis and record.translations] == []


@pytest.mark.parametrize("country", ["US", "GB", "CA", "AU", "IE"])
def test_each_of_our_countries_has_two_ways_to_reach_somebody_in_a_crisis(country: str):
    ways = {
        (phone.type, phone.number)
        for record in REAL
        if record.crisis
        and any((a.coverage or "").startswith(country) for a in record.service.service_areas)
        for phone in record.service.phones
    }
    assert len({kind for kind, _ in ways}) >= 2 or len(ways) >= 2


def test_knowledge_without_a_seen_source_was_not_published(shared: Path):
    """The two compiled files grade what nobody saw in a source with K."""
    lines = json.loads((shared / "crisis/crisis_lines.seed.json").read_text())["lines"]
    unseen = {line["id"] for line in lines if line["evidence_grade"] == "K"}
    assert unseen
    assert unseen & {key(record) for record in REAL} == set()


def test_descriptions_are_one_to_four_short_sentences():
    for record in [*REAL, *FICTION]:
        sentences = [s for s in re.split(r"[.?]\s+", record.service.description or "") if s]
        assert 1 <= len(sentences) <= 4, key(record)
        assert max(len(sentence.split()) for sentence in sentences) <= 32, key(record)


def test_names_and_identifiers_are_there_once():
    everything = [*REAL, *FICTION]
    assert [i for i, n in Counter(r.id for r in everything).items() if n > 1] == []
    names = Counter(
        (record.service.name, area.coverage)
        for record in everything
        for area in record.service.service_areas or [None]
        if area
    )
    assert [name for name, n in names.items() if n > 1] == []


def test_every_label_of_the_classification_finds_a_listing():
    """FIELD: a facet value with a label must return at least one listing."""
    found = {
        (axis, code)
        for record in [*REAL, *FICTION]
        if freshness(record, None, TODAY).state is not Age.ENDED
        for axis, codes in record.terms.items()
        for code in codes
    }
    labelled = {(axis.code, term.code) for axis in axes() for term in axis.terms}
    assert labelled - found == set()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"colour": "blue"}, "missing or unknown: colour"),
        ({"source": {"name": "", "url": "https://a.org", "seen_on": "2026-01-01"}}, "a source"),
        ({"hours": "often"}, "hours cannot be 'often'"),
        ({"facts": {"mood": "fine"}}, "no such fact: mood"),
    ],
)
def test_a_wrong_file_is_named_with_the_listing(tmp_path: Path, wrong: dict, sentence: str):
    country = json.loads((FOLDER / "ca.json").read_text())
    country["listings"][0] |= wrong
    (tmp_path / "ca.json").write_text(json.dumps(country))
    with pytest.raises(SeedError, match=f"ca.json: ca-988: .*{sentence}"):
        list(national_records(tmp_path))


def test_an_overnight_line_and_hours_only_in_words_are_kept_as_they_are():
    by_key = {key(record): record for record in REAL}
    (row,) = by_key["bd-kaanpeteroi"].service.schedules
    assert (row.opens_at, row.closes_at, row.zone) == ("15:00:00", "03:00:00", "Asia/Dhaka")
    monthly = by_key["jp-inochi"].service.schedules[1]
    assert (monthly.freq, monthly.bymonthday, monthly.opens_at) == ("MONTHLY", "10", "08:00:00")
    (words,) = by_key["au-qlife"].service.schedules
    assert words.opens_at is None
    assert by_key["us-988"].facts.round_the_clock


@pytest.mark.parametrize("language", ["en", "es"])
def test_groups_of_words_hold_at_least_two_and_no_word_twice(language: str):
    data = json.loads(seed_file("synonyms", f"{language}.json"))
    assert data["licence"] == "CC0-1.0"
    for group in data["groups"]:
        words = group["words"] + group.get("also", [])
        assert len(words) >= 2
        assert len(set(group["words"])) == len(group["words"])
        assert set(group) <= {"words", "also", "note"}
        assert all(word == word.strip().lower() for word in words)


def test_the_seed_is_published_as_never_checked_and_loading_again_changes_nothing(app):
    first = load_seed(at=NOON)
    assert len(first.new) == len(REAL)
    assert first.conflicts == []
    again = load_seed(at=NOON)
    assert (again.new, again.changed, len(again.unchanged)) == ([], [], len(REAL))
    assert count_published() == len(REAL)
    assert db.session.query(Check).count() == 0


def test_the_demonstration_loads_twice_with_one_check_each_and_goes_with_one_command(app, home):
    before = db.session.query(Revision).count()
    load_demonstration(at=NOON, home=home)
    checks = db.session.query(Check).count()
    again = load_demonstration(at=NOON, home=home)
    assert (again.new, again.changed) == ([], [])
    assert db.session.query(Check).count() == checks
    assert db.session.query(Listing).filter(Listing.fictional).count() == len(FICTION)
    assert count_published() == 0
    assert remove_demonstration(home=home) == len(FICTION)
    assert db.session.query(Listing).filter(Listing.fictional).count() == 0
    assert db.session.query(Revision).count() == before


def test_its_towns_are_places_while_it_is_there(app, home: Path):
    load_demonstration(at=NOON, home=home)
    (found,) = gazetteer_at(home).locate("Alder Falls")
    assert found.fictional
    assert found.areas[-1] == "US-JN-Juniper"
    assert gazetteer_at(home).locate("00011")[0].name == "Alder Falls"
    remove_demonstration(home=home)
    assert gazetteer_at(home).locate("Alder Falls") == []


def test_the_operator_loads_and_removes_from_the_command_line(runner: FlaskCliRunner):
    said = runner.invoke(args=["seed", "--demo"]).output
    assert f"national listings: {len(REAL)} new, 0 changed, 0 unchanged." in said
    assert f"fictional listings: {len(FICTION)} new" in said
    said = runner.invoke(args=["seed", "--remove-demo"]).output
    assert said == f"{len(FICTION)} fictional listings removed.\n"
    assert runner.invoke(args=["seed", "--demo", "--remove-demo"]).exit_code == 2
