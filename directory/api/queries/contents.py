"""What stands in each list of HSDS."""

from typing import Any

from sqlalchemy import func, select

from directory.api.queries.filters import (
    HERE,
    SERVICES,
    Condition,
    asks_services,
    carrying,
    of_services,
    public,
)
from directory.api.queries.lists import List, parts
from directory.extensions import db
from directory.listings.models import PUBLISHED, Listing
from directory.listings.record import Service


def services(asked: dict[str, Any], ranked: tuple[str, ...] | None) -> List:
    statement = select(Listing.id, Listing.id.label("listing_id"))
    conditions = of_services(asked)
    if asks_services(asked):
        statement = statement.join(SERVICES, SERVICES.c.id == Listing.id)
    return List(
        statement.where(*conditions).order_by(Listing.changed_at, Listing.id),
        ranked,
    )


def places(asked: dict[str, Any], ranked: tuple[str, ...] | None, near: Condition | None) -> List:
    """Services at locations. `near` narrows to the place that was asked for."""
    statement = (
        select(HERE.c.id, Listing.id.label("listing_id"))
        .join(Listing, Listing.id == HERE.c.service_id)
        .where(*of_services(asked, here=True), *([] if near is None else [near]))
        .order_by(Listing.changed_at, Listing.id, HERE.c.id)
    )
    if asks_services(asked):
        statement = statement.join(SERVICES, SERVICES.c.id == Listing.id)
    return List(statement, ranked)


def organizations(asked: dict[str, Any], ranked: tuple[str, ...] | None) -> List:
    """Those with a public service, each with one listing that names it."""
    if ranked is not None:
        return _searched_organizations(asked, ranked)
    one = func.min(Listing.id).label("listing_id")
    statement = (
        select(SERVICES.c.organization_id, one)
        .join(Listing, Listing.id == SERVICES.c.id)
        .where(
            SERVICES.c.organization_id.is_not(None),
            *public(asked),
            *carrying(asked, [(SERVICES.c.id, Service)]),
        )
        .group_by(SERVICES.c.organization_id)
        .order_by(SERVICES.c.organization_id)
    )
    return List(statement)


def _searched_organizations(asked: dict[str, Any], ranked: tuple[str, ...]) -> List:
    """An organization stands where the first of its listings stands."""
    offered = services({k: v for k, v in asked.items() if k != "modified_after"}, ranked)
    first: dict[str, str] = {}
    ids = [row.id for row in offered.cut(0, len(ranked))]
    owners: dict[str, str] = {}
    for part in parts(ids):
        chosen = select(SERVICES.c.id, SERVICES.c.organization_id).where(SERVICES.c.id.in_(part))
        owners |= {row.id: row.organization_id for row in db.session.execute(chosen)}
    for listing_id in ids:
        if owners[listing_id]:
            first.setdefault(owners[listing_id], listing_id)
    statement = (
        select(SERVICES.c.organization_id, Listing.id.label("listing_id"))
        .join(Listing, Listing.id == SERVICES.c.id)
        .where(Listing.visibility == PUBLISHED)
    )
    return List(statement, tuple(first.values()))
