"""What to offer while somebody types: topics, names, places. Nothing anybody searched for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from directory.geo.place import Place
from directory.listings.classification import axes, edition
from directory.search.analysis import fold

AXES = ("topic", "kind", "audience")
SHORTEST = 2  # letters
MOST_TOPICS = 3
MOST_PLACES = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind` is topic, name or place; `value` is the code of a term ("topic:grief") or the text."""

    kind: str
    label: str
    value: str


def suggestions(
    prefix: str,
    *,
    names: Callable[[str], Sequence[str]],
    places: Callable[[str], Iterable[Place]],
    language: str = "en",
    limit: int = 8,
) -> list[Suggestion]:
    """`names` and `places` give what begins so, best first."""
    begun = " ".join(fold(prefix).split())
    if len(begun) < SHORTEST:
        return []
    found = _terms(begun, language)[:MOST_TOPICS]
    near = [Suggestion("place", place.label, place.label) for place in places(prefix)]
    room = max(1, limit - len(found) - min(MOST_PLACES, len(near)))
    found += [Suggestion("name", name, name) for name in names(prefix)][:room]
    return (found + near)[:limit]


def _terms(begun: str, language: str) -> list[Suggestion]:
    """Terms of which a word begins so: those whose label does before those of a synonym."""
    ranked = []
    for wording, rank, label, value in _wordings(language, edition()):
        if wording.startswith(begun):
            ranked.append((rank, label, value))
        elif f" {begun}" in wording:
            ranked.append((rank + 2, label, value))
    best: dict[str, tuple[int, str]] = {}
    for rank, label, value in sorted(ranked):
        best.setdefault(value, (rank, label))
    return [Suggestion("topic", label, value) for value, (_, label) in best.items()]


@lru_cache(maxsize=16)
def _wordings(language: str, _edition: int) -> tuple[tuple[str, int, str, str], ...]:
    return tuple(
        (fold(wording), int(n > 0), term.label(language), term.full_code)
        for axis in axes()
        if axis.code in AXES
        for term in axis.terms
        for n, wording in enumerate((term.label(language), *term.synonyms(language)))
    )
