"""The words of our classification in the database: read into force, changed, told to the index."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from flask import Flask
from sqlalchemy import delete, func, select, update

from directory.extensions import db
from directory.listings import classification
from directory.listings.actions import announce
from directory.listings.classification import Axis, ClassificationError, Term
from directory.listings.models import PUBLISHED, Listing, ListingTerm, OwnTerm
from directory.listings.own_terms import TermChange, stored, with_changes, words_of
from directory.site import editions

log = logging.getLogger(__name__)

EDITION = "terms"
BATCH = 500


def init_app(app: Flask) -> None:
    classification.put_in_force(None)
    editions.follow(app, EDITION, _take)


def _take() -> None:
    with db.engine.connect() as connection:
        rows = connection.execute(select(OwnTerm.axis, OwnTerm.code, OwnTerm.parent, OwnTerm.words))
        changes = [TermChange(r.axis, r.code, r.parent, words_of(r.words)) for r in rows]
    if not changes:
        classification.put_in_force(None)
        return
    try:
        classification.put_in_force(with_changes(classification.shipped_axes(), changes))
    except ClassificationError as error:
        # The seed moved on under them: its own words hold until a moderator looks.
        log.warning("the changed terms do not fit the seed: %s", error)
        classification.put_in_force(None)


def changed_codes() -> set[tuple[str, str]]:
    """(axis, code) of the terms that read otherwise here than in the seed."""
    return {(row.axis, row.code) for row in db.session.execute(select(OwnTerm.axis, OwnTerm.code))}


def tried(change: TermChange) -> tuple[Term | None, Axis]:
    """(the term as it is, its axis as it would be). Raises ClassificationError; one sentence."""
    before = classification.find_term(change.axis, change.code)
    axes = {axis.code: axis for axis in classification.axes()}
    return before, with_changes(axes, [change])[change.axis]


def change_term(change: TermChange, at: datetime) -> int:
    """Keeps a term's new words and sends the listings that carry it, or what lies below it, to
    the index again. Returns how many. Raises ClassificationError."""
    tried(change)
    db.session.merge(
        OwnTerm(
            axis=change.axis,
            code=change.code,
            parent=change.parent,
            words=stored(change.words),
            changed_at=at,
        )
    )
    editions.bump(EDITION)
    return _say_again(change.axis, change.code, at)


def forget_change(axis: str, code: str, at: datetime) -> int:
    """The term reads again as the seed says. Only for terms that the seed has."""
    db.session.execute(delete(OwnTerm).where(OwnTerm.axis == axis, OwnTerm.code == code))
    editions.bump(EDITION)
    return _say_again(axis, code, at)


def _say_again(axis: str, code: str, at: datetime) -> int:
    family = [code] if classification.find_term(axis, code) is None else None
    codes = family or sorted(classification.descendants(axis, code))
    carrying = select(ListingTerm.listing_id).where(
        ListingTerm.axis == axis, ListingTerm.code.in_(codes)
    )
    rows = db.session.execute(
        select(Listing.id, Listing.revision)
        .where(Listing.visibility == PUBLISHED, Listing.id.in_(carrying))
        .order_by(Listing.id)
    )
    revisions: dict[str, int | None] = {row.id: row.revision for row in rows}
    ids = list(revisions)
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        # Partners read labels too: for them the listing has changed.
        db.session.execute(update(Listing).where(Listing.id.in_(part)).values(changed_at=at))
    db.session.flush()
    announce(revisions)
    return len(revisions)


def listings_with(axis: str, codes: Sequence[str]) -> int:
    """How many published listings carry one of these codes."""
    found = select(ListingTerm.listing_id).where(
        ListingTerm.axis == axis, ListingTerm.code.in_(codes)
    )
    statement = select(func.count()).select_from(Listing)
    statement = statement.where(Listing.visibility == PUBLISHED, Listing.id.in_(found))
    return db.session.scalar(statement) or 0


def is_in_seed(axis: str, code: str) -> bool:
    return any(term.code == code for term in classification.shipped_axes()[axis].terms)
