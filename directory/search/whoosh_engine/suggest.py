"""Names that begin so: of listings, and of those who run them."""

import numpy as np

from directory.search.analysis import fold
from directory.search.names import beginnings
from directory.search.rows import ORGANIZATION
from directory.search.whoosh_engine.segment import run
from directory.search.whoosh_engine.snapshot import Part, Snapshot

MOST_LOOKED_AT = 400  # beginnings in one segment: a letter may begin very many


def suggest(snapshot: Snapshot, prefix: str, limit: int) -> list[str]:
    """Those with the most listings first; names that begin with the prefix before names that hold
    it further on."""
    begun = beginnings(prefix)
    if not begun:
        return []
    found: dict[str, tuple[bool, int]] = {}
    for part in snapshot.parts:
        for name, use in _of_part(part, begun[0]).items():
            at_start = fold(name).startswith(fold(prefix).strip())
            before = found.get(name, (False, 0))
            found[name] = (at_start or before[0], use + before[1])
    return sorted(found, key=lambda name: (not found[name][0], -found[name][1], name))[:limit]


def _of_part(part: Part, key: bytes) -> dict[str, int]:
    """Names and how many listings of this segment bear them."""
    segment = part.segment
    begin = segment["begin"]
    start = int(np.searchsorted(begin, key))
    stop = int(np.searchsorted(begin, key + b"\xff"))
    names = np.unique(segment["begin_name"][start : min(stop, start + MOST_LOOKED_AT)])
    found: dict[str, int] = {}
    for name in names.tolist():
        documents = segment["name_docs"][run(segment["name_starts"], name)]
        if part.live is not None:
            documents = documents[part.live[documents]]
        if len(documents):
            weight = len(documents) + (segment["name_kind"][name] == ORGANIZATION)
            found[segment.names[name]] = found.get(segment.names[name], 0) + int(weight)
    return found
