"""The best of two records. Plain."""

from directory.listings.record import Record
from directory.moderation.diff import Flat, flat, whole


def best_of_both(kept: Record, gone: Record, chosen: set[str]) -> Record:
    """The kept record with the chosen facts of the other one."""
    facts, other = flat(kept), flat(gone)
    for path in other:
        if "/".join(path) in chosen:
            facts[path] = other[path]
            _complete(path, facts, other)
    return whole(facts)


def _complete(path: tuple[str, ...], facts: Flat, other: Flat) -> None:
    """An item of a list comes with its id, or it would be nobody's."""
    for n, part in enumerate(path):
        if part.startswith("#"):
            key = (*path[: n + 1], "id")
            facts.setdefault(key, other[key])
