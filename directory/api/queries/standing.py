"""Where single things stand: which listing answers for an id, and how new it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from directory.api.queries.filters import HERE, SERVICES
from directory.api.queries.lists import Row, parts
from directory.extensions import db
from directory.listings.models import PUBLISHED, Listing


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an id stands: the listing that answers for it, or whether it was once public."""

    listing_id: str | None
    gone: bool = False


def find(kind: str, item_id: str) -> Standing:
    """`kind`: services, organizations or service_at_locations."""
    statement = select(Listing.id, Listing.visibility, Listing.first_public_at, Listing.taken_down)
    match kind:
        case "services":
            statement = statement.where(Listing.id == item_id)
        case "organizations":
            statement = statement.join(SERVICES, SERVICES.c.id == Listing.id).where(
                SERVICES.c.organization_id == item_id
            )
        case _:
            statement = statement.join(HERE, HERE.c.service_id == Listing.id).where(
                HERE.c.id == item_id
            )
    rows = db.session.execute(statement.order_by(Listing.id)).all()
    for row in rows:
        if row.visibility == PUBLISHED:
            return Standing(row.id)
    return Standing(None, any(row.first_public_at and not row.taken_down for row in rows))


def listings_of(organization_ids: Sequence[str]) -> dict[str, list[str]]:
    """The public listings of each in the order of ids, made-up ones included: asked for by its
    id."""
    found: dict[str, list[str]] = {organization_id: [] for organization_id in organization_ids}
    for part in parts(organization_ids):
        statement = (
            select(SERVICES.c.organization_id, Listing.id)
            .join(SERVICES, SERVICES.c.id == Listing.id)
            .where(SERVICES.c.organization_id.in_(part), Listing.visibility == PUBLISHED)
        )
        for organization_id, listing_id in db.session.execute(statement.order_by(Listing.id)):
            found[organization_id].append(listing_id)
    return found


def standings(ids: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """The revision of each listing, and when what we serve of it last changed."""
    found = {}
    for part in parts(ids):
        statement = select(Listing.id, Listing.revision, Listing.changed_at)
        for row in db.session.execute(statement.where(Listing.id.in_(part))):
            found[row.id] = (row.revision, row.changed_at)
    return found


def tell_minimal(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The four fields by which a client finds what it lacks and what is gone."""
    ids = [row.id for row in rows]
    found: dict[str, dict[str, Any]] = {}
    for part in parts(ids):
        statement = (
            select(Listing.id, SERVICES.c.name, SERVICES.c.status, Listing.changed_at)
            .join(SERVICES, SERVICES.c.id == Listing.id)
            .where(Listing.id.in_(part))
        )
        for row in db.session.execute(statement):
            found[row.id] = {
                "id": row.id,
                "name": row.name,
                "status": row.status,
                "last_modified": moment(row.changed_at),
            }
    return [found[listing_id] for listing_id in ids]


def moment(at: datetime | None) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else ""
