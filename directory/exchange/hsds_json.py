"""HSDS JSON in: documents of services, organizations, services at locations and locations.

Faithful: dangling parents, a latitude of 100 and other oddities are carried unchanged. Judging
them is the work of `listings.rules`.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from uuid import UUID

from directory.exchange.identity import is_uuid, namespace, stable
from directory.exchange.json_stream import documents
from directory.exchange.row import Finding, Row, note, refused, review
from directory.exchange.spool import groups
from directory.exchange.text import Opener
from directory.listings import codec
from directory.listings.classification import terms_from_attributes
from directory.listings.record import (
    PROFILE_PREFIX,
    Location,
    Organization,
    Record,
    Service,
    ServiceAtLocation,
    Source,
)
from directory.listings.serializers.inside import inside

DEEPEST = 40  # the standard nests eight deep
# Facts of the record that stand beside the service in HSDS, under our prefix.
BESIDE = ("facts", "source", "language", "translations", "crisis", "individual", "fictional")
_ORGANIZATION_KEYS = frozenset(
    {"services", "website", "additional_websites", "tax_status", "tax_id", "year_incorporated"}
    | {"legal_status", "logo", "uri", "parent_organization_id", "locations", "programs"}
    | {"organization_identifiers"}
)


def read(
    opener: Opener, name: str, source: Source, *, encoding: str | None = None
) -> Iterator[Row]:
    """Rows of one file. `source` describes records that do not name their own.

    Raises Unreadable, possibly after some rows.
    """
    space = namespace(source.name)
    with groups() as places:
        for number, document in documents(opener, encoding):
            row = Row(file=name, line=number)
            if not isinstance(document, dict):
                row.findings.append(refused("", "This must be an object with named fields."))
                yield row
                continue
            try:
                _settle_ids(document, space, str(document.get("id", "")), 0, row.findings)
            except RecursionError:
                row.findings.append(refused("", "This document is nested too deeply."))
                yield row
                continue
            if not document.get("id") or not isinstance(document["id"], str):
                row.findings.append(refused("id", "This must not be empty."))
                yield row
                continue
            if kind_of(document) == "service_at_location":
                service = document.get("service")
                key = str(service.get("id")) if isinstance(service, dict) else f"line {number}"
                places.add(key, json.dumps([number, document]))
                continue
            yield from _rows(row, document, source)
        for _, texts in places:
            yield _from_places(name, [json.loads(text) for text in texts], source)


def kind_of(document: dict[str, Any]) -> str:
    """HSDS documents do not say what they are: their fields do."""
    if "location_type" in document:
        return "location"
    if isinstance(document.get("service"), dict) or (
        isinstance(document.get("location"), dict) and "status" not in document
    ):
        return "service_at_location"
    if "status" in document:
        return "service"
    if "taxonomy_detail" in document or "term_uri" in document or "version" in document:
        return "taxonomy"
    if _ORGANIZATION_KEYS & document.keys() or {"name", "description"} <= document.keys():
        return "organization"
    return "unknown"


def _rows(row: Row, document: dict[str, Any], source: Source) -> Iterator[Row]:
    match kind_of(document):
        case "service":
            _read_service(row, document, source)
        case "organization":
            yield from _from_organization(row, document, source)
            return
        case "location":
            row.alone = _read(row, Location, document)
        case "taxonomy":
            row.not_carried.append("This is a taxonomy: only terms that listings use are read.")
        case _:
            row.findings.append(refused("", "This is no HSDS service, organization or location."))
    yield row


def _from_organization(row: Row, document: dict[str, Any], source: Source) -> Iterator[Row]:
    services = document.pop("services", None)
    organization = _read(row, Organization, document)
    listed = services if isinstance(services, list) else []
    offered = [service for service in listed if isinstance(service, dict)]
    if not offered:
        row.alone = organization
        yield row
        return
    for place, service in enumerate(offered):
        one = Row(file=row.file, line=row.line)
        if place == 0:
            one.findings, one.not_carried = row.findings, row.not_carried
        _read_service(one, service, source, at=f"services[{place}]")
        if one.record:
            one.record.service.organization = deepcopy(organization)
        yield one


def _from_places(name: str, found: list[tuple[int, dict[str, Any]]], source: Source) -> Row:
    """All places of one service become one listing."""
    row = Row(file=name, line=found[0][0])
    service = found[0][1].pop("service", None)
    if not isinstance(service, dict):
        row.findings.append(refused("service", "A service at a location must hold its service."))
        return row
    _read_service(row, service, source, at="service")
    if row.record:
        known = {place.id for place in row.record.service.service_at_locations}
        for _, document in found:
            document.pop("service", None)
            place = _read(row, ServiceAtLocation, document)
            if place.id not in known:
                row.record.service.service_at_locations.append(place)
    return row


def _read_service(row: Row, document: dict[str, Any], source: Source, at: str = "") -> None:
    beside = {
        name: document.pop(PROFILE_PREFIX + name)
        for name in BESIDE
        if PROFILE_PREFIX + name in document
    }
    texts = {key: document.get(key) for key in ("id", "name", "status")}
    missing = [key for key, text in texts.items() if not isinstance(text, str) or not text]
    if missing:
        row.findings.extend(refused(_join(at, key), "This must not be empty.") for key in missing)
        return
    record = _read(row, Record, beside, hsds=False)
    record.service = _read(row, Service, document, at)
    record.terms, record.service.attributes = terms_from_attributes(record.service.attributes)
    if "source" not in beside:
        record.source = Source(**{**codec.plain(source), "id": record.id})
    inside(record.service)
    row.record = record


def _read(row: Row, cls: type, document: dict[str, Any], at: str = "", hsds: bool = True) -> Any:
    thing, misfits, unread = codec.read(cls, document, hsds=hsds)
    row.findings.extend(review(_join(at, misfit.path), misfit.sentence) for misfit in misfits)
    row.not_carried.extend(_join(at, path) for path in unread)
    return thing


def _join(at: str, path: str) -> str:
    return f"{at}.{path}" if at and path else at or path


def _settle_ids(thing: Any, space: UUID, path: str, depth: int, findings: list[Finding]) -> None:
    """Every object gets an id that is a UUID and comes out the same at each import."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(thing, list):
        for index, item in enumerate(thing):
            _settle_ids(item, space, f"{path}[{index}]", depth + 1, findings)
        return
    if not isinstance(thing, dict):
        return
    if depth and "id" not in thing:
        thing["id"] = stable(space, "place", path)
        findings.append(note(path, "This had no id. It got one."))
    for key, value in thing.items():
        if key.startswith(PROFILE_PREFIX):
            continue
        if isinstance(value, dict | list):
            _settle_ids(value, space, f"{path}.{key}", depth + 1, findings)
        elif _is_key(key) and isinstance(value, str) and value and not is_uuid(value):
            thing[key] = stable(space, "id", value)
            if key == "id" and not depth:
                findings.append(
                    review("id", "%(id)s is no UUID. It got one of ours.", id=value[:80])
                )


def _is_key(name: str) -> bool:
    return name == "id" or (name.endswith("_id") and name != "tax_id")
