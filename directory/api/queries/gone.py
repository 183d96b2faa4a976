"""What was public and is no longer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from directory.api.queries.filters import HERE, SERVICES
from directory.api.queries.lists import List, Row
from directory.api.queries.standing import moment
from directory.listings.models import PUBLISHED, Listing


def removed(asked: dict[str, Any]) -> List:
    """What once was public: services, their places, and organizations that offer nothing public
    any more. Never what was taken down at somebody's wish (RULINGS 6), never made-up rows."""
    once = [
        Listing.visibility != PUBLISHED,
        Listing.first_public_at.is_not(None),
        ~Listing.taken_down,
        ~Listing.fictional,
    ]
    still = (
        select(SERVICES.c.organization_id)
        .join(Listing, Listing.id == SERVICES.c.id)
        .where(Listing.visibility == PUBLISHED, SERVICES.c.organization_id.is_not(None))
    )
    newest = func.max(Listing.changed_at, type_=Listing.changed_at.type)
    every = union_all(
        select(Listing.id, Listing.id.label("listing_id"), literal("service"), Listing.changed_at)
        .select_from(Listing)
        .where(*once),
        select(HERE.c.id, Listing.id, literal("service_at_location"), Listing.changed_at)
        .join(Listing, Listing.id == HERE.c.service_id)
        .where(*once),
        select(SERVICES.c.organization_id, func.min(Listing.id), literal("organization"), newest)
        .join(Listing, Listing.id == SERVICES.c.id)
        .where(*once, SERVICES.c.organization_id.is_not(None))
        .where(SERVICES.c.organization_id.not_in(still))
        .group_by(SERVICES.c.organization_id),
    ).subquery()
    item_id, listing_id, kind, at = every.c
    statement: Select[*tuple[Any, ...]] = select(item_id, listing_id, kind, at).order_by(
        at, kind, item_id
    )
    if since := asked.get("modified_after"):
        statement = statement.where(at >= since)
    return List(statement)


def tell_removed(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [{"id": row.id, "type": row.kind, "removed_at": moment(row.at)} for row in rows]
