"""What people of an organization may write, and what of it may go live before anybody read it.
Plain.

A contact never goes live unread, and neither does a text that a contact, a link or a rule's warning
came into with the change: that is how numbers are swapped (TRUST T2).
"""

from __future__ import annotations

import re
from datetime import date

from directory.listings.record import Record
from directory.listings.rules import problems
from directory.moderation.diff import Flat, Path, flat, is_contact, whole

# Open or closed has buttons of its own.
_NOT_THEIRS = frozenset(
    {"status", "assured_date", "assurer_email", "last_modified", "metadata", "attributes"}
)
_NOT_THEIR_FACTS = frozenset({"led_by_evidence", "licence_checked"})
NOT_THEIR_AXES = frozenset({"category", "kind"})

_TEXTS = frozenset(
    {
        "description",
        "application_process",
        "eligibility_description",
        "fees_description",
        "interpretation_services",
        "minimum_age",
        "maximum_age",
    }
)
_PARTS = frozenset({"schedules", "cost_options", "languages", "accessibility"})
_CHECKED_FACTS = frozenset(
    {"consent", "licence_number", "licence_register", "registered_title", "led_by", "answered_by"}
)
# A run of digits that can be dialled, an address of mail or web.
_CONTACT = re.compile(r"(?:\d[\s().-]?){6,}|@|https?:|www\.|\b[\w-]{2,}\.[a-z]{2,}\b", re.I)


def may_write(path: Path) -> bool:
    """Facts that are theirs to say. Where we have it from, who checked it and what kind of thing
    it is are not."""
    match path:
        case ("service", *rest):
            return not _NOT_THEIRS & set(rest)
        case ("facts", name, *_):
            return name not in _NOT_THEIR_FACTS
        case ("terms", axis):
            return axis not in NOT_THEIR_AXES
    return False


def harmless_part(before: Record, after: Record, *, today: date) -> Record:
    """The record with only those changes that may go live unread. Changes that bring a new warning
    of a rule bring none of them in."""
    old, new = flat(before), flat(after)
    chosen: Flat = {}
    for path in [*old, *(path for path in new if path not in old)]:
        side = new if _is_harmless(path, old, new) else old
        if path in side:
            chosen[path] = side[path]
    record = whole(chosen)
    known = {(p.path, p.code) for p in problems(before, today=today)}
    found = problems(record, today=today)
    if any(p.severity != "incomplete" and (p.path, p.code) not in known for p in found):
        return before
    return record


def _is_harmless(path: Path, old: Flat, new: Flat) -> bool:
    if is_contact(path) or _brings_contact(old.get(path), new.get(path)):
        return False
    match path:
        case ("service", name):
            return name in _TEXTS
        case ("service", part, *_) if part in _PARTS:
            return True
        case ("service", "service_at_locations", _, *rest):
            # A place that was not there before waits with everything in it.
            known = any(p[:3] == path[:3] for p in old)
            return known and bool(_PARTS & set(rest[:2]))
        case ("facts", name, *_):
            return name not in _CHECKED_FACTS
        case ("terms", axis):
            return axis not in NOT_THEIR_AXES
    return False


def _brings_contact(before: object, after: object) -> bool:
    """Whether words now hold a number or an address that they did not hold."""
    if after is None or isinstance(after, bool | int | float):
        return False
    old, new = str(before or ""), str(after)
    return set(_CONTACT.findall(new)) - set(_CONTACT.findall(old)) != set()
