"""Each form of export as a stream of bytes: one listing at a time, so memory stays flat however
large the directory is. What needs a whole file on disk first (zip, workbook) is made in a
temporary one that nobody else can see."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from directory.exchange.tabular.writer import write_package
from directory.exchange.workbook import write_workbook
from directory.listings.calendar import calendar_stream
from directory.listings.publishable import Publishable
from directory.listings.serializers import hsds
from directory.listings.serializers.flat import COLUMNS, flat_rows, spreadsheet_safe
from directory.listings.serializers.geojson import features
from directory.listings.serializers.meetings import meetings
from directory.listings.serializers.sessions import calendar_entries

PIECE = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Leaving:
    """A listing that passed the gate, with what a file may say about its page."""

    record: Publishable
    slug: str
    page: str
    changed: datetime
    revision: int
    zone: str  # for sessions that name none


Listings = Iterable[Leaving]
Stream = Callable[[Listings, datetime, str], Iterator[bytes]]


def _json(listings: Listings, now: datetime, name: str) -> Iterator[bytes]:
    return _array(b"[", (hsds.service(one.record, now) for one in listings), b"]\n")


def _ndjson(listings: Listings, now: datetime, name: str) -> Iterator[bytes]:
    for one in listings:
        yield orjson.dumps(hsds.service(one.record, now)) + b"\n"


def _array(head: bytes, items: Iterable[Any], tail: bytes) -> Iterator[bytes]:
    yield head
    for number, item in enumerate(items):
        yield (b",\n" if number else b"\n") + orjson.dumps(item)
    yield b"\n" + tail


def _geojson(listings: Listings, now: datetime, name: str) -> Iterator[bytes]:
    items = (feature for one in listings for feature in features(one.record, one.page))
    return _array(b'{"type": "FeatureCollection", "features": [', items, b"]}\n")


def _meetings(listings: Listings, now: datetime, name: str) -> Iterator[bytes]:
    items = (row for one in listings for row in meetings(one.record, one.slug, one.page))
    return _array(b"[", items, b"]\n")


def _table(safe: bool) -> Stream:
    def write(listings: Listings, now: datetime, name: str) -> Iterator[bytes]:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer)
        if safe:
            buffer.write("\ufeff")  # spreadsheets know UTF-8 only by its mark; programs trip on it
        writer.writerow(COLUMNS)
        for row in _rows(listings):
            writer.writerow([spreadsheet_safe(cell) for cell in row] if safe else row)
            if buffer.tell() > PIECE:
                yield _emptied(buffer)
        yield _emptied(buffer)

    return write


def _emptied(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _rows(listings: Listings) -> Iterator[list[Any]]:
    """The cells of the tables for people and programs, a row for each place."""
    for one in listings:
        for row in flat_rows(one.record, one.page):
            yield [_plain(row[name]) for name in COLUMNS]


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _calendar(listings: Listings, now: datetime, name: str) -> Iterator[bytes]:
    entries = (
        entry
        for one in listings
        for entry in calendar_entries(
            one.record,
            changed=one.changed.astimezone(UTC),
            revision=one.revision,
            url=one.page,
            default_zone=one.zone,
        )
    )
    with tempfile.TemporaryFile() as keep:
        yield from calendar_stream(entries, keep, name=name)


def _from_file(write: Callable[[Path, Listings, datetime, str], None]) -> Stream:
    def stream(listings: Listings, now: datetime, name: str) -> Iterator[bytes]:
        with tempfile.TemporaryDirectory(prefix="export-") as folder:
            path = Path(folder) / "file"
            write(path, listings, now, name)
            with path.open("rb") as made:
                while piece := made.read(PIECE):
                    yield piece

    return stream


def _package(path: Path, listings: Listings, now: datetime, name: str) -> None:
    write_package(path, (one.record for one in listings), now, name=name)


def _workbook(path: Path, listings: Listings, now: datetime, name: str) -> None:
    write_workbook(path, COLUMNS, _rows(listings))


@dataclass(frozen=True, slots=True)
class Form:
    """One form of export: what it is sent as, and how its name ends."""

    stream: Stream
    mimetype: str
    ending: str


FORMS: dict[str, Form] = {
    "hsds-json": Form(_json, "application/json", "json"),
    "hsds-ndjson": Form(_ndjson, "application/x-ndjson", "ndjson"),
    "hsds-tabular": Form(_from_file(_package), "application/zip", "zip"),
    "csv": Form(_table(safe=True), "text/csv", "csv"),
    "csv-machine": Form(_table(safe=False), "text/csv", "csv"),
    "xlsx": Form(
        _from_file(_workbook),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
    ),
    "geojson": Form(_geojson, "application/geo+json", "geojson"),
    "icalendar": Form(_calendar, "text/calendar", "ics"),
    "meetings": Form(_meetings, "application/json", "json"),
}
