from datetime import date

import pytest

from directory.listings.record import Facts, Organization, Phone, Record, Service, Source
from directory.listings.rules import problems

TODAY = date(2026, 3, 10)


def wording(record: Record) -> set[tuple[str, str, str]]:
    found = problems(record, today=TODAY)
    return {(p.path, p.code, p.severity) for p in found if p.code.startswith("wording")}


@pytest.mark.parametrize(
    ("record", "path", "code", "severity"),
    [
        (
            Record(service=Service(name="Circle", description="Zoom ID: 812 3456 7890")),
            "service.description",
            "wording-joining",
            "refuse",
        ),
        (
            Record(service=Service(name="Circle zoom.us/j/812345678")),
            "service.name",
            "wording-joining",
            "refuse",
        ),
        (
            Record(facts=Facts(first_visit="He hanged himself here.")),
            "facts.first_visit",
            "wording-method",
            "refuse",
        ),
        (
            Record(translations={"es": {"description": "¡Ven con nosotros!"}}),
            "translations.es.description",
            "wording-tone",
            "warn",
        ),
        (
            Record(service=Service(organization=Organization(description="We cure anxiety."))),
            "service.organization.description",
            "wording-promises",
            "warn",
        ),
        (
            Record(
                service=Service(phones=[Phone(number="988", description="All is confidential.")])
            ),
            "service.phones[0].description",
            "wording-limits",
            "warn",
        ),
    ],
)
def test_every_public_text_is_looked_at(
    record: Record, path: str, code: str, severity: str
) -> None:
    assert (path, code, severity) in wording(record)


@pytest.mark.parametrize(
    "record",
    [
        Record(service=Service(name="Alcoholics Anonymous, open 24/7!")),
        Record(facts=Facts(consent="She agreed at once!")),
        Record(source=Source(name="A list!", credit="Simply the best!")),
        Record(service=Service(url="https://example.org/24/7")),
        Record(service=Service(description="Open 24/7"), facts=Facts(round_the_clock=True)),
        Record(
            service=Service(description="All calls are confidential."),
            facts=Facts(must_report="If a child is in danger."),
        ),
    ],
)
def test_names_notes_for_staff_and_settled_facts_are_left_alone(record: Record) -> None:
    assert wording(record) == set()


def test_the_sentence_quotes_the_words_and_gives_advice() -> None:
    record = Record(service=Service(name="Circle", description="For the mentally ill."))
    (problem,) = [p for p in problems(record, today=TODAY) if p.code == "wording-labels"]
    assert str(problem.sentence).startswith("“the mentally ill”: Name the person first")
