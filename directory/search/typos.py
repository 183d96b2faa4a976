"""Mending misspelled words towards words this directory has.

A word that some listing holds is never touched, nor one with a digit, nor a short one, nor a name
or a place: the caller asks only about words that nobody knows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 4  # letters of a word that may be mended by one edit
SHORTEST_FOR_TWO = 6
COMMONEST = 30_000  # words that are looked through for a second edit
# Of a word's use: people rarely get the first letter wrong, and swap neighbours often.
SAME_FIRST_LETTER = 4.0
SWAPPED = 3.0

Known = Callable[[Sequence[str]], Mapping[str, int]]  # of these words, those that exist and use


def may_be_mended(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and word.isascii()


def swaps(word: str) -> list[str]:
    return [
        word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        for at in range(len(word) - 1)
        if word[at] != word[at + 1]
    ]


def one_edit(word: str) -> list[str]:
    """All words one slip away: a letter left out, put in, changed, or two swapped."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    left_out = [head + tail[1:] for head, tail in cuts if tail]
    changed = [head + letter + tail[1:] for head, tail in cuts if tail for letter in LETTERS]
    put_in = [head + letter + tail for head, tail in cuts for letter in LETTERS]
    return list(dict.fromkeys([*swaps(word), *left_out, *changed, *put_in]))


def mended(word: str, known: Known, common: Callable[[], Iterable[str]]) -> str | None:
    """The word that was most likely meant, or None.

    `common` gives the words in most use; it is asked only when no single slip explains the word.
    """
    if not may_be_mended(word):
        return None
    if use := known(one_edit(word)):
        near = set(swaps(word))
        return min(use, key=lambda other: (-_likely(word, other, use[other], other in near), other))
    if len(word) < SHORTEST_FOR_TWO:
        return None
    words = list(common())
    found = process.extract(
        word, words, scorer=OSA.distance, score_cutoff=2, limit=8, processor=None
    )
    # Two slips explain too much (colleague, college): the length and the first letter must hold.
    candidates = {
        other: len(words) - at
        for other, _, at in found
        if other[0] == word[0] and abs(len(other) - len(word)) <= 1
    }
    if not candidates:
        return None
    return min(
        candidates, key=lambda other: (-_likely(word, other, candidates[other], False), other)
    )


def _likely(word: str, other: str, use: float, swapped: bool) -> float:
    return use * (SAME_FIRST_LETTER if word[0] == other[0] else 1) * (SWAPPED if swapped else 1)
