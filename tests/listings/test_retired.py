import csv
import re
from pathlib import Path

import pytest

from directory.listings.retired import find_retired, retired_contacts, retired_in


@pytest.mark.parametrize(
    ("number", "country", "words", "instead"),
    [
        ("08457 90 90 90", "GB", "", "116 123"),
        ("+44 8457 909090", "GB", "", "116 123"),
        ("1-833-456-4566", "CA", "", "988"),
        ("1-800-273-8255", "CA", "", "988"),
        ("1-800-273-TALK", "US", "National Suicide Prevention Lifeline", "988"),
        ("988", "US", "LGBTQ+ youth: call and press 3", "988, or The Trevor Project"),
        ("800-799-4889", "US", "Suicide Prevention Line", "711 then 988"),
        ("1393", "KR", "", "109"),
        ("+33333114", "FR", "", "3114"),
        ("+1988", "CA", "", "988"),
        ("+1741741", "US", "", "741741"),
        ("44116123", "GB", "", "116 123"),
        ("0044116123", None, "", "116 123"),
        ("+6321553", "PH", "", "1553"),
    ],
)
def test_a_retired_contact_is_found_and_says_what_to_use(
    number: str, country: str | None, words: str, instead: str
) -> None:
    row = find_retired(number, country, words=words)
    assert row is not None
    assert row.use_instead == instead


@pytest.mark.parametrize(
    ("number", "country", "words"),
    [
        ("1-800-273-8255", "US", "988 Suicide & Crisis Lifeline"),
        ("1-800-273-8255", "US", ""),
        (
            "1-800-273-8255",
            "US",
            "988 Lifeline, before 2022 the National Suicide Prevention Lifeline",
        ),
        ("988", "US", "988 Suicide & Crisis Lifeline"),
        ("988", "US", "Veterans Crisis Line, press 1"),
        ("988", "CA", ""),
        ("116 123", "GB", ""),
        ("1393", "GB", ""),
        ("109", "KR", ""),
        ("9114416", "GB", ""),
    ],
)
def test_a_live_contact_is_not_blocked(number: str, country: str, words: str) -> None:
    assert find_retired(number, country, words=words) is None


def test_a_wrong_text_number_is_wrong_only_as_a_text_number() -> None:
    assert find_retired("714714", "US", channel="text")
    assert not find_retired("714714", "US", channel="voice")


def test_each_row_says_why_and_what_instead() -> None:
    for row in retired_contacts():
        assert row.how in {"number", "elsewhere", "e164", "words", "channel"}
        assert row.because.endswith(".")
        assert row.use_instead
        assert (row.how == "words") == (row.words is not None)


def test_retired_numbers_are_found_in_prose() -> None:
    text = "Ring Samaritans on 08457 90 90 90 at any time, or 116 123."
    ((start, end, row),) = retired_in(text, "GB")
    assert text[start:end] == "08457 90 90 90"
    assert row.use_instead == "116 123"
    assert list(retired_in("We are at 109 High Street, suite 1393.", None)) == []


def test_every_contact_of_the_compiled_list_is_blocked(shared: Path) -> None:
    listed = (shared / "crisis/retired_or_broken_contacts.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(listed))
    assert len(rows) == len(retired_contacts())
    for row in rows:
        number = re.search(r"[+\d][\d -]*\d", row["never_publish"])
        assert number, row
        found = find_retired(
            number.group(),
            row["country"],
            channel="text" if "text" in row["never_publish"] else "voice",
            words=row["never_publish"],
        )
        assert found, row
