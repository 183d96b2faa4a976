"""Reports that a listing is wrong."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from directory.extensions import db
from directory.listings import doubts
from directory.listings.models import Doubt
from directory.listings.queries import entries
from directory.listings.record import new_id
from directory.submissions.claims import tell_those_concerned
from directory.submissions.models import DISMISSED, OPEN, UPHELD, Report
from directory.submissions.once import add_once

WHAT = ("unsafe", "number", "closed", "other")
# Reports of these from two networks take the numbers away.
ABOUT_NUMBERS = "number"


def report(
    listing_id: str, what: str, text: str, *, network: str, nonce: str, suspect: bool, at: datetime
) -> None:
    """Keeps a report. The first one labels the listing and lowers it; two that a number is
    wrong, from two networks on one day, take its numbers from the public (RULINGS 7). What looks
    like a machine's counts for neither, but a moderator sees it."""
    row = Report(
        listing_id=listing_id,
        what=what,
        text=text,
        network=network,
        nonce=nonce,
        suspect=suspect,
        at=at,
    )
    _, added = add_once(row)
    if added and not suspect:
        newly = doubts.doubt(listing_id, what, blank=_networks(listing_id) >= 2, at=at)
        entry = entries([listing_id]).get(listing_id) if newly else None
        if entry is not None:
            tell_those_concerned(entry, "numbers-hidden")


def from_organization(listing_id: str, text: str, *, at: datetime) -> None:
    """Those who run it ask the moderators for something; the public sees nothing of it."""
    nonce = f"our:{new_id()}"[:40]
    db.session.add(Report(listing_id=listing_id, what="other", text=text, nonce=nonce, at=at))
    db.session.flush()


def _networks(listing_id: str) -> int:
    """From how many networks an open report says that a number is wrong. Hashes of two days
    cannot be told apart, so the best day counts."""
    statement = select(Report.network, Report.at).where(
        Report.listing_id == listing_id,
        Report.what == ABOUT_NUMBERS,
        Report.state == OPEN,
        ~Report.suspect,
        Report.network.is_not(None),
    )
    days: dict[object, set[str]] = {}
    for row in db.session.execute(statement):
        days.setdefault(row.at.date(), set()).add(row.network)
    return max(map(len, days.values()), default=0)


def settle(listing_id: str, *, upheld: bool, at: datetime) -> None:
    """A moderator has looked: open reports close and the listing is as before. What was wrong is
    put right by a change of the listing."""
    for row in open_reports(listing_id):
        row.state, row.settled_at = UPHELD if upheld else DISMISSED, at
    doubts.settle(listing_id, at=at)


def uphold(listing_id: str, *, at: datetime) -> None:
    """A moderator found it wrong: reports close, the doubt stays until the listing is mended."""
    for row in open_reports(listing_id):
        row.state, row.settled_at = UPHELD, at


@dataclass(frozen=True, slots=True)
class Reported:
    """Reports on one listing together. `networks`: from how many places they came on the day with
    the most; hashes of two days cannot be told apart."""

    listing_id: str
    what: dict[str, int]
    networks: int
    suspect: int
    since: datetime
    blank: bool


def reported() -> list[Reported]:
    """Listings with open reports or in doubt, what weighs most first, then the oldest."""
    rows: dict[str, list[Report]] = {}
    for row in open_reports():
        rows.setdefault(row.listing_id, []).append(row)
    in_doubt = {row.listing_id: row for row in db.session.scalars(select(Doubt))}
    found = []
    for listing_id in {*rows, *in_doubt}:
        mine, doubt = rows.get(listing_id, []), in_doubt.get(listing_id)
        times = [row.at for row in mine] + ([doubt.since] if doubt else [])
        what = Counter(row.what for row in mine)
        found.append(
            Reported(
                listing_id,
                {code: what[code] for code in WHAT if what[code]},
                _networks(listing_id),
                sum(row.suspect for row in mine),
                min(times),
                bool(doubt and doubt.blank),
            )
        )
    return sorted(found, key=lambda r: (not r.blank, "unsafe" not in r.what, r.since))


def count_reported() -> int:
    in_doubt = select(Doubt.listing_id)
    open_ones = select(Report.listing_id).where(Report.state == OPEN)
    both = in_doubt.union(open_ones).subquery()
    return db.session.scalar(select(func.count()).select_from(both)) or 0


def reports_on(listing_id: str) -> list[Report]:
    """All that are kept, newest first."""
    statement = select(Report).where(Report.listing_id == listing_id)
    return list(db.session.scalars(statement.order_by(Report.at.desc()).limit(100)))


def open_reports(listing_id: str | None = None) -> list[Report]:
    """Oldest first; of all listings without an id."""
    statement = select(Report).where(Report.state == OPEN)
    if listing_id is not None:
        statement = statement.where(Report.listing_id == listing_id)
    return list(db.session.scalars(statement.order_by(Report.at)))


def forget_networks(at: datetime) -> None:
    """What told reporters apart goes with the day's salt."""
    old = select(Report).where(Report.network.is_not(None))
    for row in db.session.scalars(old):
        if row.at.date() < at.date():
            row.network = None
