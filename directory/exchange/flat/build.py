"""One row of a flat table as a record, by its mapping."""

import re
from typing import Any, get_type_hints
from uuid import UUID

from directory.exchange.flat.cleaners import clean
from directory.exchange.flat.mapping import Field, Mapping
from directory.exchange.identity import number, stable
from directory.exchange.row import Finding, hold, left_out, refused, review
from directory.listings import codec
from directory.listings.record import Record

Cells = dict[str, str]
_STEP = re.compile(r"([a-z_0-9]+)(?:\[(\d+)\])?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def derived(mapping: Mapping, cells: Cells) -> Cells:
    """The row with its derived columns."""
    cells = dict(cells)
    for rule in mapping.derive:
        if cells.get(rule.to) or (rule.when and not rule.when.holds(cells)):
            continue
        parts = [cells.get(column, "").strip() for column in rule.columns]
        text = clean(rule.join.join(part for part in parts if part), rule.clean)
        if rule.pattern:
            found = rule.pattern.search(text)
            text = found.group(1).strip() if found else ""
        cells[rule.to] = text
    return cells


def build(
    mapping: Mapping, cells: Cells, space: UUID, nth: int
) -> tuple[Record | None, list[Finding]]:
    """The record of one row with derived columns, and what to tell. None: left out.

    `nth` tells rows apart whose key columns are the same.
    """
    findings: list[Finding] = []
    crisis = False
    for mark in mapping.marks:
        if not mark.when.holds(cells):
            continue
        if mark.skip:
            return None, [left_out(mark.when.columns[0], mark.skip)]
        findings += [review(mark.when.columns[0], mark.review)] if mark.review else []
        findings += [hold(mark.when.columns[0], mark.hold)] if mark.hold else []
        crisis = crisis or mark.crisis
    data: dict[str, Any] = {}
    for rule in mapping.fields:
        if rule.when is None or rule.when.holds(cells):
            _fill(data, rule, cells, findings)
    record, misfits, unread = codec.read(Record, _compact(data))
    findings += [refused(misfit.path, misfit.sentence) for misfit in misfits]
    findings += [refused(path, "The record has no such field.") for path in unread]
    if misfits or unread:
        return None, findings
    _add_terms(record, mapping, cells)
    record.crisis = record.crisis or crisis
    record.source = codec.restore(type(record.source), codec.plain(mapping.source))
    for rule_ in mapping.hide:
        if rule_.when.holds(cells):
            _hide(record, cells.get(rule_.town, ""))
            findings.append(review(rule_.when.columns[0], rule_.review))
    _identify(record, mapping, cells, space, nth)
    return record, findings


def _fill(data: dict[str, Any], rule: Field, cells: Cells, findings: list[Finding]) -> None:
    if not rule.columns:
        _set(data, rule.to, rule.value)
        return
    parts = [clean(cells.get(column, ""), rule.clean) for column in rule.columns]
    text = rule.join.join(part for part in parts if part).strip()
    if not text:
        if rule.default is not None:
            _set(data, rule.to, rule.default)
        return
    if rule.pattern is None:
        _set(data, rule.to, rule.choices.get(text, text) if rule.choices else text)
        return
    found = rule.pattern.search(text)
    if found is None:
        findings.append(review(rule.columns[0], "%(text)s could not be read.", text=text[:80]))
    elif not found.groupdict():
        _set(data, rule.to, found.group(found.lastindex or 0).strip())
    for name, part in (found.groupdict() if found else {}).items():
        if part:
            _set(data, f"{rule.to}.{name}", part.strip())


def _set(data: dict[str, Any], path: str, value: Any) -> None:
    """Puts a value at a path such as "service.phones[0].number", making what is missing."""
    at: Any = data
    cls: type = Record
    steps = path.split(".")
    for place, step in enumerate(steps):
        name, index = _STEP.fullmatch(step).groups()  # type: ignore[union-attr]
        shape = next((s for s in codec.shapes(cls) if s.name == name), None)
        if place == len(steps) - 1:
            at[name] = _typed(shape, value)
            return
        if index is None:
            at = at.setdefault(name, {})
        else:
            items = at.setdefault(name, {})
            at = items.setdefault(int(index), {})
        if shape and shape.target:
            cls = shape.target


def _typed(shape: codec.Shape | None, value: Any) -> Any:
    if shape and shape.kind == "number" and isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    return value


def _compact(data: Any) -> Any:
    """Lists were kept as {index: item}: a gap between filled ones closes."""
    if not isinstance(data, dict):
        return data
    if data and all(isinstance(key, int) for key in data):
        return [_compact(data[key]) for key in sorted(data)]
    return {key: _compact(value) for key, value in data.items()}


def _add_terms(record: Record, mapping: Mapping, cells: Cells) -> None:
    for rule in mapping.terms:
        if rule.when and not rule.when.holds(cells):
            continue
        codes = record.terms.setdefault(rule.axis, [])
        codes += [code for code in rule.codes if code not in codes]


def _hide(record: Record, town: str) -> None:
    for here in record.service.service_at_locations:
        if here.location:
            place = here.location
            place.addresses, place.name, place.transportation = [], None, None
            place.latitude = place.longitude = None
            place.precision, place.town = "town", town or place.town


def _identify(record: Record, mapping: Mapping, cells: Cells, space: UUID, nth: int) -> None:
    keys = [" ".join(cells.get(column, "").split()) for column in mapping.key]
    key = "\x1f".join(keys) + (f"\x1f{nth}" if nth else "")
    organization = record.service.organization
    number(record.service, space, key, keep=[organization])
    record.source.id = record.source.id or stable(space, "row", key)
    if organization:
        columns = mapping.organization_key or mapping.key
        parts = [" ".join(cells.get(column, "").split()).casefold() for column in columns]
        number(organization, space, "\x1f".join(["organization", *parts]))


# The record's classes are read once here: a mistake in them shows at import, not at row 1,000.
get_type_hints(Record)
