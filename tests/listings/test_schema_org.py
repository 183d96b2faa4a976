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


# Where each fact may stand (schema.org): languages and hours of contact on ContactPoint alone,
# opening hours on no kind of ours, free of charge on events.
ONLY_ON = {
    "availableLanguage": {"ContactPoint"},
    "hoursAvailable": {"ContactPoint"},
    "eventSchedule": {"EventSeries"},
    "eventAttendanceMode": {"EventSeries", "Event"},
    "isAccessibleForFree": {"EventSeries", "Event"},
    "areaServed": {"Service"},
    "audience": {"Service"},
    "availableChannel": {"Service"},
    "lastReviewed": {"WebPage"},
    "reviewedBy": {"WebPage"},
    "dateModified": {"WebPage"},
    "scheduleTimezone": {"Schedule"},
}
NEVER = {"aggregateRating", "review", "openingHoursSpecification", "isAcceptingNewPatients"}
JOIN = "https://us02web.zoom.us/j/12345678901?pwd=secret"


def parts(thing: Any) -> list[dict[str, Any]]:
    """Every object with a type, wherever it stands."""
    if isinstance(thing, list):
        return [part for item in thing for part in parts(item)]
    if not isinstance(thing, dict):
        return []
    return [thing, *(part for value in thing.values() for part in parts(value))]


@pytest.mark.parametrize("place", ["exact", "town", "online"])
@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("support-group", "EventSeries"),
        ("class", "EventSeries"),
        ("warm-line", "Service"),
        ("volunteering", "Service"),
        ("online-community", "Service"),
        ("practice", "Service"),
        ("programme", "Service"),
        ("guide", "Service"),
    ],
)
def test_each_kind_of_listing_is_told_in_its_own_type(kind: str, type_: str, place: str) -> None:
    record = make_record(
        terms={
            "kind": [kind],
            "audience": ["women"],
            "cost": ["free"],
            "format": ["online" if place == "online" else "in-person"],
        },
        location={"precision": place},
    )
    record.service.languages = [Language(name="Spanish", code="es")]
    record.service.additional_urls = [Url(url=JOIN, channel="chat")]
    for here in record.service.service_at_locations:
        for row in here.schedules:
            row.schedule_link = JOIN
        if place == "online" and here.location:
            here.location.location_type, here.location.url = "virtual", JOIN
            here.location.addresses = []
            here.location.latitude = here.location.longitude = None
    page = marked_up(record, checked=date(2026, 11, 1), reviewer="Support Directory")
    assert (page["@type"], page["mainEntity"]["@type"]) == ("WebPage", type_)
    told = parts(page)
    for part in told:
        assert part.keys().isdisjoint(NEVER)
        for key in ONLY_ON.keys() & part.keys():
            assert part["@type"] in ONLY_ON[key], (key, part["@type"])
        assert all(value not in (None, "", [], {}) for value in part.values())
    everything = str(page)
    assert "zoom.us" not in everything
    assert ("Lake Street" in everything) == (place == "exact")
    assert any(part.get("@type") == "Place" for part in told) == (place != "online")
