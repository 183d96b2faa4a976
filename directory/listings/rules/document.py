"""The deep validator: what the standard's schemas let pass in an HSDS document, and what they do
not. For any object, in the form of the standard, with the paths of the document.

    document_problems(Service, json.load(file), today=...) -> list[Problem]

Only the standard is judged here. Whether a listing may be published is `problems(record)`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from directory.listings import codec
from directory.listings.messages import N_, say
from directory.listings.record import (
    PROFILE_PREFIX,
    Organization,
    ServiceAtLocation,
)
from directory.listings.rules import facts, place, reach, times, whole
from directory.listings.rules.problem import Problem, join, look_around, refuse

_RULES = (
    whole.empty_problems,
    whole.repeat_problems,
    reach.phone_problems,
    reach.url_problems,
    reach.mail_problems,
    place.location_problems,
    place.address_problems,
    place.area_problems,
    times.schedule_problems,
    facts.date_problems,
    facts.age_problems,
    facts.status_problems,
    facts.capacity_problems,
    facts.cost_problems,
    facts.language_problems,
)

# Lists that the standard has and a record turns around: an organization's services, and the
# service of a service at a location.
_TURNED: dict[type, frozenset[str]] = {
    Organization: frozenset({"services"}),
    ServiceAtLocation: frozenset({"service"}),
}


def document_problems(
    cls: type,
    document: Any,
    *,
    today: date,
    exists: whole.Exists | None = None,
    uk: bool = False,
) -> list[Problem]:
    """Everything in the document that the standard forbids or that cannot be true.

    `cls` says what the document is (Service, Organization, ...). `exists(table, id)` settles
    references to rows outside it. `uk` judges by the UK profile, which has four more fields and
    times without offset. Never raises on JSON values.
    """
    thing, misfits, unread = codec.read(cls, document, hsds=True)
    found = [Problem(m.path, "type", "refuse", say(m.sentence)) for m in misfits]
    found += _unknown_keys(cls, unread, uk)
    found += _identifiers(document, "")
    if not isinstance(document, dict):
        return found
    around = look_around(thing, today, profile=uk or any(_ours(key) for key in document))
    for rule in _RULES:
        found += rule(around)
    found += whole.reference_problems(around, exists)
    return list({(p.path, p.code): p for p in found}.values())


def _ours(key: str) -> bool:
    return key.startswith(PROFILE_PREFIX)


# Fields that the UK profile adds.
_UK_FIELDS = frozenset({"accessibility", "service_area", "taxonomy_terms", "term"})


def _unknown_keys(cls: type, unread: list[str], uk: bool) -> Iterator[Problem]:
    for path in unread:
        british = uk and path.rpartition(".")[2] in _UK_FIELDS
        if path not in _TURNED.get(cls, ()) and not british:
            message = N_("The standard has no field of this name. Remove it.")
            yield refuse(path, "key", message)


def _identifiers(value: Any, path: str) -> Iterator[Problem]:
    """Each object of the standard has an id, and it is a UUID."""
    if isinstance(value, list):
        for n, item in enumerate(value):
            yield from _identifiers(item, f"{path}[{n}]")
        return
    if not isinstance(value, dict):
        return
    if not _is_uuid(value.get("id")):
        message = N_("Each entry needs an id of its own, a UUID.")
        yield refuse(join(path, "id"), "id", message)
    for key, item in value.items():
        if not _ours(str(key)):
            yield from _identifiers(item, join(path, str(key)))


def _is_uuid(value: object) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value.lower()
    except ValueError:
        return False


def table_problems(tables: Mapping[str, list[Mapping[str, str]]]) -> list[Problem]:
    """References between the rows of a tabular package: each `*_id` names a row that is there, no
    row is its own ancestor, `link_entity` and `resource_type` name a table.

    `tables` holds rows by the singular name of the table. Paths are "phone[3].service_id".
    """
    ids = {table: {row.get("id", "") for row in rows} for table, rows in tables.items()}
    return [
        problem
        for table, rows in tables.items()
        for n, row in enumerate(rows)
        for problem in _row_problems(table, f"{table}[{n}]", row, tables, ids)
    ]


_POINTERS = {"link_id": "link_entity", "resource_id": "resource_type"}


def _row_problems(
    table: str,
    path: str,
    row: Mapping[str, str],
    tables: Mapping[str, list[Mapping[str, str]]],
    ids: Mapping[str, set[str]],
) -> Iterator[Problem]:
    for column, value in row.items():
        if not value or not column.endswith("_id") or column in ("tax_id",):
            continue
        if column in _POINTERS:
            target = row.get(_POINTERS[column], "")
            if target and target not in whole.TABLES:
                message = N_("“%(value)s” is not the name of a table of the standard.")
                yield refuse(join(path, _POINTERS[column]), "table", message, value=target)
                continue
        else:
            name = column.removesuffix("_id")
            target = {"parent": table, "parent_organization": "organization"}.get(name, name)
        if target and value not in ids.get(target, ()):
            message = N_("This points to a %(table)s that is not here: %(id)s.")
            yield refuse(join(path, column), "reference", message, table=target, id=value)
        elif target == table and _circles(tables[table], row.get("id", ""), column):
            message = N_("This is its own parent, directly or through others.")
            yield refuse(join(path, column), "reference-cycle", message)


def _circles(rows: list[Mapping[str, str]], start: str, column: str) -> bool:
    parents = {row.get("id", ""): row.get(column, "") for row in rows}
    at, passed = parents.get(start, ""), set[str]()
    while at and at not in passed:
        if at == start:
            return True
        passed.add(at)
        at = parents.get(at, "")
    return False
