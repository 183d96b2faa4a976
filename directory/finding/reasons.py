"""Why a result is there, in one line: what it has of what was asked, how far it is, how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from directory.finding.asked import Asked
from directory.finding.narrowing import label_of
from directory.listings.messages import N_
from directory.listings.shown import Reader
from directory.listings.shown.checked import ago
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
    age_days: int | None,
    reader: Reader,
) -> tuple[str, ...]:
    """`terms` are the listing's own codes; `age_days` of its last check, None without one."""
    matches = [word.rstrip("*") for word in hit.matched]
    for axis, codes in wishes.items():
        matches += [label_of(axis, code, reader) for code in codes if code in terms.get(axis, ())]
    once: dict[str, str] = {}
    for word in matches:
        once.setdefault(word.casefold(), word)
    found = []
    if once:
        found.append(
            reader.says(N_("Matches: %(words)s"), words=", ".join(list(once.values())[:MOST]))
        )
    if hit.km is not None:
        found.append(reader.distance(hit.km))
    if age_days is None:
        found.append(reader.says(N_("not confirmed yet")))
    else:
        found.append(reader.says(N_("confirmed %(when)s"), when=ago(age_days, reader)))
    return tuple(found)
