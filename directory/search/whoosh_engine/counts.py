"""Filters by facet, and how many listings each value has."""

from collections.abc import Mapping

import numpy as np

from directory.search.query import Choice
from directory.search.whoosh_engine.columns import Array
from directory.search.whoosh_engine.segment import Segment
from directory.search.whoosh_engine.where import best_of_combo


def allowed(segment: Segment, axis: str, choice: Choice, documents: Array) -> Array:
    """One flag a document: any of the wanted values, none of the unwanted. A listing without a
    value on the axis has none of either."""
    if axis not in segment.axes:
        return np.full(len(documents), choice.or_unknown or not choice.any_of)
    combos = segment[f"facet:{axis}"][documents]
    codes = segment.axes[axis]
    fits = np.ones(len(segment[f"combo_starts:{axis}"]) - 1, np.bool_)
    if choice.any_of:
        fits &= best_of_combo(segment, axis, np.isin(codes, list(choice.any_of)))
        fits[0] |= choice.or_unknown  # the first combination is that of no value at all
    if choice.none_of:
        fits &= ~best_of_combo(segment, axis, np.isin(codes, list(choice.none_of)))
    return fits[combos]


def count(segment: Segment, axis: str, documents: Array) -> Mapping[str, int]:
    """How many of the documents have each value; values that none has are left out."""
    if axis not in segment.axes:
        return {}
    starts = segment[f"combo_starts:{axis}"]
    by_combo = np.bincount(segment[f"facet:{axis}"][documents], minlength=len(starts) - 1)
    of_codes = np.repeat(by_combo, np.diff(starts))
    totals = np.bincount(segment[f"combo:{axis}"], of_codes, len(segment.axes[axis]))
    return {
        code: int(total)
        for code, total in zip(segment.axes[axis], totals.tolist(), strict=True)
        if total
    }
