"""What is published, on its way out: to a file, or piece by piece to whoever asked.

A file appears under its name only when it is whole.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from directory.exchange.streams import FORMS, Leaving
from directory.listings.publishable import Publishable, everything, publishable
from directory.listings.queries import Entry, each_published, published
from directory.search.queries import zone_of

EXPORTS = tuple(FORMS)
_BATCH = 200
_BY_NAME = {
    ".ndjson": "hsds-ndjson",
    ".jsonl": "hsds-ndjson",
    ".json": "hsds-json",
    ".zip": "hsds-tabular",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".geojson": "geojson",
    ".ics": "icalendar",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    form: str
    fictional: bool = False
    share_alike: bool = False
    complete: bool = False
    site: str = ""  # where listings have their pages
    name: str = ""
    ids: Iterable[str] | None = None  # these, in this order; None: all


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
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            for piece in FORMS[wanted.form].stream(counted(), now, wanted.name):
                stream.write(piece)
        if not wanted.complete:
            unfinished.chmod(0o644)  # made for others; the operator's own copy stays private
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def pieces(wanted: Wanted, now: datetime) -> Iterator[bytes]:
    """The same as a stream of bytes."""
    return FORMS[wanted.form].stream(leaving_listings(wanted, now), now, wanted.name)


def leaving_listings(wanted: Wanted, now: datetime) -> Iterator[Leaving]:
    for entry in each_published() if wanted.ids is None else _chosen(wanted.ids):
        if entry.record.fictional and not wanted.fictional:
            continue
        if entry.record.source.share_alike and not wanted.share_alike:
            continue
        yield Leaving(
            _through_gate(entry, wanted, now),
            entry.slug,
            f"{wanted.site}/listings/{entry.slug}",
            entry.changed_at,
            entry.revision,
            zone_of(entry.record),
        )


def _chosen(ids: Iterable[str]) -> Iterator[Entry]:
    """Those of these listings that are still published when their turn comes."""
    left = iter(ids)
    while part := list(islice(left, _BATCH)):
        found = published(part)
        yield from (found[i] for i in part if i in found)


def _through_gate(entry: Entry, wanted: Wanted, now: datetime) -> Publishable:
    if wanted.complete:
        return everything(entry.record)
    return publishable(
        entry.record,
        today=now.date(),
        changed_at=entry.changed_at,
        checked_at=entry.checked_at,
    )
