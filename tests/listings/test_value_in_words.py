"""Single facts read as people say them, never as codes."""

import pytest

from directory.listings.classification import axes
from directory.listings.rules.facts import CHOICES as CHOICES_OF_FACTS
from directory.listings.rules.facts import STATUSES
from directory.listings.rules.reach import PHONE_TYPES
from directory.listings.shown import Reader
from directory.listings.shown.value import CHOICES, value_in_words
from tests.making import NOON

SCHEDULE = ("service", "schedules", "#1")
LANGUAGE = ("service", "languages", "#1")


def _said(path: tuple[str, ...], value: object, language: str = "en") -> str:
    return value_in_words(path, value, Reader(now=NOON, language=language))


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ((*SCHEDULE, "freq"), "WEEKLY", "Weekly"),
        ((*SCHEDULE, "byday"), "TU", "Tuesday"),
        ((*SCHEDULE, "byday"), "MO,TU", "Monday and Tuesday"),
        (
            (*SCHEDULE, "byday"),
            "1SA,-1FR",
            "First Saturday of the month and Last Friday of the month",
        ),
        ((*SCHEDULE, "byday"), "sometimes", "sometimes"),
        ((*SCHEDULE, "byday"), "9MO", "9MO"),
        ((*SCHEDULE, "wkst"), "SU", "Sunday"),
        ((*SCHEDULE, "bymonthday"), "1,-1", "1 and the last day"),
        ((*SCHEDULE, "interval"), 2.0, "2"),
        ((*SCHEDULE, "opens_at"), "18:30:00", "6:30 pm"),
        ((*SCHEDULE, "closes_at"), "late", "late"),
        ((*SCHEDULE, "dtstart"), "2026-11-03", "November 3, 2026"),
        ((*SCHEDULE, "until"), "soon", "soon"),
        ((*SCHEDULE, "exdates"), "2026-11-03,2026-12-25", "November 3, 2026 and December 25, 2026"),
        ((*SCHEDULE, "zone"), "America/Chicago", "Central Time"),
        ((*SCHEDULE, "zone"), "Mars/North", "Mars/North"),
        ((*SCHEDULE, "purpose"), "event", "Sessions"),
        (("service", "phones", "#1", "type"), "voice", "Voice call"),
        (("service", "phones", "#1", "country"), "GB", "United Kingdom"),
        ((*LANGUAGE, "code"), "es", "Spanish"),
        ((*LANGUAGE, "code"), "hmn", "Hmong"),
        ((*LANGUAGE, "code"), "qqq", "qqq"),
        (("language",), "es", "Spanish"),
        (("service", "status"), "temporarily closed", "Closed for a while"),
        (("service", "cost_options", "#1", "currency"), "USD", "US Dollar"),
        (("service", "service_areas", "#1", "coverage"), "US", "United States"),
        (("service", "service_areas", "#1", "coverage"), "world", "every country"),
        (("facts", "led_by"), "peer", "People who have been through it themselves"),
        (("facts", "open_to_newcomers"), True, "Yes"),
        (("facts", "how_to_join"), "drop_in", "Come along, no need to sign up"),
        (("terms", "topic"), ["grief", "what-is-this"], "Grief, what-is-this"),
        (("service", "minimum_age"), 18.0, "18"),
        (("x", "latitude"), 44.0, "44.0"),
        (("translations", "es", "name"), "active", "active"),
        (("service", "name"), "WEEKLY", "WEEKLY"),
        (("service", "email"), None, ""),
    ],
)
def test_a_fact_is_said_in_words(path: tuple[str, ...], value: object, words: str) -> None:
    assert _said(path, value) == words


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ((*SCHEDULE, "byday"), "MO,TU", "lunes y martes"),
        ((*LANGUAGE, "code"), "en", "inglés"),
        (("service", "phones", "#1", "country"), "GB", "Reino Unido"),
    ],
)
def test_names_come_in_the_language_of_the_page(
    path: tuple[str, ...], value: object, words: str
) -> None:
    assert _said(path, value, "es") == words


def test_every_code_that_a_rule_allows_has_its_words() -> None:
    assert set(CHOICES["type"]) == PHONE_TYPES
    assert set(CHOICES["status"]) == STATUSES
    for name, allowed in CHOICES_OF_FACTS.items():
        assert allowed <= set(CHOICES[name]), name


def test_every_topic_has_its_name() -> None:
    for axis in axes():
        for term in axis.terms:
            assert _said(("terms", axis.code), [term.code]) == term.label("en")
