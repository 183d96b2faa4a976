"""The telephone numbers of a record, wherever they hang."""

from copy import deepcopy

from directory.listings.record import Phone, Record
from directory.listings.rules.problem import walk


def countries(record: Record) -> set[str]:
    """Where the numbers of a record that still has some are dialled; "" where it does not say."""
    return {row.country or "" for _, row in walk(record) if isinstance(row, Phone) and row.number}


def without_numbers(record: Record) -> Record:
    """A copy that has no telephone anywhere."""
    copy = deepcopy(record)
    for _, row in list(walk(copy)):
        if hasattr(row, "phones"):
            row.phones = []
    return copy
