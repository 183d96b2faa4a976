import csv
from datetime import date

import pytest

from directory.listings.record import Facts, Phone, Record, Schedule, Service
from directory.listings.rules import answers_crisis, problems
from directory.listings.seed_files import seed_file

TODAY = date(2026, 3, 10)


def codes(record: Record, severity: str | None = None, **how: str) -> set[str]:
    found = problems(record, today=TODAY, **how)  # type: ignore[arg-type]
    return {p.code for p in found if severity in (None, p.severity)}


def line(name: str = "Night Line", **more: object) -> Record:
    record = Record(service=Service(name=name))
    for field, value in more.items():
        setattr(record, field, value)
    return record


def test_a_crisis_line_must_be_marked_as_one() -> None:
    unmarked = line(terms={"kind": ["crisis-line"]})
    assert "crisis-unmarked" in codes(unmarked, "refuse")
    unmarked.crisis = True
    assert "crisis-unmarked" not in codes(unmarked)
    assert "crisis-two-people" in codes(unmarked, "warn")


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("Samaritans, Manchester branch", True),
        ("The Trevor Project", True),
        ("Trafford Rape Crisis", True),
        ("National Domestic Violence Hotline", True),
        ("Línea de crisis de Bogotá", True),
        ("Grief Circle", False),
        ("Crisis volunteering at the library", False),
        ("Good Samaritan Community Garden", False),
    ],
)
def test_names_that_answer_people_in_crisis_take_the_two_person_route(
    name: str, answers: bool
) -> None:
    assert answers_crisis(line(name)) is answers
    assert ("crisis-looks" in codes(line(name))) is answers


def test_crisis_in_a_name_needs_hours() -> None:
    assert "crisis-name" in codes(line("Crisis Friends"), "incomplete")
    assert "crisis-name" in codes(line("Crisis Friends"), "refuse", audience="form")
    assert "crisis-name" not in codes(line("Crisis Friends", facts=Facts(round_the_clock=True)))
    with_hours = line("Crisis Friends")
    with_hours.service.schedules = [Schedule(freq="WEEKLY", byday="MO", opens_at="10:00:00")]
    assert "crisis-name" not in codes(with_hours)


def test_a_crisis_line_without_web_site_is_incomplete() -> None:
    record = line(crisis=True, terms={"kind": ["crisis-line"]})
    assert "missing-website" in codes(record, "incomplete")
    record.service.url = "https://line.org"
    assert "missing-website" not in codes(record)


def test_another_listing_may_not_carry_a_crisis_number() -> None:
    record = line()
    record.service.phones = [Phone(number="988", country="US")]
    assert "crisis-number" in codes(record, "refuse")
    record.crisis = True
    assert "crisis-number" not in codes(record)


def test_the_current_lifeline_may_be_published() -> None:
    rows = csv.DictReader(seed_file("rules", "crisis_numbers.csv").splitlines())
    for row in rows:
        record = line(row["line"], crisis=True, terms={"kind": ["crisis-line"]})
        record.service.phones = [Phone(number=row["dial"], country=row["country"])]
        refused = codes(record, "refuse")
        assert {code for code in refused if code.startswith("phone")} == set(), row
