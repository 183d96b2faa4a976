"""The words listings hold, fetched for one question in as few steps as can be."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from psycopg import Cursor

from directory.search.typos import COMMONEST

LAST = "\U0010ffff"  # comes after every letter


@dataclass(frozen=True)
class State:
    """What stands in search_index_state."""

    stamp: str
    listings: int
    length: float  # of all texts together, as BM25 counts it
    zones: tuple[str, ...]
    codes: tuple[str, ...]  # "axis:code", each at its number

    @cached_property
    def numbers(self) -> dict[str, dict[str, int]]:
        """Axis to code to number."""
        numbers: dict[str, dict[str, int]] = {}
        for number, name in enumerate(self.codes):
            axis, _, code = name.partition(":")
            numbers.setdefault(axis, {})[code] = number
        return numbers

    @property
    def mean_length(self) -> float:
        return max(self.length / max(self.listings, 1), 1.0)


class Rehearsal:
    """Stands in for the words while a plan is made for the first time: it knows every word and
    writes down which ones were asked about."""

    count = 1

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.stems: set[str] = set()

    def frequency(self, stem: bytes) -> int:
        self.stems.add(stem.decode())
        return 1

    def rarity(self, held: int) -> float:
        return 1.0

    def stems_of(self, word: str) -> set[bytes]:
        self.words.add(word)
        return {b""}

    def known(self, words: Sequence[str]) -> Mapping[str, int]:
        return {}

    def words_like(self, word: str) -> Sequence[str]:
        return ()

    def stems_beginning(self, prefix: str, limit: int) -> list[bytes]:
        return []


class Words:
    """Keeps `directory.search.plan.Lexicon` within one transaction."""

    def __init__(self, cursor: Cursor[Any], state: State) -> None:
        self._cursor = cursor
        self._state = state
        self._of_word: dict[str, set[bytes]] = {}
        self._stems: dict[str, tuple[int, int]] = {}  # its number, and in how many listings

    @property
    def count(self) -> int:
        return self._state.listings

    def load(self, words: Iterable[str], stems: Iterable[str]) -> None:
        """Fetch all that is known of them, at once."""
        words, stems = set(words), set(stems)
        self._cursor.execute(
            "SELECT w.word, s.stem, s.id, s.held FROM search_index_words w"
            " JOIN search_index_stems s ON s.id = w.stem WHERE w.word = ANY(%s)"
            " UNION ALL SELECT NULL, stem, id, held FROM search_index_stems WHERE stem = ANY(%s)",
            (list(words), list(stems)),
            prepare=False,
        )
        self._of_word.update((word, set()) for word in words)
        self._stems.update(dict.fromkeys(stems, (-1, 0)))
        for word, stem, number, held in self._cursor:
            self._stems[stem] = (number, held)
            if word is not None:
                self._of_word[word].add(stem.encode())

    def number(self, stem: bytes) -> int:
        return self._stem(stem)[0]

    def frequency(self, stem: bytes) -> int:
        return self._stem(stem)[1]

    def _stem(self, stem: bytes) -> tuple[int, int]:
        name = stem.decode()
        if name not in self._stems:
            self.load((), [name])
        return self._stems[name]

    def rarity(self, held: int) -> float:
        return math.log(1 + (max(self.count - held, 0) + 0.5) / (held + 0.5))

    def stems_of(self, word: str) -> set[bytes]:
        if word not in self._of_word:
            self.load([word], ())
        return set(self._of_word[word])

    def known(self, words: Sequence[str]) -> Mapping[str, int]:
        self._cursor.execute(
            "SELECT word, sum(uses)::integer FROM search_index_words WHERE word = ANY(%s)"
            " GROUP BY word",
            (list(words),),
            prepare=False,
        )
        return dict(self._cursor.fetchall())

    def words_like(self, word: str) -> Sequence[str]:
        """All that begin with the same letter and are at most one letter longer or shorter: what
        two slips may come from, without a look at the rest."""
        self._cursor.execute(
            'SELECT word FROM search_index_words WHERE "left"(word, 1) = %s'
            " AND length(word) = ANY(%s) GROUP BY word ORDER BY sum(uses) DESC, word LIMIT %s",
            (word[0], [len(word) + more for more in (-1, 0, 1)], COMMONEST),
            prepare=False,
        )
        return [found for (found,) in self._cursor]

    def stems_beginning(self, prefix: str, limit: int) -> list[bytes]:
        self._cursor.execute(
            "SELECT s.stem, s.id, s.held FROM search_index_words w"
            " JOIN search_index_stems s ON s.id = w.stem WHERE w.word >= %s"
            " AND w.word < %s GROUP BY s.id ORDER BY sum(w.uses) DESC, s.stem LIMIT %s",
            (prefix, prefix + LAST, limit),
            prepare=False,
        )
        found = {stem: (number, held) for stem, number, held in self._cursor}
        self._stems.update(found)
        return [stem.encode() for stem in found]
