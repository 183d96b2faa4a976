"""What people of an organization do to their own listings. Each act writes its line in the log."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from directory.accounts import audit
from directory.accounts.memberships import By, is_trusted
from directory.accounts.models import Account
from directory.listings import actions as listings
from directory.listings.models import PUBLISHED
from directory.listings.queries import Entry, write_record
from directory.listings.record import Record
from directory.listings.rules import problems
from directory.members.harmless import harmless_part
from directory.moderation.actions import Refused, needs_two, refuse_unsound
from directory.moderation.diff import changes
from directory.moderation.must_haves import lacking
from directory.submissions import arrivals, reports
from directory.submissions.claims import tell_those_concerned
from directory.submissions.models import Submission

ORGANIZATION = "organization"  # the role that stands in histories and checks
STATUSES = {"open": "active", "paused": "temporarily closed", "closed": "defunct"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`live`: something shows already; `waits`: what a moderator reads first."""

    live: bool
    waits: Submission | None


def change(
    entry: Entry, seen: int, after: Record, *, why: str, account: Account, language: str,
    at: datetime,
) -> Outcome:  # fmt: skip
    """Sends a change to the moderators. Of an organization that they trust, what is harmless goes
    live at once; contacts and crisis lines never do. Raises Refused."""
    if write_record(after) == write_record(entry.record):
        raise Refused(_("Nothing is different."))
    refuse_unsound(after, at)
    base, before, live = seen, entry.record, False
    owner = entry.record.service.organization
    trusted = owner is not None and is_trusted(owner.id) and entry.visibility == PUBLISHED
    if trusted and seen == entry.revision and not needs_two(after, entry):
        part = harmless_part(before, after, today=at.date())
        if write_record(part) != write_record(before) and not lacking(part, entry):
            listings.publish([part], role=ORGANIZATION, reason=why or _("Changed"), at=at)
            _log("edit", entry, account, at, trusted=True)
            base, before, live = entry.revision + 1, part, True
        if live and write_record(after) == write_record(part):
            return Outcome(live, None)
    waits = _send(entry, base, after, why, account, language, at)
    if any(one.contact for one in changes(before, after)):
        tell_those_concerned(entry, "contacts-asked", but=account.email)
    _log("ask for a change", entry, account, at, submission=waits.id)
    return Outcome(live, waits)


def _send(
    entry: Entry, base: int, record: Record, why: str, account: Account, language: str, at: datetime
) -> Submission:
    return arrivals.receive_from_member(
        entry.id, base, record, email=account.email, name=account.shown, role=account.role,
        why=why, language=language, found=problems(record, today=at.date()), at=at,
    )  # fmt: skip


def confirm(entry: Entry, *, account: Account, at: datetime) -> None:
    """Still right: a check. Raises Refused for a crisis line, which two of staff confirm."""
    if entry.record.crisis:
        raise Refused(_("A crisis line is confirmed by two people of this site. They call you."))
    if entry.visibility != PUBLISHED:
        raise Refused(_("Only what is shown can be confirmed."))
    listings.record_check(entry.id, how="self-confirmed", role=ORGANIZATION, at=at)
    _log("check", entry, account, at, how="self-confirmed")


def set_status(
    entry: Entry, code: str, *, account: Account, language: str, at: datetime
) -> Outcome:  # fmt: skip
    """`code`: open, paused or closed. Of a crisis line it waits for two people. Raises Refused,
    KeyError for another code."""
    record = deepcopy(entry.record)
    record.service.status = STATUSES[code]
    if record.service.status == entry.record.service.status:
        raise Refused(_("Nothing is different."))
    if needs_two(record, entry) or entry.visibility != PUBLISHED:
        waits = _send(entry, entry.revision, record, code, account, language, at)
        return Outcome(False, waits)
    refuse_unsound(record, at)
    reasons = {
        "open": _("Open again"),
        "paused": _("Closed for a while"),
        "closed": _("It has closed"),
    }
    listings.publish([record], role=ORGANIZATION, reason=reasons[code], at=at)
    _log("set status", entry, account, at, to=STATUSES[code])
    return Outcome(True, None)


def take_off(entry: Entry, *, account: Account, at: datetime) -> bool:
    """At their wish its address tells nobody that it was here. A crisis line is taken off by
    people of this site, who are told. Returns whether it is off already."""
    _log("ask to take off", entry, account, at)
    if entry.record.crisis:
        reports.from_organization(entry.id, _("The organization wants this taken off."), at=at)
        return False
    listings.take_down(entry.id, at=at)
    return True


def by_of(account: Account, role: str) -> By:
    """Who acts, with their role in that organization."""
    return By(account.email, role)


def _log(act: str, entry: Entry, account: Account, at: datetime, **more: object) -> None:
    audit.write(
        act, actor=account.email, role=account.role, subject=f"listing {entry.id}", at=at, **more
    )
