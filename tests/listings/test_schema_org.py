"""Listings as search machines read them: each fact where the vocabulary has it."""

from datetime import date
from typing import Any

import pytest

from directory.listings.publishable import publishable
from directory.listings.record import Language, Phone, Record, Schedule, Url
from directory.listings.serializers import schema_org
from tests.making import NOON, make_record

URL = "https://help.example/listings/grief-circle"


def marked_up(record: Record, **values: Any) -> Any:
    gated = publishable(record, today=NOON.date())
    return schema_org.page(gated, url=URL, now=NOON, changed=NOON, **values)


def test_a_group_is_a_series_of_events_with_its_next_dates() -> None:
    page = marked_up(make_record(), checked=date(2026, 11, 1), reviewer="Support Directory")
    assert page["@type"] == "WebPage"
    assert page["lastReviewed"] == "2026-11-01"
    assert page["reviewedBy"]["name"] == "Support Directory"
    series = page["mainEntity"]
    assert series["@type"] == "EventSeries"
    assert series["isAccessibleForFree"] is True
    assert series["eventSchedule"] == [
        {
            "@type": "Schedule",
            "repeatFrequency": "P1W",
            "byDay": ["https://schema.org/Tuesday"],
            "startDate": "2026-01-06",
            "startTime": "18:30",
            "endTime": "20:00",
            "scheduleTimezone": "America/Chicago",
        }
    ]
    first = series["subEvent"][0]
    assert first["@type"] == "Event"
    assert first["startDate"] == "2026-11-24T18:30-06:00"
    assert first["eventAttendanceMode"].endswith("OfflineEventAttendanceMode")
    assert first["location"][0]["address"]["streetAddress"] == "12 Lake Street"
    assert first["organizer"]["@type"] == "Organization"
    assert "availableLanguage" not in first["organizer"]
    assert "aggregateRating" not in series


@pytest.mark.parametrize(("byday", "week"), [("1SA", 1), ("-1FR", -1)])
def test_a_week_of_the_month_is_told(byday: str, week: int) -> None:
    record = make_record()
    row = record.service.service_at_locations[0].schedules[0]
    row.freq, row.byday = "MONTHLY", byday
    (told,) = marked_up(record)["mainEntity"]["eventSchedule"]
    assert (told["repeatFrequency"], told["byMonthWeek"]) == ("P1M", week)


def test_a_line_is_a_service_with_channels() -> None:
    record = make_record(
        "Evening Line",
        terms={"kind": ["warm-line"], "format": ["phone"]},
        service={
            "service_at_locations": [],
            "phones": [
                Phone(number="555-0100", type="voice", languages=[Language(name="Spanish")]),
                Phone(number="55501", type="text"),
            ],
            "schedules": [
                Schedule(
                    freq="WEEKLY", byday="MO,TU", opens_at="17:00:00", closes_at="21:00:00",
                    zone="America/Chicago",
                )
            ],
        },
    )  # fmt: skip
    thing = marked_up(record)["mainEntity"]
    assert thing["@type"] == "Service"
    voice, text = thing["availableChannel"]
    assert voice["servicePhone"]["availableLanguage"] == ["Spanish"]
    assert voice["servicePhone"]["hoursAvailable"][0]["opens"] == "17:00"
    assert text["serviceSmsNumber"]["telephone"] == "55501"
    assert "openingHoursSpecification" not in str(thing)


def test_no_page_shows_the_way_into_a_meeting() -> None:
    join = "https://meet.example/j/12345?pwd=secret"
    record = make_record(
        terms={"format": ["online"]},
        service={
            "additional_urls": [Url(url=join, channel="chat")],
            "service_at_locations": [],
            "schedules": [Schedule(freq="WEEKLY", byday="MO", schedule_link=join)],
        },
    )
    page = marked_up(record)
    assert "meet.example" not in str(page)
    assert page["mainEntity"]["location"] == {
        "@type": "VirtualLocation",
        "url": "https://example.org/grief-circle",
    }


def test_a_private_place_is_a_town() -> None:
    page = marked_up(make_record(location={"precision": "town"}))
    assert "Lake Street" not in str(page)
    (place,) = page["mainEntity"]["location"]
    assert place["address"]["addressLocality"] == "Minneapolis"


def test_crisis_lines_and_made_up_listings_are_not_marked_up() -> None:
    assert marked_up(make_record(crisis=True)) is None
    assert marked_up(make_record(fictional=True)) is None
