"""Doubts about a listing: it says so, stands lower, and may lose its numbers until a moderator
has checked. Its revisions stay as they are: settling a doubt brings everything back."""

from datetime import datetime

from directory.extensions import db
from directory.listings.actions import announce
from directory.listings.doubted import countries
from directory.listings.models import PUBLISHED, Doubt, Listing
from directory.listings.queries import published_crisis_lines


def doubt(listing_id: str, about: str, *, blank: bool, at: datetime) -> bool:
    """Adds a doubt. `about`: number, closed, unsafe or other. `blank` takes the numbers from the
    public, unless they are the last crisis line of a country (RULINGS 7). Returns whether it took
    them now."""
    row = db.session.get(Doubt, listing_id)
    if row is None:
        row = Doubt(listing_id=listing_id, about=[], blank=False, since=at)
        db.session.add(row)
    row.about = [*dict.fromkeys([*row.about, about])]
    newly = blank and not row.blank and not is_last_crisis_line(listing_id)
    row.blank = row.blank or newly
    _changed(listing_id, at)
    return newly


def settle(listing_id: str, *, at: datetime) -> None:
    """A moderator has looked: the listing is as it was."""
    row = db.session.get(Doubt, listing_id)
    if row is not None:
        db.session.delete(row)
        _changed(listing_id, at)


def is_last_crisis_line(listing_id: str) -> bool:
    """Whether taking its numbers would leave one of its countries without a crisis line."""
    lines = published_crisis_lines()
    mine = next((line for line in lines if line.id == listing_id), None)
    if mine is None:
        return False
    others = [countries(line.record) for line in lines if line.id != listing_id]
    return not countries(mine.record) <= set().union(*others)


def _changed(listing_id: str, at: datetime) -> None:
    listing = db.session.get_one(Listing, listing_id)
    listing.changed_at = at
    db.session.flush()
    if listing.visibility == PUBLISHED:
        announce({listing_id: listing.revision})
