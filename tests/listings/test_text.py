import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.listings import text
from directory.listings.record import Organization, Phone, Record, Service, Url


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  Grief \t Circle ", "Grief Circle"),
        ("Cafe\u0301", "Café"),
        ("mo\u202egnip\u202cx", "mognipx"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("two\r\nlines", "two lines"),
        ("nul\x00 bell\x07", "nul bell"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("\u00a0hard\u2003space", "hard space"),
        ("a" + "\u0323\u0302" * 30, "ậ" + "\u0323" * 0),
    ],
)
def test_a_line_loses_what_cannot_be_seen(typed: str, line: str) -> None:
    assert text.clean_line(typed).startswith(line)


def test_paragraphs_stay_and_long_gaps_close() -> None:
    assert text.clean_text("One \r\n\r\n\r\n\r\n two \u2028three ") == "One\n\ntwo\nthree"


def test_arabic_prose_keeps_its_direction_marks_and_a_name_does_not() -> None:
    words = "\u0627\u062a\u0635\u0644 \u200f123"
    assert text.clean_text(words) == words
    assert "\u200f" not in text.clean_line(words)


def test_persian_joiners_stay() -> None:
    assert (
        text.clean_line("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")
        == "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    )


@given(st.text(alphabet=st.characters()))
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    for clean in (text.clean_line, text.clean_text):
        once = clean(typed)
        assert clean(once) == once
        assert not text.unwelcome(once)
        assert unicodedata.is_normalized("NFC", once)


def test_towers_of_accents_come_down() -> None:
    assert len(text.clean_line("Z" + "\u0351" * 50)) <= 1 + text.MOST_MARKS


def test_a_bare_http_becomes_unknown_and_an_empty_link_goes() -> None:
    record = Record(
        service=Service(
            name=" Grief\u200b Circle ",
            url="http://",
            description="  ",
            additional_urls=[Url(url="https://"), Url(url=" https://example.org ")],
            phones=[Phone(number='"+44 1234 234567"')],
            organization=Organization(name="Circle", website="N/A"),
        ),
        translations={"es": {"name": " Círculo\u200b "}},
    )
    service = text.cleaned(record).service
    assert service.name == "Grief Circle"
    assert service.url is None
    assert service.description is None
    assert [u.url for u in service.additional_urls] == ["https://example.org"]
    assert service.phones[0].number == "+44 1234 234567"
    assert service.organization is not None
    assert service.organization.website is None
    assert text.cleaned(record).translations["es"]["name"] == "Círculo"
    assert service.id == record.service.id
