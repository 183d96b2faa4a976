"""The publish gate: what may leave the house.

Every serializer takes only what passed here, and the types say so. What a person told us for
staff, names of persons, exact points of private places and facts that have gone stale stay behind.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, NewType

from directory.listings import codec, freshness
from directory.listings.freshness import Showing
from directory.listings.record import (
    STAFF_ONLY_FACTS,
    Contact,
    Location,
    Metadata,
    Organization,
    Record,
    Schedule,
    Service,
)

Publishable = NewType("Publishable", Record)

ROLES = frozenset(
    {"moderator", "editor", "admin", "organization", "import", "operator", "system", "sender"}
)
# A point that is given only as a town lies on this grid: about 2 km, well beyond the 533 m within
# which a place counts as precise (FIELD: privacy by design).
GRID = 0.02
_VAGUE = frozenset({"town", "area"})


def publishable(
    record: Record,
    *,
    today: date,
    changed_at: datetime | None = None,
    checked_at: datetime | None = None,
) -> Publishable:
    """The record as anybody may have it. The one passed in is not changed.

    `changed_at` and `checked_at` are what the directory knows about the listing; without them the
    record's own `last_modified` and `assured_date` stay.
    """
    service = _cleaned(record.service)
    service.capacities = [
        row for row in service.capacities if freshness.volatile(row.updated, today) is Showing.SHOWN
    ]
    if changed_at:
        moment = changed_at.astimezone(UTC).isoformat(timespec="milliseconds")
        service.last_modified = moment.replace("+00:00", "Z")
    if checked_at:
        service.assured_date = checked_at.astimezone(UTC).date().isoformat()
    return Publishable(replace(record, service=service, facts=_facts(record, today)))


def everything(record: Record) -> Publishable:
    """The record whole, for the operator's own copy and nobody else: `export --complete`."""
    return Publishable(record)


def _facts(record: Record, today: date) -> Any:
    hidden: dict[str, Any] = dict.fromkeys(STAFF_ONLY_FACTS)
    facts = replace(record.facts, **hidden)
    if freshness.wait(record, today) is not Showing.SHOWN:
        facts.wait = facts.wait_checked = None
    if freshness.accepting_new(record, today) is not Showing.SHOWN:
        facts.accepting_new = facts.accepting_new_checked = None
    return facts


def _cleaned(thing: Any) -> Any:
    """A copy of the object and all below it, without what must not leave."""
    copy = codec.copy(thing)
    cls: type = type(thing)
    for shape in codec.parts(cls):
        value = getattr(thing, shape.name)
        if shape.kind == "many":
            kept = [
                _cleaned(child)
                for child in value
                if not isinstance(child, Contact) or _has_way(child)
            ]
            setattr(copy, shape.name, kept)
        elif value is not None:
            setattr(copy, shape.name, _cleaned(value))
    clean = _CLEANING.get(type(thing))
    if clean:
        clean(copy)
    return copy


def _service(service: Service) -> None:
    service.assurer_email = None
    # Deprecated in HSDS, read but not written.
    service.fees_description = service.fees_description or service.fees
    service.fees = service.wait_time = service.licenses = None


def _organization(organization: Organization) -> None:
    organization.tax_status = organization.tax_id = None


def _has_way(contact: Contact) -> bool:
    """Is there anything to reach somebody by, once the person's name is gone?"""
    return bool(contact.phones or (contact.email and not _names_person(contact)))


def _names_person(contact: Contact) -> bool:
    """An address such as jane.doe@… says the name that we leave out."""
    local = (contact.email or "").partition("@")[0].lower()
    words = [word for word in re.findall(r"\w+", (contact.name or "").lower()) if len(word) > 2]
    return any(word in local for word in words)


def _contact(contact: Contact) -> None:
    if _names_person(contact):
        contact.email = None
    contact.name = None
    contact.metadata = []


def _location(location: Location) -> None:
    if location.precision not in _VAGUE:
        return
    location.addresses = []
    location.name = location.alternate_name = location.description = None
    location.transportation = location.url = None
    location.external_identifier = location.external_identifier_type = None
    location.metadata = []
    for accessibility in location.accessibility:
        accessibility.details = accessibility.url = None
    if location.latitude is not None and location.longitude is not None:
        location.latitude, location.longitude = published_point(
            location.latitude, location.longitude, location.precision
        )


def published_point(
    latitude: float, longitude: float, precision: str | None
) -> tuple[float, float]:
    """Where anybody may know a place to be. Filters by distance must use this point too, or a
    hidden place could be found by asking often."""
    if precision not in _VAGUE:
        return latitude, longitude
    return round(round(latitude / GRID) * GRID, 2), round(round(longitude / GRID) * GRID, 2)


def _schedule(schedule: Schedule) -> None:
    # Neither is valid with the frequencies that HSDS allows.
    schedule.byweekno = schedule.byyearday = None


def _metadata(metadata: Metadata) -> None:
    if metadata.updated_by not in ROLES:
        metadata.updated_by = "unknown"
    if metadata.field_name in ("assurer_email", "tax_id", *STAFF_ONLY_FACTS):
        metadata.previous_value = metadata.replacement_value = ""


_CLEANING: dict[type, Callable[[Any], None]] = {
    Service: _service,
    Organization: _organization,
    Contact: _contact,
    Location: _location,
    Schedule: _schedule,
    Metadata: _metadata,
}
