"""Which segments to merge: as in a log-structured tree, so that each document is rewritten only
a few times, and never all at once."""

from collections.abc import Sequence

from directory.search.whoosh_engine.snapshot import Part

WIDTH = 8  # segments of one size before they become one of the next
LARGEST = 20_000  # documents; what is larger is left to the next rebuild
GONE = 0.5  # a segment is rewritten when this share of it is deleted


def choose(parts: Sequence[Part]) -> list[Part]:
    """Segments to become one; empty when there are few enough."""
    by_size: dict[int, list[Part]] = {}
    for part in parts:
        if part.segment.count <= LARGEST:
            size = 0
            while part.count > WIDTH ** (size + 1):
                size += 1
            by_size.setdefault(size, []).append(part)
    for size in sorted(by_size):
        if len(by_size[size]) >= WIDTH:
            return by_size[size]
    for part in parts:
        if part.segment.count <= LARGEST and len(part.deleted) > GONE * part.segment.count:
            return [part]
    return []
