"""A doubted listing as the public may see it. Plain."""

from copy import deepcopy

from directory.listings.messages import N_
from directory.listings.record import Phone, Record
from directory.listings.rules.problem import walk

# The gravest first: one sentence is enough.
DOUBTS = {
    "unsafe": N_("Someone told us that this may not be safe. We are checking."),
    "closed": N_("Someone told us that this has closed. We are checking."),
    "number": N_("Someone told us that a phone number here may be wrong. We are checking."),
    "other": N_("Someone told us that something here may be wrong. We are checking."),
}


def as_public(record: Record, doubts: tuple[str, ...], *, blank: bool) -> Record:
    """Says what is doubted (a notice of their own stays), and has no numbers where they are
    blanked. For a reader in another language pages say it in theirs."""
    record = without_numbers(record) if blank else deepcopy(record)
    said = next((DOUBTS[about] for about in DOUBTS if about in doubts), None)
    record.service.alert = record.service.alert or said
    return record


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
