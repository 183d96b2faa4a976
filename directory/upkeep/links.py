"""Do the web addresses of listings still answer? Off until the operator allows `links`
(DIRECTORY_OUTSIDE). A failure is a hint to moderators, never more: sites are down for a day, or
turn programs away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select

from directory.extensions import db
from directory.listings.models import PUBLISHED, Listing
from directory.listings.queries import published
from directory.listings.record import Record
from directory.upkeep.models import LinkCheck
from directory.web.outside import NotAnswered, ask, may_ask

EVERY = timedelta(days=14)
AGAIN = timedelta(days=1)  # a failure is looked at once more before anybody hears of it
BROKEN = 2  # failures, at least a day apart
AT_ONCE = 60  # listings
SECONDS = 20.0  # of one round: the worker has other things to do
LONGEST = 500
# Answers of sites that turn programs away, or want a pause: people may well see a page there.
TURNED_AWAY = frozenset({401, 403, 405, 406, 429, 451, 999})


@dataclass(frozen=True, slots=True)
class Seen:
    listing_id: str
    url: str
    said: str

    @property
    def fine(self) -> bool:
        return self.said in ("ok", "")


def addresses(record: Record) -> list[str]:
    service = record.service
    owner = service.organization
    found = [service.url, owner.website if owner else None]
    found += [each.url for each in service.additional_urls]
    return list(dict.fromkeys(url for url in found if url and len(url) <= LONGEST))


def look(at: datetime) -> Callable[[], None] | None:
    """Asks some addresses whose turn it is. Returns what writes down the answers."""
    if not may_ask("links"):
        return None
    ids = due(at)
    entries = published(ids)
    until, seen = time.monotonic() + SECONDS, list[Seen]()
    asked: dict[str, str] = {}
    for listing_id in ids:
        if time.monotonic() > until:
            break
        entry = entries.get(listing_id)
        urls = addresses(entry.record) if entry else []
        for url in urls:
            if url not in asked:
                asked[url] = answer_of(url)
            seen.append(Seen(listing_id, url, asked[url]))
        if not urls:
            seen.append(Seen(listing_id, "", ""))
    return lambda: write_down(seen, at)


def due(at: datetime) -> list[str]:
    """Published listings whose turn it is: never looked at, failed yesterday, or long ago."""
    last = (
        select(
            LinkCheck.listing_id,
            func.min(LinkCheck.checked_at).label("at"),
            func.max(LinkCheck.failing_since).label("failing"),
        )
        .group_by(LinkCheck.listing_id)
        .subquery()
    )
    turn = or_(
        last.c.at.is_(None),
        last.c.at <= at - EVERY,
        last.c.failing.is_not(None) & (last.c.at <= at - AGAIN),
    )
    statement = (
        select(Listing.id)
        .outerjoin(last, last.c.listing_id == Listing.id)
        .where(Listing.visibility == PUBLISHED, ~Listing.fictional, turn)
        .order_by(func.coalesce(last.c.at, 0), Listing.id)
    )
    return list(db.session.scalars(statement.limit(AT_ONCE)))


def answer_of(url: str) -> str:
    """ok, a status such as 404, or the word for why there was no answer."""
    try:
        with ask("GET", url, purpose="links") as answer:
            fine = answer.status < 400 or answer.status in TURNED_AWAY
            return "ok" if fine else str(answer.status)
    except NotAnswered as error:
        return error.code


def write_down(seen: Iterable[Seen], at: datetime) -> None:
    by_listing: dict[str, list[Seen]] = {}
    for each in seen:
        by_listing.setdefault(each.listing_id, []).append(each)
    for listing_id, answers in by_listing.items():
        urls = [each.url for each in answers]
        gone = (LinkCheck.listing_id == listing_id) & LinkCheck.url.not_in(urls)
        db.session.execute(delete(LinkCheck).where(gone))
        for each in answers:
            row = db.session.get(LinkCheck, (listing_id, each.url))
            if row is None:
                row = LinkCheck(listing_id=listing_id, url=each.url, times=0)
                db.session.add(row)
            row.checked_at, row.said = at, each.said
            row.failing_since = None if each.fine else row.failing_since or at
            row.times = 0 if each.fine else row.times + 1
    db.session.flush()


def broken(limit: int = 200) -> list[LinkCheck]:
    """Addresses that failed on two days, the longest first."""
    statement = (
        select(LinkCheck)
        .join(Listing, Listing.id == LinkCheck.listing_id)
        .where(LinkCheck.times >= BROKEN, Listing.visibility == PUBLISHED)
        .order_by(LinkCheck.failing_since)
    )
    return list(db.session.scalars(statement.limit(limit)))


def broken_of(listing_id: str) -> list[LinkCheck]:
    statement = select(LinkCheck).where(
        LinkCheck.listing_id == listing_id, LinkCheck.times >= BROKEN
    )
    return list(db.session.scalars(statement.order_by(LinkCheck.url)))


def count_looked_at() -> int:
    """Addresses whose answer we know."""
    statement = select(func.count()).select_from(LinkCheck).where(LinkCheck.url != "")
    return db.session.scalar(statement) or 0
