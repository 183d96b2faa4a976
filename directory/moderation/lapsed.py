"""Access that was given for a mail address at the listing's own domain rests when the domain no
longer proves anything: no listing names it any more, it is gone, or it was registered after the
listing stood here (TRUST T3, INT-2)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from directory.accounts import memberships
from directory.accounts.memberships import DOMAIN, By
from directory.accounts.models import Account, Membership
from directory.accounts.queries import find_account, memberships_by
from directory.extensions import db
from directory.listings.domains import evidence, mail_domain
from directory.listings.models import PUBLISHED
from directory.listings.queries import Entry, entries
from directory.moderation.queries import listings_of
from directory.upkeep.models import DomainLook
from directory.upkeep.registered import Standing, standing
from directory.web.outside import may_ask

EVERY = timedelta(hours=12)  # so that nothing stays unseen for a day
SECONDS = 20.0  # of one round: the worker has other things to do
CLOCK = By("the clock", "system")


def freeze_unproven(at: datetime) -> int:
    """Returns how many rest now because no public listing of theirs names the domain."""
    frozen = 0
    for row, account in _resting_on_domains():
        if not any(evidence(account.email, e.record).says == "same" for e in _public(row)):
            memberships.freeze(account, row.organization_id, "site", at, by=CLOCK)
            frozen += 1
    return frozen


def look(at: datetime) -> Callable[[], None] | None:
    """Asks after some domains whose turn it is. Returns what lets access rest."""
    if not may_ask("domains"):
        return None
    until, seen = time.monotonic() + SECONDS, dict[str, Standing]()
    for domain in _due(at):
        if time.monotonic() > until:
            break
        seen[domain] = standing(domain)
    return lambda: _freeze_lapsed(seen, at)


def _due(at: datetime) -> list[str]:
    domains = sorted({mail_domain(account.email) for _row, account in _resting_on_domains()})
    looks = {each.domain: each.looked_at for each in db.session.query(DomainLook)}
    waiting = [each for each in domains if each not in looks or looks[each] <= at - EVERY]
    return sorted(waiting, key=lambda each: (each in looks, looks.get(each)))


def _freeze_lapsed(seen: Mapping[str, Standing], at: datetime) -> None:
    for domain in seen:
        db.session.merge(DomainLook(domain=domain, looked_at=at))
    for row, account in _resting_on_domains():
        found = seen.get(mail_domain(account.email))
        if found is not None and _lapsed(found, row):
            memberships.freeze(account, row.organization_id, "gone", at, by=CLOCK)


def _lapsed(found: Standing, row: Membership) -> bool:
    if found.registered is None:
        return found.there is False
    since = [e.first_public_at for e in _public(row) if e.first_public_at]
    return found.registered > min(since, default=row.since)


def _resting_on_domains() -> Iterator[tuple[Membership, Account]]:
    for row in memberships_by(DOMAIN):
        account = find_account(row.account_id)
        if account is not None:
            yield row, account


def _public(row: Membership) -> list[Entry]:
    known = entries([listing_id for listing_id, _name in listings_of(row.organization_id)])
    return [each for each in known.values() if each.visibility == PUBLISHED]
