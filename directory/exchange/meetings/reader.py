"""Meeting feeds in: each group becomes one listing with all its days.

Rows belong to one group when they share the name, registration number included, and the place: so
"Serenity at Work" on five days is one page with five sessions, and a newcomers' meeting before the
main one on the same day are two sessions of one group.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import asdict
from typing import Any

from directory.exchange.identity import namespace, number
from directory.exchange.json_stream import documents
from directory.exchange.meetings import meeting, types
from directory.exchange.meetings.meeting import DAYS, HYBRID, INACTIVE, ONLINE, Meeting
from directory.exchange.meetings.settings import MeetingSettings
from directory.exchange.row import Finding, Row, left_out, refused, review
from directory.exchange.spool import groups
from directory.exchange.text import Opener
from directory.geo.zone import zone_at
from directory.listings.record import (
    Address,
    Facts,
    Language,
    Location,
    Organization,
    OrganizationIdentifier,
    Record,
    Schedule,
    Service,
    ServiceAtLocation,
)


def read(
    opener: Opener, name: str, settings: MeetingSettings, *, encoding: str | None = None
) -> Iterator[Row]:
    """Rows left out first, then one row for each group. Raises Unreadable."""
    with groups() as by_group:
        for line, item in documents(opener, encoding, "meetings"):
            row = Row(file=name, line=line)
            if not isinstance(item, dict):
                row.findings.append(refused("", "This must be an object with named fields."))
                yield row
                continue
            found = meeting.read(item, line, settings)
            reasons = found if isinstance(found, list) else _unlisted(found, settings)
            if reasons or isinstance(found, list):
                row.findings += reasons
                yield row
                continue
            by_group.add(found.key, json.dumps(asdict(found)))
        for key, texts in by_group:
            yield _group(name, key, [Meeting(**json.loads(text)) for text in texts], settings)


def _unlisted(found: Meeting, settings: MeetingSettings) -> list[Finding]:
    if found.attendance == INACTIVE:
        return [left_out("attendance_option", "It does not meet now, so it is not listed.")]
    if settings.tests.search(found.name):
        return [left_out("name", "This is a test entry, so it is not listed.")]
    if settings.internal.search(found.name):
        return [
            left_out(
                "name", "This meeting is about running the groups. It is not open to newcomers."
            )
        ]
    return []


def _group(file: str, key: str, found: list[Meeting], settings: MeetingSettings) -> Row:
    row = Row(file=file, line=found[0].line)
    first = found[0]
    space = namespace(settings.namespace)
    organization = Organization(
        name=first.group or first.name,
        description="A group that meets regularly.",
        legal_status="informal group",
        website=first.website,
    )
    if first.number:
        organization.organization_identifiers = [
            OrganizationIdentifier(identifier_type="Registration number", identifier=first.number)
        ]
    service = Service(
        name=first.name,
        status="active",
        url=first.url,
        email=first.email,
        organization=organization,
    )
    row.record = Record(service=service, source=deepcopy(settings.source))
    row.record.source.id = first.slug or key
    _say_when_and_where(row, service, found)
    _say_what(row, row.record, found, settings)
    number(service, space, key)
    return row


def _say_when_and_where(row: Row, service: Service, found: list[Meeting]) -> None:
    here: ServiceAtLocation | None = None
    for one in found:
        schedules = [_schedule(one, day) for day in one.days]
        if not schedules:
            row.findings.append(
                review("day", "It says by appointment or no day. Ask when it meets.")
            )
        if one.not_weekly:
            row.findings.append(
                review("notes", "The notes speak of another rhythm than every week. Ask.")
            )
        if one.attendance == ONLINE:
            service.schedules += schedules
            continue
        if here is None:
            here = ServiceAtLocation(location=_place(row, one))
            service.service_at_locations.append(here)
        here.schedules += schedules
    if found and all(schedule.zone is None for schedule in service.schedules) and service.schedules:
        row.findings.append(review("timezone", "The time zone is not known. Ask."))


def _schedule(one: Meeting, day: int) -> Schedule:
    schedule = Schedule(
        opens_at=one.opens, closes_at=one.closes, zone=_zone(one), group="regular", purpose="event"
    )
    schedule.attending_type = {ONLINE: "Online", HYBRID: "In person or online"}.get(one.attendance)
    if types.NEWCOMERS in one.types:
        schedule.notes = "For newcomers"
    if one.not_weekly:
        # A weekly rule would name dates on which nobody is there.
        days = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
        at = f" at {one.opens[:5]}" if one.opens else ""
        schedule.description = f"On some {days[day]}s{at}, not every week. Ask for the dates."
        schedule.opens_at = schedule.closes_at = None
    else:
        schedule.freq, schedule.byday = "WEEKLY", DAYS[day]
    return schedule


def _zone(one: Meeting) -> str | None:
    if one.zone or one.latitude is None or one.longitude is None:
        return one.zone
    return zone_at(one.latitude, one.longitude)


def _place(row: Row, one: Meeting) -> Location:
    street = one.street
    place = Location(
        location_type="physical",
        name=one.venue,
        town=street.get("city") or one.region,
        state=street.get("state_province"),
        country=street.get("country"),
    )
    if one.approximate:
        place.precision = "town"
        row.findings.append(
            review("approximate", "The point is only near the place, so it is not shown. Ask.")
        )
        return place
    place.latitude, place.longitude = one.latitude, one.longitude
    place.precision = "exact" if one.latitude is not None else None
    if all(
        street.get(k) for k in ("address_1", "city", "state_province", "postal_code", "country")
    ):
        place.addresses = [Address(address_type="physical", **dict[str, Any](street))]
    return place


def _say_what(row: Row, record: Record, found: list[Meeting], settings: MeetingSettings) -> None:
    codes = list(dict.fromkeys(code for one in found for code in one.types))
    formats = _formats(found)
    record.terms = {
        "category": ["online" if formats == ["online"] else "community"],
        "kind": ["support-group"],
        "support": ["emotional"],
        "source": ["peers"],
        "format": formats,
        **{axis: list(terms) for axis, terms in settings.terms.items()},
    }
    for code in codes:
        axis, term = settings.types.get(code) or types.TERMS.get(code) or ("", "")
        if axis and term not in record.terms.setdefault(axis, []):
            record.terms[axis].append(term)
    if any(one.step_free and one.attendance != ONLINE for one in found):
        access = record.terms.setdefault("access", [])
        access += ["step-free"] if "step-free" not in access else []
    unknown = [code for code in codes if code not in types.READ and code not in settings.types]
    row.not_carried += [f"types: {code}" for code in unknown]
    service = record.service
    words = [types.OPENNESS[code] for code in codes if code in types.OPENNESS]
    service.eligibility_description = " ".join(words[:1]) or None
    service.languages = [
        Language(name=name, code=code)
        for name, code in (types.LANGUAGES[c] for c in codes if c in types.LANGUAGES)
    ]
    welcome = types.NEWCOMERS in codes or "O" in codes
    record.facts = Facts(open_to_newcomers=True if welcome else None)
    if "online" in formats or "hybrid" in formats:
        record.facts.how_to_join = "contact" if formats == ["online"] else None
        service.application_process = (
            "To join online, ask the group. Links and passcodes are not published here."
        )


def _formats(found: list[Meeting]) -> list[str]:
    seen = {one.attendance for one in found}
    if seen == {ONLINE}:
        return ["online"]
    if HYBRID in seen or ONLINE in seen:
        return ["hybrid", "in-person", "online"]
    return ["in-person"]
