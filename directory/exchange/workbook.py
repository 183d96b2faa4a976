"""A workbook for people: every text is a text, whatever it begins with, and every number is one.

A cell's type is written, so no program has to guess: "=1+1" stays words, and "+44 …" keeps its
sign (TRUST EXP-1)."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

# The format allows no other control characters, and no longer text.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576


class TooManyRows(ValueError):
    """No workbook holds so many."""


def write_workbook(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Raises TooManyRows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Listings")
    sheet.append(list(columns))
    for number, row in enumerate(rows, 2):
        if number > MOST_ROWS:
            raise TooManyRows(f"A workbook ends at row {MOST_ROWS}. Take CSV.")
        sheet.append([_cell(sheet, value) for value in row])
    book.save(path)


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet)
    cell.value = _NOT_IN_XML.sub("", value)[:LONGEST_CELL]
    cell.data_type = "s"  # never a formula, whatever it begins with
    return cell
