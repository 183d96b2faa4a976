"""Which reader opens a file."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from directory.exchange import hsds_json
from directory.exchange.flat import mapping as flat_mapping
from directory.exchange.flat import reader as flat
from directory.exchange.flat.mapping import MappingError
from directory.exchange.flat.workbook import is_workbook, open_sheet
from directory.exchange.json_stream import documents
from directory.exchange.meetings import reader as meetings
from directory.exchange.meetings import settings as meeting_settings
from directory.exchange.row import Row, Unreadable
from directory.exchange.tabular import reader as tabular
from directory.exchange.text import Table
from directory.listings.messages import N_
from directory.listings.record import Source
from directory.listings.seed_files import SEED

FORMS = ("hsds-json", "hsds-tabular", "csv", "meetings")
MAPPINGS = SEED / "mappings"
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class File:
    """A file or folder to import, and how to read it. `source` describes records of forms that
    do not say where they are from; a mapping has its own."""

    path: Path
    form: str
    source: Source
    mapping: Path | None = None
    encoding: str | None = None
    delimiter: str | None = None
    partial: bool = False
    called: str = ""  # what its sender called it, where it lies under another name
    skip: int = 0  # filled rows above the header of a table
    sheet: str | None = None  # of a workbook
    may_be_empty: bool = False  # nothing may have changed since the last time

    @property
    def name(self) -> str:
        return self.called or self.path.name

    def rows(self) -> Iterator[Row]:
        """The file from its start, each time. Raises Unreadable or MappingError."""
        name = self.name
        if self.may_be_empty and self.path.is_file() and not self.path.stat().st_size:
            return iter(())
        match self.form:
            case "hsds-json":
                return hsds_json.read(self.open, name, self.source, encoding=self.encoding)
            case "hsds-tabular":
                return tabular.read(
                    self.path,
                    self.source,
                    encoding=self.encoding,
                    delimiter=self.delimiter,
                    partial=self.partial,
                )
            case "meetings":
                settings = (
                    meeting_settings.load(self.mapping)
                    if self.mapping
                    else meeting_settings.plain_settings(self.source)
                )
                return meetings.read(self.open, name, settings, encoding=self.encoding)
            case _:
                if self.mapping is None:
                    raise MappingError(
                        "A table needs --mapping: a file that says what its columns mean. "
                        f"There are {', '.join(shipped_mappings())}."
                    )
                return flat.read(
                    self.open,
                    name,
                    flat_mapping.load(self.mapping),
                    encoding=self.encoding,
                    delimiter=self.delimiter,
                    skip=self.skip,
                    table=self._sheet(),
                )

    @property
    def of(self) -> Source:
        """Where its records are from: what the mapping says, if there is one."""
        if self.mapping is None:
            return self.source
        if self.form == "meetings":
            return meeting_settings.load(self.mapping).source
        return flat_mapping.load(self.mapping).source

    def _sheet(self) -> Table | None:
        if not is_workbook(self.path):
            return None
        return open_sheet(self.path, self.sheet, self.skip)

    def open(self) -> Any:
        return self.path.open("rb")

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content and of how it is read."""
        made = hashlib.sha256()
        inside = sorted(self.path.iterdir()) if self.path.is_dir() else [self.path]
        for path in inside + ([self.mapping] if self.mapping else []):
            if not path.is_file():
                continue
            made.update(path.name.encode() + b"\0")
            with path.open("rb") as stream:
                while piece := stream.read(_PIECE):
                    made.update(piece)
        how = (self.form, self.encoding, self.delimiter, self.partial, self.source.name)
        made.update(repr(how).encode())
        if self.skip or self.sheet:
            made.update(repr((self.skip, self.sheet)).encode())
        return made.hexdigest()


def shipped_mappings() -> list[str]:
    return sorted(path.stem for path in MAPPINGS.glob("*.toml"))


def mapping_text(name: str) -> str:
    """A shipped mapping. Raises MappingError."""
    if name not in shipped_mappings():
        raise MappingError(f"There is no mapping {name}.")
    return (MAPPINGS / f"{name}.toml").read_text("utf-8")


def find_mapping(name: str) -> Path:
    """A mapping file by its path, or one of those in `seed/mappings` by its bare name. Raises
    MappingError."""
    shipped = MAPPINGS / f"{name}.toml"
    for path in (Path(name), shipped):
        if path.is_file():
            return path
    raise MappingError(f"There is no mapping {name}. There are {', '.join(shipped_mappings())}.")


def detect_form(path: Path, encoding: str | None = None) -> str:
    """By the name and, for JSON, by a look at the first document. Raises Unreadable."""
    suffix = path.suffix.lower()
    if path.is_dir() or suffix == ".zip":
        return "hsds-tabular"
    if suffix in (".csv", ".tsv", ".txt", ".geojson", ".xlsx", ".xlsm"):
        return "csv"
    if suffix not in (".json", ".ndjson", ".jsonl"):
        raise Unreadable(N_("Say with --format what kind of file this is."))
    _, first = next(documents(lambda: path.open("rb"), encoding), (0, None))
    if isinstance(first, dict):
        if first.get("type") == "FeatureCollection":
            return "csv"
        if {"day", "time"} <= first.keys() or "attendance_option" in first:
            return "meetings"
    return "hsds-json"
