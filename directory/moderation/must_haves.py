"""What a listing must say before it is published, and the one way past it: somebody says in their
own words why it is published although it is missing, and that stands in the log."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from directory.listings.models import PUBLISHED
from directory.listings.must_hold import Fact, missing
from directory.listings.queries import Entry
from directory.listings.record import Record


class Lacks(Exception):
    """Must-haves are missing, and nobody said why it is published all the same."""

    def __init__(self, facts: list[Fact]) -> None:
        self.facts = facts
        self.questions = [_(fact.sentence) for fact in facts]
        super().__init__(
            _("Not published. This is missing: %(questions)s", questions=" ".join(self.questions))
        )


def lacking(record: Record, entry: Entry | None) -> list[Fact]:
    """The must-haves that are missing. Of a listing that the public sees already, only those that
    it would lose: who mends its telephone number need not know all the rest."""
    shown = entry.record if entry is not None and entry.visibility == PUBLISHED else None
    known = {fact.code for fact in missing(shown)} if shown else set()
    return [fact for fact in missing(record) if fact.needed and fact.code not in known]


def refuse_incomplete(record: Record, entry: Entry | None, although: str) -> dict[str, Any]:
    """What the log says of missing must-haves: nothing where none is missing. `although`: why it is
    published all the same. Raises Lacks."""
    found = lacking(record, entry)
    if not found:
        return {}
    if not although:
        raise Lacks(found)
    return {"missing": [fact.code for fact in found], "although": although}
