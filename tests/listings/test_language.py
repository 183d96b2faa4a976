import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.listings.language import SENTENCES, lint
from directory.listings.seed_files import seed_file

RULES = json.loads(seed_file("rules", "language.json"))["rules"]


def examples(kind: str) -> list[tuple[str, str, str]]:
    return [
        (rule["code"], language, text)
        for rule in RULES
        for language, texts in rule[kind].items()
        for text in texts
    ]


def rules_found(text: str, **how: object) -> set[str]:
    return {finding.rule for finding in lint(text, **how)}  # type: ignore[arg-type]


@pytest.mark.parametrize(("code", "language", "text"), examples("hits"))
def test_each_rule_finds_its_examples(code: str, language: str, text: str) -> None:
    assert code in rules_found(text, language=language)


@pytest.mark.parametrize(("code", "language", "text"), examples("misses"))
def test_each_rule_leaves_its_near_misses_alone(code: str, language: str, text: str) -> None:
    assert code not in rules_found(text, language=language)


def test_each_rule_has_examples_in_english_and_spanish_and_a_sentence() -> None:
    for rule in RULES:
        for language in ("en", "es"):
            assert len(rule["hits"][language]) >= len(rule["patterns"][language]) or rule["hits"]
            assert rule["misses"][language], rule["code"]
        assert rule["code"] in SENTENCES


def test_every_pattern_is_needed_by_some_example() -> None:
    import re

    for rule in RULES:
        for language, patterns in rule["patterns"].items():
            for pattern in patterns:
                hits = rule["hits"][language]
                assert any(re.search(pattern, hit, re.I) for hit in hits), (rule["code"], pattern)


def test_a_name_is_never_flagged_but_may_be_stopped() -> None:
    assert lint("Alcoholics Anonymous: 24/7 Crisis Support!", is_name=True) == []
    assert rules_found("Circle zoom.us/j/81234567", is_name=True) == {"joining"}


def test_stops_are_found_whatever_the_language() -> None:
    assert "method" in rules_found("Se ahorcó en casa.", language="en")
    assert "method" in rules_found("He hanged himself.", language="fr")
    assert "labels" not in rules_found("Help for the mentally ill", language="fr")


def test_a_finding_says_where_it_is() -> None:
    text = "We meet weekly. Do come along!"
    (finding,) = lint(text)
    assert text[finding.start : finding.end] == "!"
    assert finding.action == "flag"


def test_what_other_facts_answer_is_not_asked_again() -> None:
    assert "cover" in rules_found("Open 24/7")
    assert "cover" not in rules_found("Open 24/7", settled=frozenset({"cover"}))


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        ("Our crisis line is 612 332 4400.", "US", True),
        ("Suicide hotline: 0161 226 3871", "GB", True),
        ("In a crisis call 988.", "US", False),
        ("In a crisis call or text 988.", None, False),
        ("In an emergency call 911.", "US", False),
        ("In an emergency call 999.", "GB", False),
        ("For a crisis, Samaritans are on 116 123.", "GB", False),
        ("Línea de crisis: 612 332 4400", "US", True),
        ("Crisis team of 20 people, 365 days a year", "US", False),
        ("Ring 0161 226 3871 for a place.", "GB", False),
    ],
)
def test_only_known_numbers_may_be_called_a_crisis_line(
    text: str, country: str | None, found: bool
) -> None:
    assert ("crisis-number" in rules_found(text, country=country)) is found


def test_retired_numbers_in_prose_stop() -> None:
    (finding,) = [f for f in lint("Ring 08457 90 90 90.", country="GB") if f.rule == "retired"]
    assert "116 123" in str(finding.sentence)


@given(st.text(), st.booleans(), st.sampled_from(["en", "es", "fr", ""]))
def test_any_text_gets_an_answer(text: str, is_name: bool, language: str) -> None:
    for finding in lint(text, is_name, language=language):
        assert 0 <= finding.start < finding.end <= len(text)


def test_the_sample_descriptions_of_a_british_borough(shared: Path) -> None:
    rows = (shared / "data/trafford_mental_health_services.csv").read_text("utf-8").splitlines()
    found = [
        (row["name"], finding)
        for row in csv.DictReader(rows)
        for finding in lint(row["description"], country="GB")
    ]
    assert sum(finding.rule == "labels" for _, finding in found) >= 4
    assert [pair for pair in found if pair[1].rule == "method"] == []


def test_no_name_of_the_sample_facilities_is_stopped(shared: Path) -> None:
    rows = (shared / "data/us_samhsa_mh_MN_OR_NM_VT.csv").read_text("utf-8").splitlines()
    names = [f"{row['name1']} {row['name2']}" for row in csv.DictReader(rows)]
    assert len(names) == 498
    assert [name for name in names if lint(name, is_name=True, country="US")] == []
