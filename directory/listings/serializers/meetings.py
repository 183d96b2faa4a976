"""Listings that meet at fixed times as rows of a Meeting Guide feed, which meeting finders read.

A row is one session in the week. Links to join, meeting numbers and passcodes are not published
here, and the format wants nothing else in its `conference_…` fields: an online meeting says in its
notes that its page tells how to join.
"""

from collections.abc import Iterator
from typing import Any

from directory.listings.publishable import Publishable
from directory.listings.record import Location, Schedule

_JOINING = "How to join online is told here:"
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
# Codes of the published list (npm @code4recovery/spec 1.1.9). That a meeting is online is no type
# there: `attendance_option` says it.
_TYPES = {
    ("audience", "women"): "W",
    ("audience", "men"): "M",
    ("audience", "young-people"): "Y",
    ("audience", "lgbtq"): "LGBTQ",
    ("audience", "older-adults"): "SEN",
    ("access", "step-free"): "X",
    ("access", "sign-language"): "ASL",
    ("access", "childcare"): "BA",
}


def meetings(record: Publishable, slug: str, page: str) -> Iterator[dict[str, Any]]:
    """A row for each weekly session. Listings without any give none."""
    sessions: list[tuple[Schedule, Location | None]] = [
        (schedule, None) for schedule in record.service.schedules
    ]
    for here in record.service.service_at_locations:
        sessions += [(schedule, here.location) for schedule in here.schedules]
    number = 0
    for schedule, place in sessions:
        for day in _days(schedule):
            number += 1
            row = _row(record, schedule, place, page) | {
                "slug": slug if number == 1 else f"{slug}-{number}",
                "day": day,
            }
            yield {key: value for key, value in row.items() if value not in (None, "", [])}


def _days(schedule: Schedule) -> list[int]:
    weekly = schedule.freq == "WEEKLY" and schedule.interval in (None, 1)
    if not weekly or schedule.closed or not schedule.opens_at:
        return []
    days = [day.strip() for day in (schedule.byday or "").split(",")]
    return [_DAYS.index(day) for day in days if day in _DAYS]


def _row(
    record: Publishable, schedule: Schedule, place: Location | None, page: str
) -> dict[str, Any]:
    service = record.service
    opens = schedule.opens_at or ""
    attendance = _attendance(record, place)
    notes = [schedule.notes or schedule.description]
    if attendance != "in_person":
        notes.append(f"{_JOINING} {page}")
    row: dict[str, Any] = {
        "name": service.name,
        "time": opens[:5],
        "end_time": (schedule.closes_at or "")[:5],
        "timezone": schedule.zone,
        "types": _types(record),
        "attendance_option": attendance,
        "notes": "\n".join(note for note in notes if note),
        "url": page,
        "group": service.organization.name if service.organization else None,
        "website": service.url,
        "email": service.email,
        "updated": (service.last_modified or "").replace("T", " ")[:19],
    }
    return row | (_where(place) if place else {})


def _types(record: Publishable) -> list[str]:
    codes = [code for (axis, term), code in _TYPES.items() if term in record.terms.get(axis, ())]
    if record.facts.open_to_newcomers:
        codes.append("O")
    return codes


def _attendance(record: Publishable, place: Location | None) -> str:
    formats = record.terms.get("format", ())
    if place is None or place.location_type == "virtual":
        return "online"
    return "hybrid" if "hybrid" in formats or "online" in formats else "in_person"


def _where(place: Location) -> dict[str, Any]:
    address = next((a for a in place.addresses if a.address_type == "physical"), None)
    town = ", ".join(part for part in (place.town, place.state, place.country) if part)
    row: dict[str, Any] = {
        "location": place.name or place.town,
        "region": place.town,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "approximate": "no" if address else "yes",
        "formatted_address": town,
    }
    if address:
        row |= {
            "address": address.address_1,
            "city": address.city,
            "state": address.state_province,
            "postal_code": address.postal_code,
            "country": address.country,
            "formatted_address": f"{address.address_1}, {address.city}, "
            f"{address.state_province} {address.postal_code}, {address.country}",
        }
    return row
