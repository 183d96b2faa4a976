"""Files that people sent or that were pulled: kept under names of ours, in a folder that nothing is
served from, until they are old (TRUST UPL-2)."""

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path

from directory.config import current_settings
from directory.exchange.row import Unreadable
from directory.listings.messages import N_

ENDINGS = (
    ".csv",
    ".tsv",
    ".txt",
    ".xlsx",
    ".xlsm",
    ".json",
    ".ndjson",
    ".jsonl",
    ".geojson",
    ".zip",
)
_WORKBOOK_OR_ZIP = b"PK\x03\x04"
PIECE = 256 * 1024


def folder() -> Path:
    return current_settings().files / "uploads"


def path_of(stored: str) -> Path:
    return folder() / stored


def mapping_of(stored: str) -> Path:
    return folder() / f"{stored}.toml"


def report_of(stored: str) -> Path:
    return folder() / f"{stored}.report.txt"


def ids_of(stored: str) -> Path:
    """All ids that a source holds, where the file holds only what changed."""
    return folder() / f"{stored}.ids"


def keep(
    pieces: Iterator[bytes], called: str, *, may_be_empty: bool = False
) -> tuple[str, int, str]:
    """Writes a file. Returns (our name, bytes, SHA-256). Its ending must be one we read, and what
    it begins with must agree. Raises Unreadable."""
    ending = Path(called).suffix.lower()
    if ending not in ENDINGS:
        raise Unreadable(
            N_("We cannot read files of the kind “%(ending)s”. Send CSV, .xlsx, JSON or zip."),
            ending=ending[:20],
        )
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    name = secrets.token_hex(16) + ending
    path, size, digest, head = folder() / name, 0, hashlib.sha256(), b""
    try:
        with path.open("xb") as stream:
            path.chmod(0o600)
            for piece in pieces:
                head = head or piece[:4]
                size += len(piece)
                digest.update(piece)
                stream.write(piece)
        packed = ending in (".xlsx", ".xlsm", ".zip")
        if size == 0 and not may_be_empty:
            raise Unreadable(N_("This file is empty."))
        if packed != head.startswith(_WORKBOOK_OR_ZIP):
            raise Unreadable(N_("This file is not what its name says. Save it anew and try again."))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return name, size, digest.hexdigest()


def forget(stored: str) -> None:
    """Deletes a file and all that was made of it."""
    if stored:
        for path in (path_of(stored), mapping_of(stored), report_of(stored), ids_of(stored)):
            path.unlink(missing_ok=True)


def left_behind(known: set[str], older_than: float) -> Iterator[Path]:
    """Files that no delivery knows: of one that broke off."""
    if folder().is_dir():
        for path in folder().iterdir():
            mine = any(path.name.startswith(name) for name in known)
            if not mine and path.stat().st_mtime < older_than:
                yield path
