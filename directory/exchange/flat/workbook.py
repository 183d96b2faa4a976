"""A sheet of an Excel workbook as a table of texts, read row by row.

A workbook is a zip of XML, so it is judged like any zip from a stranger before it is opened. Of
formulas the value is taken that the file kept; nothing is calculated.
"""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from directory.exchange.archive import refuse_unsafe
from directory.exchange.row import Unreadable
from directory.exchange.text import MOST_COLUMNS, Line, Table, check_header
from directory.listings.messages import N_

MOST_ROWS = 1_048_576
# The texts of a workbook stand in one part that is held in memory; sheets are read as they come.
LARGEST_TEXTS = 24 * 1024 * 1024
LARGEST_SHEET = 400 * 1024 * 1024


_DAMAGED = N_("This workbook is damaged. Open it, save it anew and try again.")


def is_workbook(path: Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".xlsm")


def sheets(path: Path) -> list[str]:
    """Their names. Raises Unreadable."""
    book = _open(path)
    try:
        return list(book.sheetnames)
    finally:
        book.close()


def open_sheet(path: Path, sheet: str | None = None, skip: int = 0) -> Table:
    """A table of one sheet, the first if none is named. `skip`: filled rows above the header.
    Raises Unreadable."""
    rows = _rows(path, sheet)
    for number, cells in rows:
        if any(cells):
            skip -= 1
            if skip < 0:
                header = [cell.strip() for cell in cells]
                while header and not header[-1]:
                    header.pop()
                check_header(header)
                return Table(header, "xlsx", "", _lines(rows, header))
        del number
    raise Unreadable(N_("This file is empty: it has no header row."))


def _lines(rows: Iterator[tuple[int, list[str]]], header: list[str]) -> Iterator[Line]:
    for number, cells in rows:
        if not any(cells):
            continue
        surplus = sum(1 for cell in cells[len(header) :] if cell)
        named = zip(header, cells, strict=False)
        known = {name: cell for name, cell in named if name}
        yield Line(number, {name: "" for name in header if name} | known, surplus=surplus)


def _rows(path: Path, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    book = _open(path)
    try:
        if sheet is not None and sheet not in book.sheetnames:
            raise Unreadable(N_("There is no sheet with the name %(name)s."), name=sheet)
        chosen = book[sheet] if sheet else book.worksheets[0]
        chosen.reset_dimensions()  # what the file says of its size is not to be trusted
        for number, row in enumerate(chosen.iter_rows(values_only=True), 1):
            if len(row) > MOST_COLUMNS:
                raise Unreadable(
                    N_("The header names more than %(most)s columns."), most=MOST_COLUMNS
                )
            yield number, [as_text(value) for value in row]
    except (zipfile.BadZipFile, ValueError, KeyError, IndexError, SyntaxError, EOFError) as error:
        raise Unreadable(_DAMAGED) from error
    finally:
        book.close()


def _open(path: Path) -> Any:
    refuse_unsafe(path)
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            is_sheet = entry.filename.startswith("xl/worksheets/")
            if entry.file_size > (LARGEST_SHEET if is_sheet else LARGEST_TEXTS):
                raise Unreadable(
                    N_("This workbook is too large. Save the sheet as CSV and send that.")
                )
    try:
        return load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, ValueError, KeyError, SyntaxError,
            OSError, TypeError, AttributeError) as error:  # fmt: skip
        raise Unreadable(_DAMAGED) from error


def as_text(value: Any) -> str:
    """A cell as the words that a table would hold: days as 2026-11-03, times as 18:30."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
    return str(value).replace("\0", "")
