"""“Take me off”, without an account (RULINGS 7): asked for, proven by mail or by a code read back
on the listed phone, and done within 24 hours.

A person's own wish counts at once: their listing is hidden as soon as their mail is confirmed. So
is an organization's that writes from the listing's own address. Everything else waits for a
moderator, but no longer than a day, and those who look after the listing hear of it at once, for
anybody has a mailbox. Who wanted to empty the directory would not get far: of strangers' wishes
only a few come true by themselves in a day, and none that looks like a machine's. Crisis
lines never go without a moderator.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from directory.extensions import db
from directory.listings import actions as listings
from directory.listings.models import HIDDEN, PUBLISHED, Listing
from directory.listings.queries import Entry, entries
from directory.listings.record import Record, new_id
from directory.mail.actions import one_mailbox
from directory.mail.actions import send as send_letter
from directory.submissions import tokens
from directory.submissions.claims import tell_those_concerned
from directory.submissions.models import DISMISSED, OPEN, UPHELD, Takedown, Token
from directory.submissions.once import add_once

PERSON, ORGANIZATION = "person", "organization"
PROMISE = timedelta(hours=24)
STRANGERS_A_DAY = 3  # of the whole site; more at a time are for a moderator to look at
# Anybody can have an address there, so sharing it proves nothing.
SHARED_HOSTS = frozenset(
    """gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com aol.com
    proton.me protonmail.com gmx.com gmx.net gmx.de web.de mail.com msn.com ymail.com zoho.com
    fastmail.com hey.com tutanota.com yahoo.es hotmail.es""".split()
)


def wish(
    listing_id: str,
    *,
    who: str,
    name: str,
    email: str,
    text: str,
    language: str,
    nonce: str,
    suspect: bool,
    at: datetime,
) -> Takedown:
    """Keeps a wish. With an address a letter asks to confirm it; without one there is a code to
    read back when a moderator calls the listed number. Raises BadAddress."""
    row = Takedown(
        id=new_id(),
        listing_id=listing_id,
        who=who,
        name=name.strip(),
        email=one_mailbox(email) if email.strip() else "",
        code=f"{secrets.randbelow(10**6):06}",
        text=text,
        language=language,
        nonce=nonce,
        suspect=suspect,
        at=at,
    )
    row, added = add_once(row)
    if added and row.email:
        link = tokens.make(tokens.TAKE_OFF, row.id, at)
        send_letter("take_off", row.email, language, link=link.id)
    return row


def confirm(link: Token, at: datetime) -> Takedown:
    """They read mail at their address."""
    row = db.session.get_one(Takedown, link.object_id)
    link.used_at = link.used_at or at
    proven(row, at)
    return row


def proven(row: Takedown, at: datetime) -> None:
    """The address is theirs, or the code was read back on the listed phone."""
    if row.state != OPEN or row.verified_at is not None:
        return
    row.verified_at = at
    entry = entries([row.listing_id]).get(row.listing_id)
    if entry is None:
        return
    if counts_at_once(row, entry.record):
        _hide(row, entry, at)
    elif not speaks_for_it(row, entry.record):
        tell_those_concerned(entry, "take-off-told", but=row.email)


def counts_at_once(row: Takedown, record: Record) -> bool:
    if record.crisis or row.suspect:
        return False
    return (record.individual and row.who == PERSON) or is_their_own(row.email, record)


def speaks_for_it(row: Takedown, record: Record) -> bool:
    """Whether the proof is the listing's own: its address, the person it is about, or a code read
    back on its phone, which is all that can prove a wish without an address."""
    is_the_person = record.individual and row.who == PERSON
    return not row.email or is_the_person or is_their_own(row.email, record)


def is_their_own(email: str, record: Record) -> bool:
    """Whether this is the listing's own address, or one at the host of its own site."""
    email = email.casefold()
    host = email.rpartition("@")[2]
    addresses, sites = _ways(record)
    if not host:
        return False
    return email in addresses or (host not in SHARED_HOSTS and host in sites)


def _ways(record: Record) -> tuple[set[str], set[str]]:
    service, owner = record.service, record.service.organization
    mails = [service.email, owner.email if owner else None]
    webs = [service.url, owner.website if owner else None]
    sites = {
        web.partition("://")[2].partition("/")[0].partition(":")[0].casefold().removeprefix("www.")
        for web in webs
        if web
    }
    return {mail.casefold() for mail in mails if mail}, sites


def _hide(row: Takedown, entry: Entry, at: datetime) -> None:
    if entry.visibility == PUBLISHED:
        listings.take_down(entry.id, at=at)
        row.hidden_at = at


def decide(row: Takedown, *, granted: bool, at: datetime) -> None:
    """A moderator's word. Granted: the listing is off, and its address tells nobody that it was.
    Refused: what was hidden meanwhile shows again."""
    entry = entries([row.listing_id]).get(row.listing_id)
    if entry is not None and granted:
        _take_off(entry, at)
    elif entry is not None and row.hidden_at is not None and not _others_wish(row):
        listing = db.session.get_one(Listing, entry.id)
        if listing.visibility == HIDDEN and listing.taken_down:
            listings.restore(entry.id, at=at)
    row.state, row.decided_at = UPHELD if granted else DISMISSED, at
    if row.email and row.verified_at:
        send_letter("taken_off" if granted else "not_taken_off", row.email, row.language)


def _take_off(entry: Entry, at: datetime) -> None:
    listings.take_down(entry.id, at=at)


def _others_wish(row: Takedown) -> bool:
    """Whether another wish keeps this listing out of sight."""
    same = select(Takedown.id).where(
        Takedown.listing_id == row.listing_id,
        Takedown.id != row.id,
        or_(Takedown.state == UPHELD, (Takedown.state == OPEN) & Takedown.hidden_at.is_not(None)),
    )
    return db.session.scalar(same.limit(1)) is not None


def keep_promise(at: datetime) -> int:
    """Hides what has waited for a day since its proof. Returns how many."""
    late = select(Takedown).where(
        Takedown.state == OPEN, Takedown.hidden_at.is_(None), Takedown.verified_at <= at - PROMISE
    )
    lately = select(func.count()).where(Takedown.hidden_at > at - PROMISE)
    left = STRANGERS_A_DAY - (db.session.scalar(lately) or 0)
    hidden = 0
    for row in db.session.scalars(late.order_by(Takedown.at)):
        entry = entries([row.listing_id]).get(row.listing_id)
        if entry is None or entry.visibility != PUBLISHED or entry.record.crisis:
            continue
        if not speaks_for_it(row, entry.record):
            if row.suspect or left <= 0:
                continue
            left -= 1
        _hide(row, entry, at)
        hidden += 1
    return hidden


def open_wishes() -> list[Takedown]:
    """The oldest first."""
    waiting = select(Takedown).where(Takedown.state == OPEN)
    return list(db.session.scalars(waiting.order_by(Takedown.at)))


def find_wish(wish_id: str) -> Takedown | None:
    return db.session.get(Takedown, wish_id)


def wishes_for(listing_id: str) -> list[Takedown]:
    mine = select(Takedown).where(Takedown.listing_id == listing_id)
    return list(db.session.scalars(mine.order_by(Takedown.at)))
