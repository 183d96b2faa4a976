"""Reports that a listing is wrong, and claims that it is one's own."""

from datetime import datetime

from sqlalchemy import select

from directory.extensions import db
from directory.listings import doubts
from directory.listings.record import new_id
from directory.mail.actions import send as send_letter
from directory.submissions import tokens
from directory.submissions.models import DISMISSED, OPEN, UPHELD, Claim, Report, Token
from directory.submissions.once import add_once

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
        doubts.doubt(listing_id, what, blank=_networks(listing_id) >= 2, at=at)


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


def claim(
    listing_id: str,
    *,
    name: str,
    email: str,
    role: str,
    proof: str,
    language: str,
    nonce: str,
    suspect: bool,
    at: datetime,
) -> None:
    """Keeps a claim and asks its sender to confirm the address. Raises BadAddress."""
    row = Claim(
        id=new_id(),
        listing_id=listing_id,
        name=name,
        email=email.strip(),
        role=role,
        proof=proof,
        language=language,
        nonce=nonce,
        suspect=suspect,
        at=at,
    )
    row, added = add_once(row)
    if not added:
        return
    link = tokens.make(tokens.CLAIM, row.id, at)
    send_letter("claim", row.email, language, link=link.id)


def confirm_claim(link: Token, at: datetime) -> Claim:
    """The sender reads mail at their address; a moderator decides the rest."""
    row = db.session.get_one(Claim, link.object_id)
    row.verified_at = row.verified_at or at
    link.used_at = link.used_at or at
    return row


def open_claims() -> list[Claim]:
    """Those whose address is confirmed, oldest first."""
    waiting = select(Claim).where(Claim.state == OPEN, Claim.verified_at.is_not(None))
    return list(db.session.scalars(waiting.order_by(Claim.at)))
