"""Whether one of two samples tends to be larger: the test of Mann and Whitney, by ranks, with the
normal approximation. It asks nothing of the shape of the figures, and a few stray ones do not move
it."""

from collections import Counter
from collections.abc import Sequence
from math import erfc, sqrt


def same_by_rank(one: Sequence[float], two: Sequence[float]) -> float:
    """p: how often chance alone would part two samples of the same source at least so far."""
    ordered = sorted([*one, *two])
    first: dict[float, int] = {}
    for place, value in enumerate(ordered):
        first.setdefault(value, place)
    ties = Counter(ordered)
    # Equal figures share the middle of their places.
    ranks = sum(first[value] + (ties[value] + 1) / 2 for value in one)
    m, n = len(one), len(two)
    u = ranks - m * (m + 1) / 2
    all_ = m + n
    tied = sum(count**3 - count for count in ties.values()) / (all_ * (all_ - 1))
    spread = sqrt(m * n / 12 * (all_ + 1 - tied))
    return erfc(abs(u - m * n / 2) / spread / sqrt(2)) if spread else 1.0
