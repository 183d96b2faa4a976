"""Tables of phrases that are understood, from `seed/understanding/` and from our classification."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from directory.listings.classification import axes, edition
from directory.search import analysis, insurers
from directory.shipped import shipped

Said = tuple[str, ...]  # words as `analysis.words` gives them

FILTERING, PREFERRING = "filter", "prefer"
PREFERRED_AXES = ("topic", "kind", "audience")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for: a code of an axis, and whether it narrows or only ranks."""

    axis: str
    code: str
    filters: bool


@dataclass(slots=True)
class Table:
    """One language's phrases. Minutes are of the day; days are 0 (Monday) to 6."""

    meanings: dict[Said, list[Meaning]] = field(default_factory=dict)
    days: dict[Said, tuple[int, ...]] = field(default_factory=dict)
    parts: dict[Said, tuple[int, int]] = field(default_factory=dict)
    relative: dict[Said, tuple[int, int, int]] = field(default_factory=dict)
    alone: set[Said] = field(default_factory=set)  # say when without a day beside them
    now: set[Said] = field(default_factory=set)
    here: set[Said] = field(default_factory=set)
    literal: set[Said] = field(default_factory=set)  # mean no more than their words
    longest: int = 1

    def add(self, wording: str, meaning: Meaning) -> None:
        said = _said(wording)
        if said and meaning not in self.meanings.setdefault(said, []):
            self.meanings[said].append(meaning)


def _said(wording: str) -> Said:
    return tuple(analysis.words(wording))


FOLDER = shipped("seed") / "understanding"


def table(language: str, folder: Path = FOLDER) -> Table:
    """Raises FileNotFoundError for a language nobody wrote phrases for, and ValueError with the
    file's name where it is not of the expected form."""
    return _table(language, folder, edition())


@lru_cache(maxsize=16)
def _table(language: str, folder: Path, _edition: int) -> Table:
    path = folder / f"{language}.json"
    try:
        return _read(json.loads(path.read_text(encoding="utf-8")), language)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name} is not of the expected form: {error!r}") from error


def _read(data: Mapping[str, Any], language: str) -> Table:
    read = Table()
    silent = {_said(wording) for wording in data["no_chip"]}
    for wording, meaning in _of_classification(language):
        if _said(wording) not in silent:
            read.add(wording, meaning)
            if not wording.endswith("s"):  # people ask for teens where the label says teen
                read.add(f"{wording}s", meaning)
    for kind in (FILTERING, PREFERRING):
        for name, wordings in data[f"{kind}s"].items():
            axis, code = name.split(":")
            for wording in wordings:
                read.add(wording, Meaning(axis, code, kind == FILTERING))
    for name, code in _of_insurers(language):
        read.add(name, Meaning("cost", "insurance", filters=True))
        read.add(name, Meaning(insurers.AXIS, code, filters=False))
    read.days = {_said(w): (day,) for w, day in data["days"].items()}
    read.days |= {_said(w): tuple(days) for w, days in data["day_groups"].items()}
    read.parts = {_said(w): (start, end) for w, (start, end) in data["parts"].items()}
    read.relative = {_said(w): (n, start, end) for w, (n, start, end) in data["relative"].items()}
    read.alone = {_said(wording) for wording in data["alone"]}
    read.now = {_said(wording) for wording in data["now"]}
    read.here = {_said(wording) for wording in data["here"]}
    read.literal = {_said(wording) for wording in data["literal"]}
    every = (read.meanings, read.days, read.parts, read.relative, read.now, read.here, read.literal)
    read.longest = max(len(said) for phrases in every for said in phrases)
    return read


def _of_classification(language: str) -> Iterator[tuple[str, Meaning]]:
    for axis in axes():
        if axis.code in PREFERRED_AXES:
            for term in axis.terms:
                meaning = Meaning(axis.code, term.code, filters=False)
                yield from ((w, meaning) for w in (term.label(language), *term.synonyms(language)))


def _of_insurers(language: str) -> Iterator[tuple[str, str]]:
    for code, names in insurers.wordings().items():
        for name in names:
            yield from ((way.format(name), code) for way in insurers.ways_to_ask(language))
