"""Reading deliveries and where they come from."""

from sqlalchemy import func, select

from directory.exchange.models import Delivery, Feed, FeedListing
from directory.extensions import db

PAGE = 50


def list_deliveries(page: int = 1) -> list[tuple[Delivery, str]]:
    """With the name of the source, newest first."""
    statement = (
        select(Delivery, Feed.name)
        .outerjoin(Feed, Feed.id == Delivery.feed_id)
        .order_by(Delivery.at.desc(), Delivery.id)
    )
    rows = db.session.execute(statement.offset((page - 1) * PAGE).limit(PAGE))
    return [(row[0], row[1] or "") for row in rows]


def find_delivery(delivery_id: str) -> Delivery | None:
    return db.session.get(Delivery, delivery_id)


def deliveries_of(feed_id: int, limit: int = 20) -> list[Delivery]:
    statement = select(Delivery).where(Delivery.feed_id == feed_id)
    return list(db.session.scalars(statement.order_by(Delivery.at.desc()).limit(limit)))


def list_feeds() -> list[Feed]:
    return list(db.session.scalars(select(Feed).order_by(Feed.name)))


def find_feed(feed_id: int) -> Feed | None:
    return db.session.get(Feed, feed_id)


def feed_called(name: str) -> Feed | None:
    return db.session.scalar(select(Feed).where(func.lower(Feed.name) == name.strip().lower()))


def count_listings(feed_id: int) -> int:
    statement = select(func.count()).where(FeedListing.feed_id == feed_id)
    return db.session.scalar(statement) or 0
