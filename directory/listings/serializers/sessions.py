"""What of a listing goes into a calendar: its sessions, with the place that may be shown."""

from collections.abc import Iterator
from datetime import datetime

from directory.listings.calendar import Entry
from directory.listings.publishable import Publishable
from directory.listings.record import Location, Schedule

ENDED = frozenset({"defunct", "inactive", "temporarily closed"})


def calendar_entries(
    record: Publishable,
    *,
    changed: datetime,
    revision: int,
    url: str,
    default_zone: str | None = None,
) -> Iterator[Entry]:
    """One for the service's own sessions and one for each place. `url` is our page about it."""
    service = record.service

    def entry(schedules: list[Schedule], place: str | None) -> Entry:
        return Entry(
            listing_id=record.id,
            title=service.name,
            schedules=schedules,
            changed=changed,
            revision=revision,
            default_zone=default_zone,
            place=place,
            url=url,
            description=service.description,
            cancelled=service.status in ENDED,
        )

    if service.schedules:
        yield entry(service.schedules, None)
    for here in service.service_at_locations:
        rows = here.schedules or (here.location.schedules if here.location else [])
        if rows:
            yield entry(rows, place_of(here.location))


def place_of(location: Location | None) -> str | None:
    """One line to find it by, as much as is public."""
    if location is None or location.location_type == "virtual":
        return None
    address = location.addresses[0] if location.addresses else None
    parts = [location.name]
    if address:
        parts += [
            address.address_1,
            address.city,
            f"{address.state_province} {address.postal_code}",
        ]
    else:
        parts += [location.town, location.state]
    return ", ".join(part.strip() for part in parts if part and part.strip()) or None
