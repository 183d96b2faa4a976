"""What every reader yields: one row of a file, the record it became, and what to tell about it."""

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from directory.listings.messages import Sentence, say
from directory.listings.record import Location, Organization, Record


class Weight(StrEnum):
    REFUSED = "refused"  # the row cannot be taken
    HOLD = "hold"  # taken, and waits for a person even where the rest is published straight in
    REVIEW = "review"  # taken, and a person should look
    LEFT_OUT = "left out"  # not taken, and rightly so
    NOTE = "note"  # what was done, for the record


@dataclass(frozen=True, slots=True)
class Finding:
    """What to tell about one row. `field` is a column or a path inside the document."""

    field: str
    sentence: Sentence
    weight: Weight = Weight.REFUSED


def review(field: str, message: str, /, **values: Any) -> Finding:
    return Finding(field, say(message, **values), Weight.REVIEW)


def note(field: str, message: str, /, **values: Any) -> Finding:
    return Finding(field, say(message, **values), Weight.NOTE)


def hold(field: str, message: str, /, **values: Any) -> Finding:
    return Finding(field, say(message, **values), Weight.HOLD)


def left_out(field: str, message: str, /, **values: Any) -> Finding:
    return Finding(field, say(message, **values), Weight.LEFT_OUT)


def refused(field: str, message: str, /, **values: Any) -> Finding:
    return Finding(field, say(message, **values), Weight.REFUSED)


@dataclass(kw_only=True, slots=True)
class Row:
    """`line` is the physical line in a text file, or the number of the document in a JSON file,
    both from 1. A row without `record` and `alone` brings nothing in: its findings say why."""

    file: str
    line: int
    record: Record | None = None
    alone: Organization | Location | None = None  # stands in no listing yet
    same: bool = False  # says what it said the last time: nothing is to be done
    findings: list[Finding] = dataclasses.field(default_factory=list)
    not_carried: list[str] = dataclasses.field(
        default_factory=list
    )  # values that have no place here

    def has(self, weight: Weight) -> bool:
        return any(finding.weight is weight for finding in self.findings)


class Unreadable(Exception):
    """The whole file cannot be read: `line` and `file` (in a package) say where, if known."""

    def __init__(self, message: str, *, line: int | None = None, **values: Any) -> None:
        self.sentence, self.line = say(message, **values), line
        self.file: str | None = None
        super().__init__(str(self.sentence))
