"""When nothing is found: what to leave out, and how many that brings."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from directory.search.query import Choice, Circle, Page, Query, Rescue

WIDER_KM = (25.0, 50.0, 100.0, 250.0)


def rescues(page: Page, query: Query, total: Callable[[Query], int]) -> Page:
    """The page with what would help, the most careful step first."""
    found = []
    for drop, value, other in _less(query):
        if number := total(other):
            found.append(Rescue(drop, value, number))
    return replace(page, rescues=tuple(found))


def _less(query: Query) -> Iterator[tuple[str, str, Query]]:
    if isinstance(query.place, Circle):
        for km in WIDER_KM:
            if km > query.place.km:
                yield "radius", f"{km:g}", replace(query, place=replace(query.place, km=km))
                break
    for axis, choice in query.facets.items():
        if choice != Choice():
            left = {other: wish for other, wish in query.facets.items() if other != axis}
            yield f"facet:{axis}", ",".join(sorted(choice.any_of)), replace(query, facets=left)
    if query.open is not None:
        yield "open", "", replace(query, open=None)
    if query.phrase:
        # The same words, no longer in a row.
        yield (
            "phrase",
            " ".join(query.phrase),
            replace(query, phrase=(), words=(*query.words, *query.phrase)),
        )
    if query.without:
        yield "without", " ".join(query.without), replace(query, without=())
    if query.place is not None:
        yield "place", "", replace(query, place=None)
    if query.words and (query.place or query.facets or query.open):
        yield "word", " ".join(query.words), replace(query, words=())
