"""Crisis lines on their way from a record to the file every page can read, and to words."""

from pathlib import Path

from directory.listings.record import Phone, Record, ServiceArea, Url
from directory.listings.shown import Reader, line_of, shown_line
from directory.listings.shown.lines import CrisisLine, LineContact, Lines, write_lines
from tests.making import NOON, make_record

READER = Reader(now=NOON)


def a_line(**more: object) -> Record:
    record = make_record("Night Line", crisis=True, terms={"kind": ["crisis-line"]})
    record.service.phones = [
        Phone(number="988", type="voice", country="US", after_answer="press 1"),
        Phone(number="741741", type="text", country="US", keyword="HOME"),
    ]
    record.service.additional_urls = [Url(url="https://chat.example.org/", channel="chat")]
    record.source.name, record.source.seen_on = "The line's own page", "2026-06-02"
    record.facts.round_the_clock = True
    for name, value in more.items():
        setattr(record, name, value)
    return record


def test_a_line_keeps_what_is_keyed_in_its_country() -> None:
    line = line_of(a_line(), slug="night-line", checked_at=None)
    assert line
    assert line.contacts[0].href == "tel:988"
    assert line.country == "US"
    shown = shown_line(line, READER)
    labels = [contact.label for contact in shown.contacts]
    assert labels == ["Call 988", "Text HOME to 741741", "Chat online"]
    assert shown.contacts[0].after_answer == "press 1"
    assert shown.hours == "24 hours a day, every day"


def test_a_line_says_where_its_number_is_from_or_who_called() -> None:
    line = line_of(a_line(), slug="x", checked_at=None)
    called = line_of(a_line(), slug="x", checked_at=NOON)
    assert line
    assert called
    source = "From The line's own page, June 2, 2026. Not yet called by this site."
    assert shown_line(line, READER).checked == source
    assert shown_line(called, READER).checked == "Checked by this site on November 23, 2026."


def test_a_translation_of_a_crisis_line_stands_beside_the_original() -> None:
    record = a_line(translations={"es": {"description": "Alguien escucha."}})
    line = line_of(record, slug="x", checked_at=None)
    assert line
    shown = shown_line(line, Reader(now=NOON, language="es"))
    assert shown.about == "Alguien escucha."
    assert shown.original == record.service.description


def test_a_line_that_nobody_can_reach_is_no_line() -> None:
    record = a_line()
    record.service.phones, record.service.additional_urls = [], []
    assert line_of(record, slug="x", checked_at=None) is None


def test_a_line_for_a_part_of_a_country_says_so() -> None:
    record = a_line()
    record.service.service_areas = [ServiceArea(coverage="US-MN")]
    line = line_of(record, slug="x", checked_at=None)
    assert line
    assert line.area == "US-MN"


def line(name: str, **more: object) -> CrisisLine:
    contacts = (LineContact("voice", "1", "tel:1"),)
    return CrisisLine(name=name, slug=name, country="US", contacts=contacts, **more)  # type: ignore[arg-type]


def test_lines_for_everybody_come_first(tmp_path: Path) -> None:
    lines = [
        line("veterans", audiences=("veterans",), topics=("suicidal-thoughts",)),
        line("storms", topics=("disaster",)),
        line("life", topics=("suicidal-thoughts",), round_the_clock=True),
        line("evening", topics=("suicidal-thoughts",)),
        line("minnesota", area="US-MN"),
    ]
    write_lines(tmp_path, lines)
    found = [each.name for each in Lines(tmp_path).of("US")]
    assert found == ["life", "evening", "storms", "minnesota", "veterans"]
    assert Lines(tmp_path).of("GB") == ()


def test_the_last_good_lines_stay_when_the_file_breaks(tmp_path: Path) -> None:
    write_lines(tmp_path, [line("life")])
    lines = Lines(tmp_path)
    assert [each.name for each in lines.all()] == ["life"]
    lines.path.write_text('[{"half": ')
    assert [each.name for each in lines.all()] == ["life"]
    lines.path.unlink()
    assert [each.name for each in lines.all()] == ["life"]


def test_a_change_of_the_file_is_seen_at_once(tmp_path: Path) -> None:
    lines = Lines(tmp_path)
    assert lines.all() == ()
    write_lines(tmp_path, [line("life")])
    assert [each.name for each in lines.all()] == ["life"]
    write_lines(tmp_path, [line("life"), line("other")])
    assert [each.name for each in lines.all()] == ["life", "other"]
