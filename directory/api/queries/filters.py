"""What is asked of a list, as conditions: every filter narrows. Only published listings are told
of, and made-up ones only where somebody asked for them."""

from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, false, func, or_, select

from directory.listings import classification
from directory.listings.models import NODES, PUBLISHED, Listing, ListingTerm
from directory.listings.queries import SHOWN
from directory.listings.record import (
    Attribute,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)

SERVICES: Table = NODES[Service].table
HERE: Table = NODES[ServiceAtLocation].table
ATTRIBUTES: Table = NODES[Attribute].table
TERMS: Table = NODES[TaxonomyTerm].table
SCHEDULES: Table = NODES[Schedule].table

Condition = ColumnElement[bool]


def asks_services(asked: dict[str, Any]) -> bool:
    """Whether a filter looks at the service itself: without one its table is not read."""
    plain = {"search", "page", "per_page", "format", "minimal", "full", "sd_fictional"}
    return bool(asked.keys() - plain - {"modified_after", "postcode", "proximity"})


def public(asked: dict[str, Any]) -> list[Condition]:
    # Where somebody searched, listings are looked up by the ids that were found.
    shown = SHOWN if asked.get("search") else Listing.visibility == PUBLISHED
    conditions: list[Condition] = [shown]
    if not asked.get("sd_fictional"):
        conditions.append(~Listing.fictional)
    return conditions


def of_services(asked: dict[str, Any], *, here: bool = False) -> list[Condition]:
    conditions = public(asked)
    if organization := asked.get("organization_id"):
        conditions.append(SERVICES.c.organization_id == organization)
    if moment := asked.get("modified_after"):
        conditions.append(Listing.changed_at >= moment)
    if (age := asked.get("minimum_age")) is not None:
        conditions.append(SERVICES.c.minimum_age >= age)
    if (age := asked.get("maximum_age")) is not None:
        conditions.append(SERVICES.c.maximum_age <= age)
    conditions += _scheduled(asked, here)
    owners: list[tuple[Any, type]] = [(SERVICES.c.id, Service)]
    if here:
        owners += [(HERE.c.id, ServiceAtLocation)]
    return conditions + carrying(asked, owners)


def _scheduled(asked: dict[str, Any], here: bool) -> list[Condition]:
    """All that is asked of times must hold for one and the same schedule."""
    wanted: list[Condition] = []
    if day := asked.get("day"):
        wanted.append(SCHEDULES.c.byday.contains(day))
    if start := asked.get("start_time"):
        wanted.append(func.substr(SCHEDULES.c.opens_at, 1, 8) >= start)
    if end := asked.get("end_time"):
        wanted.append(func.substr(SCHEDULES.c.closes_at, 1, 8) <= end)
    if not wanted:
        return []
    if here:
        place: Condition = SCHEDULES.c.service_at_location_id == HERE.c.id
    else:
        places_of = select(HERE.c.id).where(HERE.c.service_id == SERVICES.c.id)
        place = SCHEDULES.c.service_at_location_id.in_(places_of)
    return [exists().where(or_(SCHEDULES.c.service_id == SERVICES.c.id, place), *wanted)]


def carrying(asked: dict[str, Any], owners: list[tuple[Any, type]]) -> list[Condition]:
    """Terms of ours, with those below them, stand in a table of their own; those of others in
    attributes of the service, its organization, or the place."""
    owners = [*owners, (SERVICES.c.organization_id, Organization)]
    conditions = []
    for term_id in asked.get("taxonomy_term_id", []):
        if term := classification.term_by_uuid(term_id):
            codes = classification.descendants(term.axis, term.code)
            conditions.append(
                _labelled(and_(ListingTerm.axis == term.axis, ListingTerm.code.in_(codes)))
            )
        else:
            conditions.append(_attributed(owners, ATTRIBUTES.c.taxonomy_term_id == term_id))
    for taxonomy_id in asked.get("taxonomy_id", []):
        axis = next((a for a in classification.axes() if a.uuid == taxonomy_id), None)
        if axis:
            conditions.append(_labelled(ListingTerm.axis == axis.code))
        else:
            within = select(TERMS.c.id).where(TERMS.c.taxonomy_id == taxonomy_id)
            conditions.append(_attributed(owners, ATTRIBUTES.c.taxonomy_term_id.in_(within)))
    return conditions


def _labelled(wanted: Condition) -> Condition:
    return exists().where(ListingTerm.listing_id == Listing.id, wanted)


def _attributed(owners: list[tuple[Any, type]], wanted: Condition) -> Condition:
    held: Condition = or_(
        false(),
        *(
            and_(ATTRIBUTES.c.owner_type == NODES[cls].entity, ATTRIBUTES.c.owner_id == column)
            for column, cls in owners
        ),
    )
    return exists().where(held, wanted)
