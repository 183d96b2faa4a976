"""What becomes of reports: a moderator looks, and says right, wrong, or asks those who run it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from directory.accounts import audit
from directory.accounts.memberships import By
from directory.listings import actions as listings
from directory.listings import doubts
from directory.listings.queries import Entry
from directory.moderation.actions import Refused
from directory.submissions import reports
from directory.submissions.claims import tell_those_concerned

NUMBERS, HIDE, LABEL = "numbers", "hide", "label"


def confirm_right(entry: Entry, *, how: str, note: str, by: By, at: datetime) -> None:
    """The listing is as it should be: reports close, numbers come back, and it is a check. A
    crisis line is checked by two people, on a page of its own."""
    reports.settle(entry.id, upheld=False, at=at)
    if not entry.record.crisis:
        listings.record_check(entry.id, how=how, role=by.role, at=at, note=note)
    _log("report was wrong", entry, by, at, how=how)


def confirm_wrong(
    entry: Entry, *, what: str, then: str, how: str, note: str, by: By, at: datetime
) -> None:
    """Something is wrong. Until the listing is mended it says so; `then` takes its numbers away
    as well (never those of a country's last crisis line), or hides the whole listing."""
    reports.uphold(entry.id, at=at)
    listings.record_check(entry.id, how=how, role=by.role, at=at, confirmed=False, note=note)
    newly = doubts.doubt(entry.id, what, blank=then == NUMBERS, at=at)
    if then == HIDE:
        listings.hide(entry.id, at=at)
    if newly:
        tell_those_concerned(entry, "numbers-hidden")
    _log("report was right", entry, by, at, how=how, then=then)


def send_on(entry: Entry, question: str, *, by: By, at: datetime) -> None:
    """Asks those who run it, in the moderator's words: what a stranger wrote goes nowhere. Raises
    Refused where there is no address to write to."""
    if not tell_those_concerned(entry, "sent-on", question=question):
        raise Refused(_("There is no address to write to. Call them."))
    _log("send a report on", entry, by, at)


def _log(act: str, entry: Entry, by: By, at: datetime, **more: object) -> None:
    subject = f"listing {entry.id}"
    audit.write(act, actor=by.email, role=by.role, subject=subject, at=at, **more)
