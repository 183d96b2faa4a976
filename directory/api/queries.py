"""What stands in each list: ids in a stable order, with every filter narrowing.

Lists are ordered by the moment of the last change and then by id, so that a client can go on
where it stopped; with `search` by how well they match. Everything is told of published listings
only, and of made-up ones only where somebody asked for them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)

from directory.extensions import db
from directory.listings import classification
from directory.listings.models import NODES, PUBLISHED, Listing, ListingTerm
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
BATCH = 500

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a list: its id, and the listing that holds it."""

    id: str
    listing_id: str
    kind: str = ""  # of what was removed
    at: datetime | None = None  # when it was removed


@dataclass(frozen=True, slots=True)
class List:
    """A list before it is cut into pages. `statement` gives (id, listing id) in order; `ranked`
    are ids of listings, the best first, where somebody searched."""

    statement: Select[*tuple[Any, ...]]
    ranked: tuple[str, ...] | None = None

    def count(self) -> int:
        if self.ranked is not None:
            return len(self._ranked_rows())
        ids = self.statement.order_by(None).with_only_columns(self.statement.selected_columns[0])
        return db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0

    def cut(self, start: int, size: int) -> list[Row]:
        if self.ranked is not None:
            return self._ranked_rows()[start : start + size]
        return [Row(*row) for row in db.session.execute(self.statement.offset(start).limit(size))]

    def each(self) -> Iterator[list[Row]]:
        """All of it in batches, as one query that is read bit by bit."""
        if self.ranked is not None:
            rows = self._ranked_rows()
            yield from (rows[at : at + BATCH] for at in range(0, len(rows), BATCH))
            return
        statement = self.statement.execution_options(yield_per=BATCH)
        with db.session.execute(statement) as result:  # closed also when the reader goes away
            for part in result.partitions():
                yield [Row(*row) for row in part]

    def _ranked_rows(self) -> list[Row]:
        place = {listing_id: at for at, listing_id in enumerate(self.ranked or ())}
        column = self.statement.selected_columns[1]
        found: list[Row] = []
        for part in _parts(list(place)):
            statement = self.statement.order_by(None).where(column.in_(part))
            found += [Row(*row) for row in db.session.execute(statement)]
        return sorted(found, key=lambda row: (place[row.listing_id], row.id))


def services(asked: dict[str, Any], ranked: tuple[str, ...] | None) -> List:
    statement = select(Listing.id, Listing.id.label("listing_id"))
    conditions = _of_services(asked)
    if _asks_services(asked):
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
        .where(*_of_services(asked, here=True), *([] if near is None else [near]))
        .order_by(Listing.changed_at, Listing.id, HERE.c.id)
    )
    if _asks_services(asked):
        statement = statement.join(SERVICES, SERVICES.c.id == Listing.id)
    return List(statement, ranked)


def _asks_services(asked: dict[str, Any]) -> bool:
    """Whether a filter looks at the service itself: without one its table is not read."""
    plain = {"search", "page", "per_page", "format", "minimal", "full", "sd_fictional"}
    return bool(asked.keys() - plain - {"modified_after", "postcode", "proximity"})


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
            *_public(asked),
            *_carrying(asked, [(SERVICES.c.id, Service)]),
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
    for part in _parts(ids):
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


def _public(asked: dict[str, Any]) -> list[Condition]:
    conditions: list[Condition] = [Listing.visibility == PUBLISHED]
    if not asked.get("sd_fictional"):
        conditions.append(~Listing.fictional)
    return conditions


def _of_services(asked: dict[str, Any], *, here: bool = False) -> list[Condition]:
    conditions = _public(asked)
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
    return conditions + _carrying(asked, owners)


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


def _carrying(asked: dict[str, Any], owners: list[tuple[Any, type]]) -> list[Condition]:
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


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))


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


def listings_of(organization_id: str) -> list[str]:
    """Its public listings in the order of ids, made-up ones included: asked for by its id."""
    statement = (
        select(Listing.id)
        .join(SERVICES, SERVICES.c.id == Listing.id)
        .where(SERVICES.c.organization_id == organization_id, Listing.visibility == PUBLISHED)
    )
    return list(db.session.scalars(statement.order_by(Listing.id)))


def standings(ids: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """The revision of each listing, and when what we serve of it last changed."""
    found = {}
    for part in _parts(ids):
        statement = select(Listing.id, Listing.revision, Listing.changed_at)
        for row in db.session.execute(statement.where(Listing.id.in_(part))):
            found[row.id] = (row.revision, row.changed_at)
    return found


def tell_minimal(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The four fields by which a client finds what it lacks and what is gone."""
    ids = [row.id for row in rows]
    found: dict[str, dict[str, Any]] = {}
    for part in _parts(ids):
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
                "last_modified": _moment(row.changed_at),
            }
    return [found[listing_id] for listing_id in ids]


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
    moment = func.max(Listing.changed_at, type_=Listing.changed_at.type)
    every = union_all(
        select(Listing.id, Listing.id.label("listing_id"), literal("service"), Listing.changed_at)
        .select_from(Listing)
        .where(*once),
        select(HERE.c.id, Listing.id, literal("service_at_location"), Listing.changed_at)
        .join(Listing, Listing.id == HERE.c.service_id)
        .where(*once),
        select(SERVICES.c.organization_id, func.min(Listing.id), literal("organization"), moment)
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
    return [{"id": row.id, "type": row.kind, "removed_at": _moment(row.at)} for row in rows]


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else ""
