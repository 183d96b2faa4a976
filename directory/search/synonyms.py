"""Words that mean the same, or nearly: plain, clinical and everyday, from `seed/synonyms/` and
from what moderators add. Applied to what is asked, never to what is indexed, with less weight.

A file holds groups. `words` stand for each other; each of them also finds `also`, but not the
other way round:

    {"language": "en", "groups": [
        {"words": ["grief", "bereavement"], "also": ["loss"], "weight": 0.5}]}
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from directory.search import analysis, weights
from directory.shipped import shipped as shipped_folder

FOLDER = shipped_folder("seed") / "synonyms"
LONGEST = 5  # words of a wording that is looked for in a question


@dataclass(frozen=True, slots=True)
class Group:
    words: tuple[str, ...]
    also: tuple[str, ...] = ()
    language: str = "en"
    weight: float = weights.SYNONYM
    note: str = ""  # why, for who looks after the files


@dataclass(frozen=True, slots=True)
class Wording:
    """Another way to say it: its words in order, the language they are in, and how much a
    listing that says it so is worth beside one that uses the words asked for."""

    words: tuple[str, ...]
    language: str
    weight: float


class Synonyms:
    """Looks up wordings by their stems, so that "grieving" finds what "grief" means too."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._wordings: dict[tuple[str, ...], list[Wording]] = defaultdict(list)
        self._beginnings: set[str] = set()
        for group in groups:
            said = [tuple(analysis.words(wording)) for wording in group.words]
            also = [tuple(analysis.words(wording)) for wording in group.also]
            for words in said:
                others = [other for other in (*said, *also) if other and other != words]
                if words and len(words) <= LONGEST:
                    self._add(words, others, group)

    def _add(self, words: tuple[str, ...], others: Sequence[tuple[str, ...]], group: Group) -> None:
        key = tuple(analysis.stem(word, group.language) for word in words)
        held = self._wordings[key]
        self._beginnings.add(key[0])
        known = {wording.words for wording in held}
        held.extend(
            Wording(other, group.language, group.weight) for other in others if other not in known
        )

    def of(self, words: Sequence[str], languages: Iterable[str]) -> list[Wording]:
        """Other ways to say exactly these words (as `analysis.words` gives them)."""
        found: dict[tuple[str, ...], Wording] = {}
        for language in languages:
            key = tuple(analysis.stem(word, language) for word in words)
            if key[0] in self._beginnings:
                for wording in self._wordings.get(key, ()):
                    if wording.words != tuple(words):
                        found.setdefault(wording.words, wording)
        return list(found.values())


class InForce:
    """What this process goes by: the files' groups until others are put in force."""

    def __init__(self) -> None:
        self._held: Synonyms | None = None

    def __call__(self) -> Synonyms:
        if self._held is None:
            self._held = Synonyms(shipped())
        return self._held

    def put(self, groups: Iterable[Group] | None) -> None:
        """None: as the files say."""
        self._held = None if groups is None else Synonyms(groups)


in_force = InForce()


def key_of(group: Group) -> str:
    """Names a group of the files, whatever its place among them."""
    said = json.dumps([group.language, sorted(group.words), sorted(group.also)])
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def file_form(groups: Iterable[Group], language: str) -> dict[str, Any]:
    """The groups of one language as a file of `seed/synonyms/` holds them."""
    return {
        "language": language,
        "licence": "CC0-1.0",
        "groups": [_group_form(group) for group in groups if group.language == language],
    }


def _group_form(group: Group) -> dict[str, Any]:
    form: dict[str, Any] = {"words": list(group.words)}
    if group.also:
        form["also"] = list(group.also)
    if group.weight != weights.SYNONYM:
        form["weight"] = group.weight
    if group.note:
        form["note"] = group.note
    return form


@cache
def shipped(folder: Path = FOLDER) -> tuple[Group, ...]:
    """The groups of all files in a folder. Raises ValueError naming the file and the reason."""
    groups: list[Group] = []
    for path in sorted(folder.glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            groups.extend(
                Group(
                    words=tuple(group["words"]),
                    also=tuple(group.get("also", ())),
                    language=data["language"],
                    weight=float(group.get("weight", weights.SYNONYM)),
                    note=group.get("note", ""),
                )
                for group in data["groups"]
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name} is not of the expected form: {error!r}") from error
    return tuple(groups)
