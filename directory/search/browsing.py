"""Ways through all listings without a word: by topic, kind and place. Only what somebody would
find there is offered, because the engine that answers the page also counts what leads to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from directory.search.areas import AXIS, FindState, areas, every_area
from directory.search.engine import Engine
from directory.search.query import Query

TERM_AXES = ("topic", "support", "kind")


def counts(
    engine: Engine, *, now: datetime, axes: Sequence[str], fictional: bool = True
) -> Mapping[str, Mapping[str, int]]:
    """By axis and code, how many listings are to be found. Raises EngineUnavailable."""
    query = Query(now=now, per_page=1, count=tuple(axes), fictional=fictional, rescue=False)
    return engine.find(query).counts


def addresses(engine: Engine, *, now: datetime, find_state: FindState) -> Iterator[str]:
    """All that search machines may keep, without what holds only made-up listings."""
    numbers = counts(engine, now=now, axes=(*TERM_AXES, AXIS), fictional=False)
    if not any(numbers.values()):
        return
    yield "browse"
    for axis in TERM_AXES:
        yield from (f"browse/{axis}/{code}" for code in sorted(numbers.get(axis, ())))
    if numbers.get(AXIS):
        yield "browse/places"
    for area in every_area(areas(numbers.get(AXIS, {}), find_state)):
        if area.codes:
            yield "/".join(("browse/places", *area.path))
