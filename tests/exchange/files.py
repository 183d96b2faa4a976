"""Making small files to import."""

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from directory.exchange.row import Row
from directory.listings.record import Source

SOURCE = Source(name="Test source", licence="CC0-1.0")


def opener(content: str | bytes, encoding: str = "utf-8") -> Callable[[], IO[bytes]]:
    raw = content.encode(encoding) if isinstance(content, str) else content
    return lambda: BytesIO(raw)


def zipped(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def told(rows: Iterator[Row] | list[Row]) -> list[tuple[str, int, str, str]]:
    """(file, line, field, weight) of all that the rows tell."""
    return [(r.file, r.line, f.field, f.weight.value) for r in rows for f in r.findings]
