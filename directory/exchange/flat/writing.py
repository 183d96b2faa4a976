"""A mapping as text, in the form of those in `seed/mappings`: what a person chose on a form becomes
a file that anybody can read, keep and use with the command. Plain."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

PLACE = "service.service_at_locations[0].location"
_ADDRESS = ("address_1", "address_2", "city", "region", "state", "postal_code")
_SIMPLE = {
    "name": ("service.name", ["squash"]),
    "description": ("service.description", ["squash"]),
    "email": ("service.email", ["squash"]),
    "website": ("service.url", ["address"]),
    "who_for": ("service.eligibility_description", ["squash"]),
    "cost": ("service.fees_description", ["squash"]),
    "how_to_join": ("service.application_process", ["squash"]),
    "language": ("service.languages[0].name", ["squash"]),
    "minimum_age": ("service.minimum_age", []),
    "maximum_age": ("service.maximum_age", []),
    "venue": ("@place.name", ["squash"]),
    "latitude": ("@place.latitude", []),
    "longitude": ("@place.longitude", []),
    "address_1": ("@address.address_1", ["squash"]),
    "address_2": ("@address.address_2", ["squash"]),
    "region": ("@address.region", ["squash"]),
    "postal_code": ("@address.postal_code", ["squash", "upper"]),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """What a person chose. `columns`: {key of a target: column}; `terms`: {axis: code} that hold
    for every row."""

    columns: Mapping[str, str]
    terms: Mapping[str, str] = field(default_factory=dict)
    country: str
    source: Mapping[str, Any]
    namespace: str
    header: Sequence[str] = ()


def as_toml(chosen: Chosen) -> str:
    """The mapping. Whoever loads it finds out what is wrong with it."""
    return "\n".join(_lines(chosen)) + "\n"


def _lines(chosen: Chosen) -> Iterator[str]:
    columns = chosen.columns
    yield "# Made by the form for imports. docs/import-and-export.md explains the keys."
    yield "\n[file]"
    yield f"columns = {_value(sorted(set(columns.values())))}"
    ignored = [name for name in chosen.header if name and name not in columns.values()]
    if ignored:
        yield f"ignore = {_value(ignored)}"
    yield "\n[source]"
    for key, value in chosen.source.items():
        if value:
            yield f"{key} = {_value(value)}"
    yield "\n[identity]"
    yield f"namespace = {_value(chosen.namespace)}"
    yield f"key = {_value(_key(columns))}"
    yield f"organization_key = {_value([columns.get('organization') or columns['name']])}"
    yield "\n[paths]"
    yield f"place = {_value(PLACE)}"
    yield f"address = {_value(PLACE + '.addresses[0]')}"
    yield from _fields(chosen)
    for axis, code in chosen.terms.items():
        yield f"\n[[term]]\naxis = {_value(axis)}\ncodes = {_value(code)}"


def _key(columns: Mapping[str, str]) -> list[str]:
    """What tells rows apart: the source's own number, or what and where."""
    if "id" in columns:
        return [columns["id"]]
    keys = ("name", "organization", "address_1", "city", "postal_code")
    return [columns[key] for key in keys if key in columns]


def _fields(chosen: Chosen) -> Iterator[str]:
    columns = chosen.columns
    yield _field("service.status", value="active")
    for key, (to, clean) in _SIMPLE.items():
        if key in columns:
            yield _field(to, columns[key], clean)
    runs = columns.get("organization") or columns["name"]
    yield _field("service.organization.name", runs, ["squash"])
    about = columns.get("description") or runs
    yield _field("service.organization.description", about, ["squash"])
    for place, key in enumerate(("phone", "phone2")):
        if key in columns:
            yield from _phone(f"service.phones[{place}]", columns, key, chosen.country)
    if "times" in columns:
        at = "service.service_at_locations[0].schedules[0]"
        yield _field(f"{at}.description", columns["times"], ["squash"])
        yield _field(f"{at}.purpose", value="event", when=columns["times"])
    yield from _where(chosen)


def _phone(at: str, columns: Mapping[str, str], key: str, country: str) -> Iterator[str]:
    column = columns[key]
    pattern = r"^(?P<number>.+?)(?:\s*(?:x|ext\.?|extension)\s*(?P<extension>\d+))?$"
    yield _field(at, column, ["squash"], pattern=f"(?i){pattern}")
    yield _field(f"{at}.type", value="voice", when=column)
    yield from _country(f"{at}.country", columns, country, when=column)


def _where(chosen: Chosen) -> Iterator[str]:
    columns = chosen.columns
    there = [key for key in (*_ADDRESS, "venue", "latitude") if key in columns]
    if not there:
        return
    yield _field("@place.location_type", value="physical")
    yield from _country("@place.country", columns, chosen.country)
    for key, name in (("city", "town"), ("state", "state")):
        if key in columns:
            yield _field(f"@place.{name}", columns[key], ["squash"])
    if "latitude" in columns:
        yield _field("@place.precision", value="street", when=columns["latitude"])
    if not {"address_1", "city"} <= columns.keys():
        return
    yield _field("@address.city", columns["city"], ["squash"])
    if "state" in columns:
        yield _field("@address.state_province", columns["state"], ["squash"])
    yield from _country("@address.country", columns, chosen.country)


def _country(
    to: str, columns: Mapping[str, str], country: str, when: str | None = None
) -> Iterator[str]:
    if "country" in columns:
        yield _field(to, columns["country"], ["squash", "upper"], when=when, default=country)
    else:
        yield _field(to, value=country, when=when)


def _field(
    to: str,
    column: str | None = None,
    clean: Sequence[str] = (),
    *,
    value: str | None = None,
    pattern: str | None = None,
    when: str | None = None,
    default: str | None = None,
) -> str:
    given = {
        "to": to,
        "from": column,
        "value": value,
        "clean": list(clean) or None,
        "pattern": pattern,
        "default": default,
    }
    lines = [f"{key} = {_value(each)}" for key, each in given.items() if each is not None]
    if when is not None:
        lines.append(f"when = {{ column = {_value(when)} }}")
    return "\n[[field]]\n" + "\n".join(lines)


def _value(value: Any) -> str:
    """A value of TOML: its texts are those of JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return json.dumps(str(value)).replace("\x7f", "\\u007f")
