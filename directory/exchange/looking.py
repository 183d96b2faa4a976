"""A first look at a file: how it is read and what its first rows say. Only its beginning is read,
however large it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from directory.exchange.doors import File
from directory.exchange.flat import mapping as flat_mapping
from directory.exchange.flat.build import build, derived
from directory.exchange.flat.mapping import MappingError
from directory.exchange.flat.suggest import header_row
from directory.exchange.flat.workbook import is_workbook, open_sheet, sheets
from directory.exchange.identity import namespace
from directory.exchange.row import Unreadable
from directory.exchange.text import detect_delimiter, detect_encoding, open_table
from directory.listings.record import Record

ROWS = 8
DELIMITERS = ",;\t|"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin_1", "cp1250", "cp1251", "mac_roman",
             "shift_jis", "gb18030", "big5")  # fmt: skip


@dataclass(slots=True)
class Looked:
    """`fault`: why it cannot be read as it is."""

    encoding: str = ""
    delimiter: str = ""
    sheets: list[str] = field(default_factory=list)
    sheet: str = ""
    skip: int = 0
    header: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    fault: Unreadable | None = None


def look_at(file: File, *, detect: bool = False) -> Looked:
    """Never raises for what stands in the file. `detect` also finds out which row is the header."""
    looked = Looked(skip=file.skip)
    try:
        if is_workbook(file.path):
            looked.sheets = sheets(file.path)
            looked.sheet = file.sheet or looked.sheets[0]
            looked.encoding = "xlsx"
        else:
            looked.encoding = file.encoding or detect_encoding(file.open)
            looked.delimiter = file.delimiter or detect_delimiter(file.open, looked.encoding)
        if detect:
            looked.skip = header_row(_first_rows(file, looked))
        table = _table(file, looked)
        looked.header = table.header
        looked.rows = [line.cells for line in islice(table.rows, ROWS)]
    except Unreadable as error:
        looked.fault = error
    return looked


def _table(file: File, looked: Looked) -> Any:
    if looked.sheets:
        return open_sheet(file.path, looked.sheet, looked.skip)
    return open_table(file.open, looked.encoding, looked.delimiter, looked.skip)


def _first_rows(file: File, looked: Looked) -> list[list[str]]:
    """The cells of the first filled rows, whichever of them may be the header."""
    found: list[list[str]] = []
    for skip in range(4):
        looked_deeper = Looked(
            looked.encoding, looked.delimiter, looked.sheets, looked.sheet, skip=skip
        )
        try:
            found.append(_table(file, looked_deeper).header)
        except Unreadable as error:
            if "twice" not in str(error):  # a title over several columns is no header
                break
            found.append([])
    return found


@dataclass(frozen=True, slots=True)
class Sample:
    """One row as the record it would become."""

    line: int
    record: Record | None
    said: list[str]


def samples(file: File, looked: Looked, most: int = 3) -> list[Sample]:
    """The first rows through the mapping. Raises MappingError."""
    if file.mapping is None or looked.fault:
        return []
    mapping = flat_mapping.load(file.mapping)
    missing = [column for column in mapping.columns if column not in looked.header]
    if missing:
        raise MappingError(f"The mapping asks for columns that are not here: {', '.join(missing)}")
    return list(_samples(mapping, looked.rows[:most]))


def _samples(mapping: flat_mapping.Mapping, rows: list[dict[str, str]]) -> Iterator[Sample]:
    space = namespace(mapping.namespace)
    for number, cells in enumerate(rows, 1):
        record, findings = build(mapping, derived(mapping, cells), space, 0)
        yield Sample(number, record, [str(finding.sentence) for finding in findings])
