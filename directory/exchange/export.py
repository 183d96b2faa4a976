"""What is published, written to a file. Memory holds one batch of listings at a time.

A file appears under its name only when it is whole.
"""

import csv
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from directory.exchange.tabular.writer import write_package
from directory.listings.publishable import Publishable, everything, publishable
from directory.listings.queries import Entry, each_published
from directory.listings.serializers import hsds
from directory.listings.serializers.flat import COLUMNS, flat_rows, spreadsheet_safe
from directory.listings.serializers.geojson import features
from directory.listings.serializers.meetings import meetings

EXPORTS = ("hsds-json", "hsds-ndjson", "hsds-tabular", "csv", "csv-machine", "geojson", "meetings")
_BY_NAME = {
    ".ndjson": "hsds-ndjson",
    ".jsonl": "hsds-ndjson",
    ".json": "hsds-json",
    ".zip": "hsds-tabular",
    ".csv": "csv",
    ".geojson": "geojson",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    form: str
    fictional: bool = False
    share_alike: bool = False
    complete: bool = False
    site: str = ""  # where listings have their pages
    name: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A listing that passed the gate, with what a file may say about its page."""

    record: Publishable
    slug: str
    page: str


def detect_export(path: Path) -> str:
    """By the name. Raises ValueError."""
    if path.suffix.lower() not in _BY_NAME:
        raise ValueError("Say with --format what to write.")
    return _BY_NAME[path.suffix.lower()]


def export(path: Path, wanted: Wanted, now: datetime) -> int:
    """Writes the file. Returns how many listings are in it."""
    count = 0

    def counted() -> Iterator[Leaving]:
        nonlocal count
        for leaving in leaving_listings(wanted, now):
            count += 1
            yield leaving

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".export-")
    os.close(handle)
    unfinished = Path(name)
    try:
        _WRITERS[wanted.form](unfinished, counted(), wanted, now)
        if not wanted.complete:
            unfinished.chmod(0o644)  # made for others; the operator's own copy stays private
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def leaving_listings(wanted: Wanted, now: datetime) -> Iterator[Leaving]:
    for entry in each_published():
        if entry.record.fictional and not wanted.fictional:
            continue
        if entry.record.source.share_alike and not wanted.share_alike:
            continue
        yield Leaving(
            _through_gate(entry, wanted, now),
            entry.slug,
            f"{wanted.site}/listings/{entry.slug}",
        )


def _through_gate(entry: Entry, wanted: Wanted, now: datetime) -> Publishable:
    if wanted.complete:
        return everything(entry.record)
    return publishable(
        entry.record,
        today=now.date(),
        changed_at=entry.changed_at,
        checked_at=entry.checked_at,
    )


def _json(path: Path, listings: Iterator[Leaving], wanted: Wanted, now: datetime) -> None:
    documents = (hsds.service(one.record, now) for one in listings)
    _array(path, b"[", documents, b"]\n")


def _ndjson(path: Path, listings: Iterator[Leaving], wanted: Wanted, now: datetime) -> None:
    with path.open("wb") as stream:
        for one in listings:
            stream.write(orjson.dumps(hsds.service(one.record, now)) + b"\n")


def _array(path: Path, head: bytes, items: Iterator[Any], tail: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(head)
        for number, item in enumerate(items):
            stream.write((b",\n" if number else b"\n") + orjson.dumps(item))
        stream.write(b"\n" + tail)


def _geojson(path: Path, listings: Iterator[Leaving], wanted: Wanted, now: datetime) -> None:
    items = (feature for one in listings for feature in features(one.record, one.page))
    _array(path, b'{"type": "FeatureCollection", "features": [', items, b"]}\n")


def _meetings(path: Path, listings: Iterator[Leaving], wanted: Wanted, now: datetime) -> None:
    items = (row for one in listings for row in meetings(one.record, one.slug, one.page))
    _array(path, b"[", items, b"]\n")


def _table(safe: bool) -> Callable[[Path, Iterator[Leaving], Wanted, datetime], None]:
    def write(path: Path, listings: Iterator[Leaving], wanted: Wanted, now: datetime) -> None:
        # Spreadsheets know UTF-8 only by its mark; programs trip over it.
        encoding = "utf-8-sig" if safe else "utf-8"
        with path.open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(COLUMNS)
            for one in listings:
                for row in flat_rows(one.record, one.page):
                    cells = [_plain(row[name]) for name in COLUMNS]
                    writer.writerow([spreadsheet_safe(cell) for cell in cells] if safe else cells)

    return write


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _package(path: Path, listings: Iterator[Leaving], wanted: Wanted, now: datetime) -> None:
    write_package(path, (one.record for one in listings), now, name=wanted.name)


_WRITERS = {
    "hsds-json": _json,
    "hsds-ndjson": _ndjson,
    "hsds-tabular": _package,
    "csv": _table(safe=True),
    "csv-machine": _table(safe=False),
    "geojson": _geojson,
    "meetings": _meetings,
}
