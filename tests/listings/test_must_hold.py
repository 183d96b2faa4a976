from datetime import date

import pytest

from directory.listings.classification import find_term, terms
from directory.listings.must_hold import MUST_HOLD, missing, required
from directory.listings.record import (
    CostOption,
    Facts,
    Location,
    Organization,
    Phone,
    Record,
    Schedule,
    Service,
    ServiceAtLocation,
)
from directory.listings.rules import problems

TODAY = date(2026, 3, 10)

# What sections 5 of the domain's rules ask for, by kind: a few telling facts each.
TELLING = {
    "crisis-line": {"hours", "answered_by", "must_report", "area", "website", "phone"},
    "warm-line": {"hours", "answered_by", "limits", "recorded", "wait", "area"},
    "support-group": {"when", "led_by", "closed_group", "group_size", "same_people", "first_visit"},
    "class": {"when", "level", "bring", "booking", "come_alone", "ends"},
    "volunteering": {"hours_a_week", "training", "background_check", "expenses", "closing_date"},
    "online-community": {"moderated", "moderated_by", "at_risk", "data_owner", "leaving", "age"},
    "practice": {"consent", "licence_number", "licence_register", "accepting_new", "approach"},
}


def test_every_kind_of_our_classification_has_its_row() -> None:
    assert set(MUST_HOLD) == {term.code for term in terms("kind")}


@pytest.mark.parametrize("kind", TELLING)
def test_an_empty_listing_lacks_what_its_kind_must_hold(kind: str) -> None:
    assert find_term("kind", kind)
    lacking = {fact.code for fact in missing(Record(terms={"kind": [kind]}))}
    assert TELLING[kind] <= lacking
    assert {"name", "cost", "on_contact", "record_source", "record_licence"} <= lacking


def a_group() -> Record:
    """All that the form asks of a support group, and no more."""
    return Record(
        service=Service(
            name="Grief Circle",
            organization=Organization(name="Rosa's circle"),
            phones=[Phone(number="612-332-4400", country="US")],
            cost_options=[CostOption(amount=0)],
            service_at_locations=[
                ServiceAtLocation(
                    location=Location(town="Minneapolis", state="MN", country="US"),
                    schedules=[Schedule(freq="WEEKLY", byday="TU", opens_at="18:30:00")],
                )
            ],
        ),
        terms={"kind": ["support-group"], "format": ["in-person"]},
        facts=Facts(on_contact="Rosa calls you back.", led_by="peer", open_to_newcomers=True),
    )


def test_a_group_needs_ten_facts_at_most() -> None:
    assert len([fact for fact in required(["support-group"]) if fact.needed]) == 10


def test_the_form_accepts_a_group_with_ten_facts_and_asks_for_the_rest() -> None:
    found = problems(a_group(), today=TODAY, audience="form")
    assert [p for p in found if p.severity == "refuse"] == []
    assert "missing-limits" in {p.code for p in found}


@pytest.mark.parametrize(
    "path", ["service.name", "terms.kind", "service.cost_options", "facts.led_by"]
)
def test_the_form_refuses_and_an_import_only_notes_what_is_missing(path: str) -> None:
    group = a_group()
    match path:
        case "service.name":
            group.service.name = ""
        case "terms.kind":
            group.terms.pop("kind")
        case "service.cost_options":
            group.service.cost_options = []
        case _:
            group.facts.led_by = " "
    missing_here = [
        {
            p.severity
            for p in problems(group, today=TODAY, audience=audience)
            if p.path == path and p.code.startswith("missing")
        }
        for audience in ("form", "import")
    ]
    assert missing_here == [{"refuse"}, {"incomplete"}]


def test_needed_facts_are_asked_first_and_each_once() -> None:
    facts = required(["support-group", "class"])
    needs = [fact.needed for fact in facts]
    assert needs == sorted(needs, reverse=True)
    assert len({fact.code for fact in facts}) == len(facts)


def test_free_of_charge_is_a_cost() -> None:
    free = Record(terms={"cost": ["free"]})
    assert "cost" not in {fact.code for fact in missing(free)}
