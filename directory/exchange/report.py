"""What an import tells: figures, and every row that needs a word, written as it goes."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol, TextIO

from directory.exchange.judging import Judged
from directory.exchange.row import Weight
from directory.listings.rules import Problem


@dataclass(slots=True)
class Figures:
    """Counts of one import. `changes` is what is different now."""

    rows: int = 0
    published_new: int = 0
    published_changed: int = 0
    waiting_new: int = 0
    waiting_changed: int = 0
    unchanged: int = 0
    refused: int = 0
    left_out: int = 0
    held: int = 0  # of those that wait: although the rest was published
    review: int = 0  # taken, and somebody should look
    asked: Counter[str] = field(default_factory=Counter)  # facts not given, by code

    @property
    def changes(self) -> int:
        new = self.published_new + self.waiting_new
        return new + self.published_changed + self.waiting_changed

    def count(self, judged: Judged) -> None:
        row = judged.row
        self.rows += 1
        self.refused += row.has(Weight.REFUSED)
        self.left_out += row.has(Weight.LEFT_OUT)
        self.review += row.has(Weight.REVIEW)
        self.held += judged.goes_to == "queue" and row.has(Weight.HOLD)
        if judged.goes_to != "nowhere":
            self.asked.update(p.code for p in judged.problems if p.severity == "incomplete")

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"asked": dict(self.asked.most_common()), "changes": self.changes}

    def lines(self) -> Iterator[str]:
        """For a person to read."""
        yield f"{self.rows} rows read"
        words = {
            "published, new": self.published_new,
            "published, changed": self.published_changed,
            "waiting for a moderator, new": self.waiting_new,
            "waiting for a moderator, changed": self.waiting_changed,
            "unchanged": self.unchanged,
            "held back for a person, of those that wait": self.held,
            "to look at": self.review,
            "left out with a reason": self.left_out,
            "refused": self.refused,
        }
        yield from (f"{count} {what}" for what, count in words.items() if count)
        yield f"{self.changes} changes"


class Writer(Protocol):
    def row(self, judged: Judged) -> None: ...
    def end(self, figures: Figures) -> None: ...


class JsonReport:
    """One object: `rows`, each with file, line and what to tell, then `figures`."""

    def __init__(self, stream: TextIO, about: dict[str, Any]) -> None:
        self._stream, self._first = stream, True
        stream.write(json.dumps(about)[:-1] + ', "rows": [')

    def row(self, judged: Judged) -> None:
        told = _told(judged)
        if told is None:
            return
        self._stream.write(("" if self._first else ",") + "\n" + json.dumps(told))
        self._first = False

    def end(self, figures: Figures) -> None:
        self._stream.write('\n], "figures": ' + json.dumps(figures.as_data()) + "}\n")


class TextReport:
    """A line for each thing to know, as `file:line field: sentence`."""

    def __init__(self, stream: TextIO, about: dict[str, Any]) -> None:
        self._stream = stream
        stream.write("".join(f"{key}: {value}\n" for key, value in about.items()) + "\n")

    def row(self, judged: Judged) -> None:
        row = judged.row
        for finding in row.findings:
            at = f"{row.file}:{row.line}" + (f" {finding.field}" if finding.field else "")
            self._stream.write(f"{finding.weight.value:9} {at}: {finding.sentence}\n")
        for name in row.not_carried:
            self._stream.write(f"{'not taken':9} {row.file}:{row.line} {name}\n")

    def end(self, figures: Figures) -> None:
        self._stream.write("\n" + "\n".join(figures.lines()) + "\n")
        for code, count in figures.asked.most_common():
            self._stream.write(f"{count} without: {code}\n")


class Reports:
    """All the reports that were asked for, or none."""

    def __init__(self, writers: Sequence[Writer]) -> None:
        self._writers = writers

    def row(self, judged: Judged) -> None:
        for writer in self._writers:
            writer.row(judged)

    def end(self, figures: Figures) -> None:
        for writer in self._writers:
            writer.end(figures)


@contextmanager
def open_reports(paths: Sequence[Path], about: dict[str, Any]) -> Iterator[Reports]:
    """`.json` is for programs, any other name for people."""
    with ExitStack() as stack:
        writers: list[Writer] = []
        for path in paths:
            stream = stack.enter_context(path.open("w", encoding="utf-8"))
            kind = JsonReport if path.suffix == ".json" else TextReport
            writers.append(kind(stream, about))
        yield Reports(writers)


def _told(judged: Judged) -> dict[str, Any] | None:
    row = judged.row
    said = [problem for problem in judged.problems if problem.severity != "refuse"]
    if not (row.findings or row.not_carried or said):
        return None
    return {
        "file": row.file,
        "line": row.line,
        "id": row.record.id if row.record else None,
        "name": row.record.service.name if row.record else None,
        "went": judged.goes_to,
        "findings": [
            {"field": f.field, "weight": f.weight.value, "sentence": str(f.sentence)}
            for f in row.findings
        ],
        "problems": [problem_data(problem) for problem in said],
        "not_carried": row.not_carried,
    }


def problem_data(problem: Problem) -> dict[str, Any]:
    """A problem as a submission keeps it."""
    return {
        "path": problem.path,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.sentence.message,
        "values": {key: str(value) for key, value in problem.sentence.values.items()},
        "sentence": str(problem.sentence),
    }
