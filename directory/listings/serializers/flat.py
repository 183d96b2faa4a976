"""A listing as rows of a plain table: one for each place, or one where it has none."""

import re
from collections.abc import Iterator
from typing import Any

from directory.listings.classification import axes, labels
from directory.listings.hours.words import describe
from directory.listings.publishable import Publishable
from directory.listings.record import Location, ServiceAtLocation

# The column of each axis: "source" alone would be mistaken for where the facts are from.
AXES = {axis.code: "support_from" if axis.code == "source" else axis.code for axis in axes()}

# Which columns there are, in their order: nothing else can get into a table.
COLUMNS = (
    *("id", "place_id", "name", "organization", "description", "status", "alert"),
    *AXES.values(),
    *("when", "languages", "cost_in_words", "who_for", "minimum_age", "maximum_age"),
    *("how_to_join", "phone", "text_or_other_numbers", "email", "website", "page"),
    *("venue", "address", "town", "state", "postal_code", "country"),
    *("latitude", "longitude", "precision"),
    *("last_changed", "last_checked", "fictional"),
    *("source", "source_url", "licence", "credit"),
)

# Spreadsheets run a cell that starts like this; their full-width forms are turned into them.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
_HARMLESS = re.compile(r"[+-]?[\d][\d\s().,/-]*(?:\s*(?:x|ext\.?)\s*\d+)?")


def flat_rows(record: Publishable, page: str | None = None) -> Iterator[dict[str, Any]]:
    """Rows with exactly `COLUMNS`, unknown values None."""
    places: list[ServiceAtLocation | None] = [*record.service.service_at_locations]
    for here in places or [None]:
        row: dict[str, Any] = dict.fromkeys(COLUMNS)
        row |= _of_listing(record) | _of_place(here.location if here else None)
        schedules = [*(here.schedules if here else []), *record.service.schedules]
        said = [schedule.description or describe(schedule) for schedule in schedules]
        row["when"] = "; ".join(words for words in said if words) or None
        row["place_id"] = here.id if here else None
        row["page"] = page
        yield row


def _of_listing(record: Publishable) -> dict[str, Any]:
    service, source = record.service, record.source
    voice = [p for p in service.phones if p.type in (None, "voice", "cell")]
    return {
        "id": service.id,
        "name": service.name,
        "organization": service.organization.name if service.organization else None,
        "description": service.description,
        "status": service.status,
        "alert": service.alert,
        **{
            column: "; ".join(labels(axis, record.terms.get(axis, []))) or None
            for axis, column in AXES.items()
        },
        "languages": "; ".join(row.name or row.code or "" for row in service.languages) or None,
        "cost_in_words": service.fees_description,
        "who_for": service.eligibility_description,
        "minimum_age": service.minimum_age,
        "maximum_age": service.maximum_age,
        "how_to_join": service.application_process,
        "phone": "; ".join(map(_number, voice)) or None,
        "text_or_other_numbers": "; ".join(
            f"{phone.type}: {_number(phone)}" for phone in service.phones if phone not in voice
        )
        or None,
        "email": service.email,
        "website": service.url,
        "last_changed": service.last_modified,
        "last_checked": service.assured_date,
        "fictional": "yes" if record.fictional else None,
        "source": source.name or None,
        "source_url": source.url,
        "licence": source.licence,
        "credit": source.credit,
    }


def _number(phone: Any) -> str:
    words = phone.number
    if phone.extension is not None:
        words += f" ext. {phone.extension:g}"
    return str(words)


def _of_place(location: Location | None) -> dict[str, Any]:
    if location is None:
        return {}
    address = next((a for a in location.addresses if a.address_type == "physical"), None)
    lines = [address.address_1, address.address_2] if address else []
    return {
        "venue": location.name,
        "address": ", ".join(line for line in lines if line) or None,
        "town": location.town or (address.city if address else None),
        "state": location.state or (address.state_province if address else None),
        "postal_code": address.postal_code if address else None,
        "country": location.country or (address.country if address else None),
        "latitude": location.latitude,
        "longitude": location.longitude,
        "precision": location.precision,
    }


def spreadsheet_safe(value: Any) -> Any:
    """A cell that no spreadsheet runs. Numbers and telephone numbers stay as they are."""
    if not isinstance(value, str) or not value.startswith(_RUNS) or _HARMLESS.fullmatch(value):
        return value
    return "'" + value
