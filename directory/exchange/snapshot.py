"""The nightly snapshot: everything that is public, as files with their checksums, and who it is
from under which licence.

The files are made in a folder that nobody is shown. It gets its name when all of them are whole,
and stands in the list after that: a half-written one is never seen. On several hosts the folder
must be one that all of them share; a host that does not have the files does not offer them.
"""

import gzip
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import delete, select

from directory.config import current_settings
from directory.exchange.export import Wanted, leaving_listings
from directory.exchange.models import Snapshot
from directory.exchange.streams import FORMS, Leaving
from directory.extensions import db

_FORMS = ("hsds-ndjson", "hsds-tabular", "csv-machine", "geojson")
_MAKING = ".making-"
_LEFT_BEHIND = timedelta(days=1)
CHUNK = 1024 * 1024


def folder() -> Path:
    return current_settings().files / "snapshots"


def make(at: datetime) -> Callable[[], None] | None:
    """Writes the files. Returns what puts them on the list, to be called in a transaction."""
    if not current_settings().snapshot_days:
        return None
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    making = Path(tempfile.mkdtemp(dir=folder(), prefix=_MAKING))
    try:
        files, sources, listings = _write(making, at)
        name = f"{at:%Y-%m-%d}-{hashlib.sha256(orjson.dumps(files)).hexdigest()[:10]}"
        if not (folder() / name).exists():
            making.replace(folder() / name)
    finally:
        shutil.rmtree(making, ignore_errors=True)

    def note() -> None:
        if db.session.scalar(select(Snapshot.id).where(Snapshot.name == name)) is None:
            row = Snapshot(name=name, made_at=at, listings=listings, files=files, sources=sources)
            db.session.add(row)
        _forget(at)

    return note


def _write(making: Path, at: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    settings, files = current_settings(), []
    sources: dict[tuple[str, str | None], dict[str, Any]] = {}
    listings = 0
    for form in _FORMS:
        wanted = Wanted(
            form=form,
            share_alike=settings.export_share_alike,
            site=settings.public_url.rstrip("/"),
            name=settings.site_name,
        )
        leaving = leaving_listings(wanted, at)
        if form == _FORMS[0]:
            leaving = _noting(leaving, sources)
        packed = form != "hsds-tabular"
        name = f"{form}.{FORMS[form].ending}" + (".gz" if packed else "")
        with (making / name).open("wb") as raw:
            # Without a name and a time in its head, the same content is the same file.
            stream = gzip.GzipFile("", "wb", 6, raw, mtime=0) if packed else raw
            for piece in FORMS[form].stream(leaving, at, settings.site_name):
                stream.write(piece)
            if packed:
                stream.close()
        files.append({"name": name, "form": form, **_measured(making / name)})
    known = sorted(sources.values(), key=lambda source: source["name"])
    listings = sum(source["listings"] for source in known)
    (making / "sources.json").write_bytes(orjson.dumps(known, option=orjson.OPT_INDENT_2))
    files.append({"name": "sources.json", "form": "sources", **_measured(making / "sources.json")})
    lines = "".join(f"{file['sha256']}  {file['name']}\n" for file in files)
    (making / "SHA256SUMS").write_text(lines)
    files.append({"name": "SHA256SUMS", "form": "sums", **_measured(making / "SHA256SUMS")})
    return files, known, listings


def _noting(
    leaving: Iterator[Leaving], sources: dict[tuple[str, str | None], dict[str, Any]]
) -> Iterator[Leaving]:
    """Passes all on and counts where they are from."""
    for one in leaving:
        source = one.record.source
        known = sources.setdefault(
            (source.name, source.licence),
            {
                "name": source.name,
                "url": source.url,
                "licence": source.licence,
                "credit": source.credit,
                "listings": 0,
            },
        )
        known["listings"] += 1
        yield one


def _measured(path: Path) -> dict[str, Any]:
    made = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            made.update(piece)
    return {"bytes": path.stat().st_size, "sha256": made.hexdigest()}


def listed() -> list[Snapshot]:
    """Those whose files this host has, the newest first."""
    rows = db.session.scalars(select(Snapshot).order_by(Snapshot.made_at.desc()))
    return [row for row in rows if (folder() / row.name / "SHA256SUMS").is_file()]


def find_file(name: str, file_name: str) -> tuple[Path, dict[str, Any]] | None:
    """A file of a snapshot, by names that stand in the list."""
    row = db.session.scalar(select(Snapshot).where(Snapshot.name == name))
    for about in row.files if row else []:
        path = folder() / name / about["name"]
        if about["name"] == file_name and path.is_file():
            return path, about
    return None


def _forget(at: datetime) -> None:
    """Takes old ones off the list, then off the disk; and what a broken-off night left."""
    oldest = at - timedelta(days=current_settings().snapshot_days)
    db.session.execute(delete(Snapshot).where(Snapshot.made_at < oldest))
    db.session.flush()
    kept = set(db.session.scalars(select(Snapshot.name)))
    for path in folder().iterdir():
        age = at.timestamp() - path.stat().st_mtime
        if path.name not in kept and age > _LEFT_BEHIND.total_seconds():
            shutil.rmtree(path, ignore_errors=True)
