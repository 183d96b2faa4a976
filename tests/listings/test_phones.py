import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.listings.phones import (
    Number,
    Unknown,
    dial_link,
    is_fictional,
    read_number,
    same_line,
    shown,
    split_extension,
)
from directory.listings.record import Phone


@pytest.mark.parametrize(
    ("number", "country", "digits", "kind", "words"),
    [
        ("988", "US", "988", "short", "988"),
        ("741741", "US", "741741", "short", "741741"),
        ("116 123", "GB", "116123", "short", "116 123"),
        ("116123", "IE", "116123", "short", "116 123"),
        ("85258", "GB", "85258", "short", "85258"),
        ("188", "BR", "188", "listed", "188"),
        ("14416", "IN", "14416", "listed", "14416"),
        ("109", "KR", "109", "listed", "109"),
        ("1553", "PH", "1553", "listed", "1553"),
        ("131114", "AU", "131114", "national", "13 11 14"),
        ("0161 226 3871", "GB", "01612263871", "national", "0161 226 3871"),
        ("0790 460 1257", "GB", "07904601257", "national", "07904 601257"),
        ("+44 161 226 3871", "GB", "01612263871", "national", "0161 226 3871"),
        ("(650) 780-7525", "US", "16507807525", "national", "650-780-7525"),
        ("18002738255", "US", "18002738255", "national", "1-800-273-8255"),
        ("1-800-FLOWERS", "US", "18003569377", "national", "1-800-FLOWERS (1-800-356-9377)"),
        ("703-555-ABCD", "US", "17035552223", "national", "703-555-ABCD (703-555-2223)"),
        ("08001110111", "DE", "08001110111", "national", "0800 1110111"),
        ("5552598121", "MX", "5552598121", "national", "55 5259 8121"),
    ],
)
def test_a_number_is_read_as_it_is_dialled_in_its_country(
    number: str, country: str, digits: str, kind: str, words: str
) -> None:
    read = read_number(number, country)
    assert isinstance(read, Number)
    assert (read.digits, read.kind) == (digits, kind)
    assert shown(number, country) == words


@pytest.mark.parametrize("number", ["988", "116 123", "188", "1737", "741741"])
def test_a_short_code_never_has_an_international_form(number: str) -> None:
    for country in ("US", "GB", "BR", "NZ"):
        read = read_number(number, country)
        assert isinstance(read, Unknown) or read.e164 is None


@pytest.mark.parametrize(
    ("number", "country", "why"),
    [
        ("", "US", "empty"),
        ("call us", "US", "words"),
        ("tel:(02)", "PH", "words"),
        ("(02)", "PH", "invalid"),
        ("123-456-7890", "US", "invalid"),
        ("789-456-1230", "US", "invalid"),
        ("988", None, "country"),
        ("+1988", "US", "short"),
        ("+44116123", "GB", "short"),
        ("+55188", "BR", "short"),
        ("+82109", "KR", "short"),
        ("+1741741", None, "short"),
        ("+44 161 226 3871", "US", "elsewhere"),
        ("0211 123456 / 0301 223344", "DE", "several"),
        ("2 5555 1234, 2 444 1234", "UY", "several"),
        ("188", "US", "invalid"),
    ],
)
def test_what_cannot_be_dialled_says_why(number: str, country: str | None, why: str) -> None:
    read = read_number(number, country)
    assert isinstance(read, Unknown)
    assert read.why == why
    assert dial_link(Phone(number=number, country=country)) is None


@pytest.mark.parametrize(
    ("number", "country", "cost"),
    [
        ("0909 879 0123", "GB", "premium"),
        ("1-900-555-1234", "US", "premium"),
        ("070 2012 3456", "GB", "personal"),
        ("13 11 14", "AU", "shared"),
        ("1-800-273-8255", "US", "free"),
        ("116 123", "GB", "free"),
        ("0161 226 3871", "GB", "standard"),
    ],
)
def test_the_cost_class_is_known(number: str, country: str, cost: str) -> None:
    read = read_number(number, country)
    assert isinstance(read, Number)
    assert read.cost == cost


@pytest.mark.parametrize(
    ("written", "number", "extension"),
    [
        ("218-894-1515 x8201", "218-894-1515", "8201"),
        ("218-894-1515x8201", "218-894-1515", "8201"),
        ("(218) 894-1515, ext. 8201", "(218) 894-1515", "8201"),
        ("0161 226 3871 extension 12", "0161 226 3871", "12"),
        ("91 123 45 67 ext 4", "91 123 45 67", "4"),
        ("1-800-FLOWERS", "1-800-FLOWERS", None),
        ("988", "988", None),
        ("text 12", "text 12", None),
    ],
)
def test_an_extension_is_split_off(written: str, number: str, extension: str | None) -> None:
    assert split_extension(written) == (number, extension)


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        (Phone(number="988", country="US"), "tel:988"),
        (Phone(number="988", country="US", type="text"), "sms:988"),
        (Phone(number="741741", country="US", type="text", keyword="HOME"), "sms:741741?body=HOME"),
        (Phone(number="85258", country="GB", type="text", keyword="A B"), "sms:85258?body=A%20B"),
        (Phone(number="218-894-1515 x82", country="US"), "tel:12188941515,82"),
        (Phone(number="218-894-1515", country="US", extension=82.0), "tel:12188941515,82"),
        (Phone(number="711", country="US", type="textphone"), "tel:711"),
        (Phone(number="0161 226 3871", country="GB", type="fax"), None),
        (Phone(number="0161 226 3871"), None),
    ],
)
def test_a_link_carries_the_string_as_keyed_locally(phone: Phone, link: str | None) -> None:
    assert dial_link(phone) == link


@pytest.mark.parametrize(
    ("number", "country", "invented"),
    [
        ("612-555-0147", "US", True),
        ("1-612-555-0147", "US", True),
        ("612-555-0247", "US", False),
        ("020 7946 0018", "GB", True),
        ("01632 960123", "GB", True),
        ("0161 226 3871", "GB", False),
        ("02 5550 1234", "AU", True),
    ],
)
def test_numbers_kept_for_fiction_are_known(number: str, country: str, invented: bool) -> None:
    read = read_number(number, country)
    assert isinstance(read, Number)
    assert is_fictional(read) is invented


def test_two_spellings_are_one_line() -> None:
    assert same_line("(218) 894-1515", "US") == same_line("+1 218 894 1515 x8201", "US")
    assert same_line("0161 226 3871", "GB") != same_line("0161 226 3872", "GB")


def test_each_number_of_the_crisis_set_can_be_dialled(shared: Path) -> None:
    lines = json.loads((shared / "crisis/crisis_lines.seed.json").read_text("utf-8"))["lines"]
    dialled = [
        (c["dial"], line["country"]) for line in lines for c in line["contacts"] if "dial" in c
    ]
    assert len(dialled) == 30
    for dial, country in dialled:
        read = read_number(dial, country)
        assert isinstance(read, Number), (dial, country)
        assert read.digits == dial


@given(st.text(), st.sampled_from([None, "US", "GB", "BR", "ZZ", "", "x"]))
def test_any_text_gets_an_answer(number: str, country: str | None) -> None:
    read_number(number, country)
    shown(number, country)
    same_line(number, country)
    dial_link(Phone(number=number, country=country, keyword=number))


@given(st.from_regex(r"\+?[\d ().x-]{1,25}", fullmatch=True), st.sampled_from(["US", "GB", "DE"]))
def test_what_is_read_can_be_keyed(number: str, country: str) -> None:
    read = read_number(number, country)
    if isinstance(read, Number):
        assert read.digits.isascii()
        assert read.digits.isdigit()
