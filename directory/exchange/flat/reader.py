"""Flat tables in: CSV-like files and GeoJSON points, by a mapping."""

import hashlib
import re
from collections.abc import Iterator

from directory.exchange.flat.build import build, derived
from directory.exchange.flat.mapping import Mapping
from directory.exchange.identity import namespace
from directory.exchange.json_stream import documents
from directory.exchange.row import Row, Unreadable, refused, review
from directory.exchange.spool import counts
from directory.exchange.text import Line, Opener, Table, open_table
from directory.listings.messages import N_

# What only a spreadsheet would write: =SUM(A1), =1+1, @IF(…), +cmd|…
_FORMULA = re.compile(r"\s*(?:=[\w(+\-\"']|[@+\-]\s*[A-Za-z_]\w*\s*[(|])")


def read(
    opener: Opener,
    name: str,
    mapping: Mapping,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    skip: int = 0,
    table: Table | None = None,
) -> Iterator[Row]:
    """Rows of one file, or of a `table` that is open already. `skip`: filled rows above the
    header. Raises Unreadable, possibly after some rows."""
    space = namespace(mapping.namespace)
    if table is not None:
        header, lines = table.header, table.rows
    else:
        header, lines = _lines(opener, name, mapping, encoding, delimiter, skip)
    missing = [column for column in mapping.columns if column not in header]
    if missing:
        raise Unreadable(
            N_("The columns of this file are not those of the mapping: %(columns)s is missing."),
            line=1,
            columns=", ".join(missing),
        )
    strange = [column for column in header if column not in _used(mapping)]
    if strange:
        yield Row(file=name, line=1, not_carried=strange)
    with counts() as keys, counts() as wholes:
        for line in lines:
            row = Row(file=name, line=line.number)
            if line.surplus or line.missing:
                row.findings.append(
                    refused("", "This row has another number of cells than the header.")
                )
                yield row
                continue
            formula = next((name for name, cell in line.cells.items() if _FORMULA.match(cell)), "")
            if formula:
                row.findings.append(
                    review(formula, "This looks like a formula and not like words. Check it.")
                )
            cells = derived(mapping, line.cells)
            same, first = wholes.add(_digest(*line.cells.values()), line.number)
            if same:
                sentence = "This row is the same as row %(line)s. Are they one?"
                row.findings.append(review("", sentence, line=first))
            nth, _ = keys.add(_digest(*(cells.get(column, "") for column in mapping.key)), 0)
            row.record, findings = build(mapping, cells, space, nth)
            row.findings += findings
            yield row


def _lines(
    opener: Opener,
    name: str,
    mapping: Mapping,
    encoding: str | None,
    delimiter: str | None,
    skip: int,
) -> tuple[list[str], Iterator[Line]]:
    encoding, delimiter = encoding or mapping.encoding, delimiter or mapping.delimiter
    if name.lower().endswith((".geojson", ".json")):
        header = [*mapping.columns, "longitude", "latitude"]
        return header, _features(opener, encoding)
    table = open_table(opener, encoding, delimiter, skip)
    return table.header, table.rows


def _features(opener: Opener, encoding: str | None) -> Iterator[Line]:
    """Each point with its properties as cells, and its place as `longitude` and `latitude`."""
    for number, feature in documents(opener, encoding, "features"):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise Unreadable(N_("This is no GeoJSON feature."), line=number)
        cells = {key: "" if v is None else str(v) for key, v in properties.items()}
        geometry = feature.get("geometry") or {}
        point = geometry.get("coordinates") if geometry.get("type") == "Point" else None
        if isinstance(point, list) and len(point) >= 2:
            cells |= {"longitude": str(point[0]), "latitude": str(point[1])}
        yield Line(number, cells)


def _used(mapping: Mapping) -> set[str]:
    used = {*mapping.ignore, *mapping.key}
    whens = [rule.when for rule in mapping.derive] + [rule.when for rule in mapping.fields]
    whens += [rule.when for rule in mapping.terms] + [rule.when for rule in mapping.marks]
    whens += [rule.when for rule in mapping.hide]
    for when in whens:
        used.update(when.columns if when else ())
    for derive in mapping.derive:
        used.update(derive.columns)
    for field in mapping.fields:
        used.update(field.columns)
    return used


def _digest(*texts: str) -> str:
    return hashlib.blake2b("\x1f".join(texts).encode(), digest_size=16).hexdigest()
