"""Figures of what is published, by area and topic: for the dashboard."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlalchemy import ColumnElement, func, select

from directory.extensions import db
from directory.listings.models import NODES, PUBLISHED, Listing, ListingTerm
from directory.listings.record import Location, ServiceArea, ServiceAtLocation


def _shown() -> ColumnElement[bool]:
    return (Listing.visibility == PUBLISHED) & ~Listing.fictional


def listings_by_state(country: str) -> Counter[str]:
    """How many published listings each state of a country has: there, or for it."""
    here, places = NODES[ServiceAtLocation].table, NODES[Location].table
    areas = NODES[ServiceArea].table
    found: dict[str, set[str]] = defaultdict(set)
    at = (
        select(places.c.state, here.c.service_id)
        .join(here, here.c.location_id == places.c.id)
        .join(Listing, Listing.id == here.c.service_id)
        .where(_shown(), places.c.country == country, places.c.state.is_not(None))
        .distinct()
    )
    for state, listing_id in db.session.execute(at):
        found[state.upper()].add(listing_id)
    covers = (
        select(areas.c.coverage, areas.c.service_id)
        .join(Listing, Listing.id == areas.c.service_id)
        .where(_shown(), areas.c.coverage.startswith(f"{country}-", autoescape=True))
        .distinct()
    )
    for coverage, listing_id in db.session.execute(covers):
        found[coverage.split("-")[1].upper()].add(listing_id)
    return Counter({state: len(ids) for state, ids in found.items()})


def listings_by_term(axis: str) -> Counter[str]:
    """How many published listings carry each code of an axis."""
    statement = (
        select(ListingTerm.code, func.count())
        .join(Listing, Listing.id == ListingTerm.listing_id)
        .where(_shown(), ListingTerm.axis == axis)
        .group_by(ListingTerm.code)
    )
    return Counter({row[0]: row[1] for row in db.session.execute(statement)})
