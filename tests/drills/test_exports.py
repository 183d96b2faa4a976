"""A large export runs nothing, loses nothing and needs little memory (TRUST attack 10, EXP-1):
`pytest -s tests/drills/test_exports.py`. DRILL_EXPORTS (50,000) listings, each with a text that
would be a formula if anybody let it."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook

from directory.extensions import db
from directory.listings.actions import publish
from tests.drills.told import size, tell
from tests.exchange.test_downloads import HOSTILE
from tests.making import NOON, make_record

pytestmark = pytest.mark.timeout(6 * 3600)

ROOT = Path(__file__).resolve().parents[2]
MOST_MB = 64
FORMULA = tuple("=+-@\t\r\uff1d")
TEXTS = (*HOSTILE, 'He said "hello",\nand went', "a\r\nb", "ünïcode ✓", "'quoted", ",")


def text_of(number: int) -> str:
    return f"{TEXTS[number % len(TEXTS)]} {number}"


def add(first: int, end: int) -> None:
    for start in range(first, end, 500):
        records = [
            make_record(f"Odd {number}", service={"description": text_of(number)})
            for number in range(start, min(start + 500, end))
        ]
        publish(records, role="operator", reason="drill", at=NOON)
        db.session.commit()
        db.session.expunge_all()


TELLING = """
import atexit, runpy
atexit.register(lambda: print(open("/proc/self/status").read()))
runpy.run_module("directory", run_name="__main__")
"""


def most_memory_of(home: Path, path: Path, form: str) -> float:
    """MB that a process of its own needed at most while it wrote the file. It tells of itself: what
    the system reports of an ended child holds the memory of its parent too."""
    here = {"DIRECTORY_HOME": str(home), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", TELLING, "export", str(path), "--format", form]
    done = subprocess.run(command, env=here, cwd=ROOT, capture_output=True, text=True, check=True)
    most = next(line for line in done.stdout.splitlines() if line.startswith("VmHWM"))
    return int(most.split()[1]) / 1024


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
def test_a_large_export_runs_nothing_and_needs_little_memory(
    app: Flask, home: Path, tmp_path: Path
) -> None:
    csv.field_size_limit(10**6)
    many, forms = size("EXPORTS", 50_000), ("csv", "csv-machine", "xlsx")
    add(0, 10)
    few = {form: most_memory_of(home, tmp_path / f"few.{form}", form) for form in forms}
    add(10, many)
    all_ = {form: most_memory_of(home, tmp_path / f"all.{form}", form) for form in forms}
    each = {form: round(all_[form] - few[form], 1) for form in forms}
    most = max(each.values())
    tell("export grows by MB", most, f"<= {MOST_MB}", passed=most <= MOST_MB, of=many, each=each)

    runs = sum(row["description"].startswith(FORMULA) for row in rows_of(tmp_path / "all.csv"))
    with (tmp_path / "all.xlsx").open("rb") as stream:
        book = load_workbook(stream, read_only=True)
        for row in book.worksheets[0].iter_rows():
            runs += sum(cell.data_type == "f" for cell in row)
        book.close()
    tell("formulas in exports", runs, "0", passed=not runs, of=many)

    wanted = {f"Odd {number}": text_of(number) for number in range(many)}
    same = sum(wanted[r["name"]] == r["description"] for r in rows_of(tmp_path / "all.csv-machine"))
    tell("texts that came back whole", same, "all", passed=same == many, of=many)
