"""Looking up the addresses of listings on the map, one at a time.

The address stays as it was typed; what is found becomes a revision of its own. A place that
somebody changed meanwhile is left for its own turn."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from directory.config import current_settings
from directory.extensions import db, now
from directory.geo.gazetteer import gazetteer_at
from directory.geo.geocoder import GeocoderUnavailable, listing_geocoder
from directory.geo.place import Point
from directory.jobs.actions import enqueue
from directory.listings.actions import publish
from directory.listings.models import PUBLISHED, PointWanted
from directory.listings.points import address_words, give_points, needs_point, places
from directory.listings.queries import entries
from directory.listings.record import Record

JOB = "find points"
REASON = "The place was looked up on the map."

Finish = Callable[[], None]


def find_next() -> Finish | None:
    """Looks up the places of the listing that has waited longest. Returns what is left to write,
    None where nothing waits. Between two listings other jobs have their turn."""
    listing_id = db.session.scalar(
        select(PointWanted.listing_id).order_by(PointWanted.since, PointWanted.listing_id).limit(1)
    )
    if listing_id is None:
        return None
    entry = entries([listing_id]).get(listing_id)
    db.session.rollback()  # nothing stays locked while somebody outside is asked
    try:
        found = _ask(entry.record) if entry else {}
    except GeocoderUnavailable as unavailable:
        # Named now: Python forgets the exception at the end of this block.
        wait = unavailable.wait
        return lambda: enqueue(JOB, key=JOB, run_at=now() + wait)
    return lambda: _write(listing_id, found)


def _ask(record: Record) -> dict[str, Point]:
    """{address in one line: its point} of the places that need one. Raises GeocoderUnavailable."""
    settings = current_settings()
    if not settings.geocoder:
        return {}
    geocoder = listing_geocoder(settings)
    found: dict[str, Point] = {}
    for place in places(record):
        words = address_words(place)
        if words and needs_point(place, outside=True):
            located = geocoder.locate(words)
            # The middle of a town is no better than what the gazetteer gives below.
            if located is not None and located.precision == "street":
                found[words] = located.point
    return found


def _write(listing_id: str, found: dict[str, Point]) -> None:
    settings, at = current_settings(), now()
    db.session.delete(db.session.get_one(PointWanted, listing_id))
    db.session.flush()
    entry = entries([listing_id]).get(listing_id)
    if entry is not None and entry.visibility == PUBLISHED:
        record = entry.record
        for place in places(record):
            point = found.get(address_words(place))
            if point is not None and needs_point(place, outside=True):
                place.latitude, place.longitude = point
                place.precision = "street"
        give_points(record, None, gazetteer_at(settings.home, settings.default_country))
        publish([record], role="system", reason=REASON, at=at)
        # What nobody could find is not asked again until it changes.
        wanted = db.session.get(PointWanted, listing_id)
        if wanted is not None:
            db.session.delete(wanted)
    if db.session.scalar(select(PointWanted.listing_id).limit(1)) is not None:
        enqueue(JOB, key=JOB, run_at=at + timedelta(seconds=1) if settings.geocoder else at)
