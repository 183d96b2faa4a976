"""Why a result is there, in one line: what it has of what was asked, or how near it is.

How sure it is stands on the card anyway, as does where it is: a reason does not say it twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from directory.finding.asked import Asked
from directory.finding.narrowing import label_of
from directory.listings.messages import N_
from directory.listings.shown import Reader
from directory.search.query import Hit
from directory.search.understand import Understood

MOST = 4  # more is no reason but a list


def wanted(asked: Asked, understood: Understood) -> dict[str, tuple[str, ...]]:
    """Terms that were chosen or read out of the words, by axis."""
    found = {axis: tuple(codes) for axis, codes in asked.codes.items()}
    for chip in understood.chips:
        if chip.kind not in ("place", "time"):
            found[chip.kind] = (*found.get(chip.kind, ()), chip.value)
    return found


def reasons(
    hit: Hit,
    terms: Mapping[str, Sequence[str]],
    wishes: Mapping[str, Sequence[str]],
    reader: Reader,
) -> tuple[str, ...]:
    """`terms` are the listing's own codes."""
    matches = [word.rstrip("*") for word in hit.matched]
    for axis, codes in wishes.items():
        matches += [label_of(axis, code, reader) for code in codes if code in terms.get(axis, ())]
    once: dict[str, str] = {}
    for word in matches:
        once.setdefault(word.casefold(), word)
    if once:
        words = ", ".join(list(once.values())[:MOST])
        return (reader.says(N_("Matches: %(words)s"), words=words),)
    return () if hit.km is None else (reader.distance(hit.km),)
