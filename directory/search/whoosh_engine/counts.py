"""Filters by facet, and how many listings each value has."""

from collections.abc import Mapping

import numpy as np

from directory.search.query import Choice
from directory.search.whoosh_engine.columns import Array
from directory.search.whoosh_engine.segment import Chosen, Segment


def allowed(segment: Segment, axis: str, choice: Choice, documents: Array) -> Array:
    """One flag a document: any of the wanted values, none of the unwanted. A listing without a
    value on the axis has none of either."""
    if axis not in segment.axes:
        return np.full(len(documents), choice.or_unknown or not choice.any_of)
    combinations, codes = segment.combinations(axis), segment.axes[axis]
    fits = np.ones(combinations.count, np.bool_)
    if choice.any_of:
        fits &= combinations.with_any(np.array([code in choice.any_of for code in codes]))
        fits[0] |= choice.or_unknown  # the first combination is that of no value at all
    if choice.none_of:
        fits &= ~combinations.with_any(np.array([code in choice.none_of for code in codes]))
    return fits[combinations.of_document[documents]]


def count(segment: Segment, axis: str, chosen: Chosen) -> Mapping[str, int]:
    """How many of the documents have each value; values that none has are left out."""
    if axis not in segment.axes:
        return {}
    codes = segment.axes[axis]
    totals = segment.combinations(axis).count_codes(chosen, len(codes)).tolist()
    return {code: total for code, total in zip(codes, totals, strict=True) if total}
