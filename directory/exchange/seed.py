"""Loading what ships with the program: real national listings and the demonstration county.

Identifiers are fixed, so loading again changes only what changed in the files. Nothing commits.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from directory.exchange.demonstration import (
    demonstration_checks,
    demonstration_places,
    demonstration_records,
)
from directory.exchange.national import national_records
from directory.extensions import db
from directory.geo.own_places import add_places, remove_fictional_places
from directory.listings.actions import Published, erase_fictional, publish, record_check
from directory.listings.models import Listing
from directory.listings.record import Record

OPERATOR = "operator"


def seed_records() -> Iterator[Record]:
    """The real listings. Each names its source and the day that was seen; none has been checked
    by this site yet."""
    return national_records()


def load_seed(*, at: datetime) -> Published:
    """Publishes the real listings as "never checked"."""
    return publish(
        list(seed_records()),
        role=OPERATOR,
        reason="Shipped with the program",
        at=at,
        bring_back=False,
    )


def load_demonstration(*, at: datetime, home: Path) -> Published:
    """Publishes the demonstration county, with check dates as a living site has them. Its towns
    go to the places of the instance folder `home`, so that they can be searched for."""
    today = at.astimezone(UTC).date()
    records = list(demonstration_records(today))
    done = publish(records, role=OPERATOR, reason="Demonstration data", at=at)
    for check in demonstration_checks(today):
        known = db.session.get_one(Listing, check.listing_id).checked_at
        when = datetime(check.on.year, check.on.month, check.on.day, 12, tzinfo=UTC)
        if known is None:  # loading again adds no second check
            record_check(
                check.listing_id, how=check.how, role=check.role, at=min(when, at), note="Invented"
            )
    add_places(home, demonstration_places())
    return done


def remove_demonstration(*, home: Path) -> int:
    """Removes all fictional listings and places for good. Returns how many listings there were."""
    remove_fictional_places(home)
    return erase_fictional()
