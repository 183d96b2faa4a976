"""The crisis lines that every page can show when nothing else works: one small file in the
instance folder, written whenever a published line changes, read without database or index."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE_NAME = "crisis-lines.json"
SUICIDE = "suicidal-thoughts"


@dataclass(frozen=True, slots=True)
class LineContact:
    """One way to reach a line. `dial` is keyed as it stands in the line's country."""

    kind: str  # voice, text, textphone (as the phone's type) or chat
    shown: str  # what people read: a grouped number, or the name of the chat page
    href: str  # tel:, sms: or https:
    keyword: str | None = None  # the word to send, for text
    after_answer: str | None = None


@dataclass(frozen=True, slots=True)
class CrisisLine:
    name: str
    slug: str
    country: str  # ISO 3166-1 alpha-2
    contacts: tuple[LineContact, ...]
    topics: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    round_the_clock: bool | None = None
    answered_by: str | None = None
    about: str | None = None
    area: str | None = None
    website: str | None = None
    checked_on: str | None = None  # date of our own check; None: not yet called by this site
    source_name: str = ""
    seen_on: str | None = None
    translations: dict[str, dict[str, str]] = field(default_factory=dict, hash=False)


def write_lines(home: Path, lines: list[CrisisLine]) -> None:
    """Replaces the file in one step: a reader sees the old lines or the new."""
    home.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1)
    with tempfile.NamedTemporaryFile(
        "w", dir=home, prefix=FILE_NAME, delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, home / FILE_NAME)


class Lines:
    """The file's content, read again only when it changed. A file that cannot be read leaves
    the last good lines standing."""

    def __init__(self, home: Path) -> None:
        self.path = home / FILE_NAME
        self.stamp: tuple[int, int] | None = None
        self.lines: tuple[CrisisLine, ...] = ()

    def all(self) -> tuple[CrisisLine, ...]:
        try:
            stat = self.path.stat()
            stamp = (stat.st_mtime_ns, stat.st_ino)
            if stamp != self.stamp:
                self.lines = tuple(map(_line, json.loads(self.path.read_text("utf-8"))))
                self.stamp = stamp
        except (OSError, ValueError, TypeError, KeyError):
            return self.lines
        return self.lines

    def of(self, country: str) -> tuple[CrisisLine, ...]:
        """Lines of a country: for everybody before those for some, about suicide before those
        about something else, open round the clock before the others."""
        lines = [line for line in self.all() if line.country == country]
        return tuple(
            sorted(
                lines,
                key=lambda line: (
                    bool(line.audiences),
                    line.area is not None,
                    SUICIDE not in line.topics,
                    not line.round_the_clock,
                    line.name,
                ),
            )
        )


def _line(data: dict[str, Any]) -> CrisisLine:
    values = dict(data)
    values["contacts"] = tuple(LineContact(**contact) for contact in data["contacts"])
    for name in ("topics", "audiences", "languages"):
        values[name] = tuple(data.get(name, ()))
    return CrisisLine(**values)
