"""Records to tables and back, many at a time.

The tables are made from the record's classes (models/hsds.py), so this knows no field by name.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, delete, exists, insert, select, update

from directory.extensions import db
from directory.listings import codec
from directory.listings.models import NODES, Branch, Listing, ListingTerm, Node
from directory.listings.models.hsds import ANYWHERE
from directory.listings.record import Facts, Organization, Record, Service, Source
from directory.listings.tree import Conflict, Holders, place_of, settle, walk

BATCH = 500  # ids in one IN (…): far below what either database refuses

Row = dict[str, Any]


def settle_shared(things: Sequence[Any]) -> list[Conflict]:
    """Gives copies their own ids (see tree.settle), knowing what the database holds already.
    Parents that are being saved in the same call may hand their children over."""
    ids: dict[type, set[str]] = defaultdict(set)
    for thing in things:
        for spot in walk(thing):
            ids[spot.cls].add(spot.thing.id)
    holders: Holders = {}
    for cls, wanted in ids.items():
        for row in _rows(NODES[cls].table, "id", wanted):
            holders |= {key: p for key, p in _held(cls, row) if not _is_saved(key, p, ids)}
    # A thing on its own holds what it has; records that come later meet it there.
    return [conflict for thing in things for conflict in settle(thing, holders)]


def _held(cls: type, row: Row) -> Iterator[tuple[tuple[type, str, str], str]]:
    if cls in ANYWHERE:
        if row["owner_id"]:
            yield (cls, row["id"], "owner"), f"{row['owner_type']}/{row['owner_id']}"
        return
    for column in NODES[cls].parents:
        if row[column]:
            yield (cls, row["id"], column), row[column]


def _is_saved(key: tuple[type, str, str], parent: str, ids: dict[type, set[str]]) -> bool:
    cls, _, column = key
    if cls in ANYWHERE:
        entity, _, parent = parent.partition("/")
        return any(parent in ids[c] for c, node in NODES.items() if node.entity == entity)
    return parent in ids[NODES[cls].parents[column]]


def save(things: Sequence[Any]) -> list[Conflict]:
    """Writes objects of record classes (most often Services) with everything below them, and
    removes what they no longer hold. Ids must be settled (settle_shared). Commits nothing.
    Returns ids that came with two contents: the first was kept."""
    conflicts: list[Conflict] = []
    rows = _collect(things, conflicts)
    for cls in NODES:
        if cls in rows:
            _write(NODES[cls], rows[cls])
    _drop_missing(rows)
    return conflicts


def _collect(things: Sequence[Any], conflicts: list[Conflict]) -> dict[type, dict[str, Row]]:
    rows: dict[type, dict[str, Row]] = defaultdict(dict)
    for thing in things:
        for spot in walk(thing):
            node, item = NODES[spot.cls], spot.thing
            row = rows[spot.cls].get(item.id)
            scalars = {name: getattr(item, name) for name in node.scalars}
            if row is None:
                row = {"id": item.id, **scalars, "position": spot.index}
                row |= dict.fromkeys(node.parents)
                row |= {
                    branch.column: getattr(getattr(item, branch.name), "id", None)
                    for branch in node.branches
                    if not branch.many
                }
                rows[spot.cls][item.id] = row
            elif any(row[name] != value for name, value in scalars.items()):
                names = ", ".join(n for n, value in scalars.items() if row[n] != value)
                conflicts.append(Conflict("different", node.entity, item.id, names))
            place = place_of(spot)
            if place is None:
                continue
            if spot.cls in ANYWHERE:
                row["owner_type"], _, row["owner_id"] = place[1].partition("/")
            else:
                row[place[0][2]] = place[1]
    return rows


def _write(node: Node, rows: dict[str, Row]) -> None:
    stored = {row["id"]: row for row in _rows(node.table, "id", rows)}
    new = [row for key, row in rows.items() if key not in stored]
    if new:
        db.session.execute(insert(node.table), new)
    different = []
    for key, row in rows.items():
        old = stored.get(key)
        if old is None:
            continue
        # A parent outside this save keeps its hold on a shared row.
        merged = old | {k: v for k, v in row.items() if v is not None or k not in node.parents}
        if merged != old:
            different.append(merged)
    if different:
        columns = [c.name for c in node.table.columns if c.name != "id"]
        statement = (
            update(node.table)
            .where(node.table.c.id == bindparam("at_id"))
            .values({name: bindparam(name) for name in columns})
        )
        params = [{"at_id": row.pop("id"), **row} for row in different]
        db.session.connection().execute(statement, params)


def _drop_missing(rows: dict[type, dict[str, Row]]) -> None:
    """Children that a saved parent no longer holds lose that key, and go when nobody holds
    them."""
    for cls, node in NODES.items():
        columns = dict.fromkeys(rows, "owner_id") if cls in ANYWHERE else {}
        columns |= {parent: column for column, parent in node.parents.items()}
        for parent, column in columns.items():
            kept = rows.get(cls, {})
            _drop(node, column, rows.get(parent, {}), kept, NODES[parent].entity)


def _drop(
    node: Node, column: str, parents: Iterable[str], kept: dict[str, Row], entity: str
) -> None:
    gone = [
        row["id"]
        for row in _rows(node.table, column, parents)
        if kept.get(row["id"], {}).get(column) != row[column] and _is_of(row, entity)
    ]
    _release(node, column, gone)


def _is_of(row: Row, entity: str) -> bool:
    """Ids are unique for each class only, so an owner must be of the right class too."""
    return row.get("owner_type", entity) == entity


def _release(node: Node, column: str, ids: Sequence[str]) -> None:
    """Takes one key off these rows, and deletes those that nobody holds any more, with what
    they alone held."""
    for part in _batches(ids):
        empty = {"owner_id": None, "owner_type": None} if column == "owner_id" else {column: None}
        db.session.execute(update(node.table).where(node.table.c.id.in_(part)).values(empty))
        orphans = db.session.scalars(
            select(node.table.c.id).where(node.table.c.id.in_(part), *_unheld(node))
        ).all()
        _delete(node, orphans)


def _unheld(node: Node) -> list[Any]:
    if node.cls in ANYWHERE:
        return [node.table.c.owner_id.is_(None)]
    conditions: list[Any] = [node.table.c[column].is_(None) for column in node.parents]
    for other in NODES.values():
        for branch in other.branches:
            if not branch.many and branch.child is node.cls:
                conditions.append(~exists().where(other.table.c[branch.column] == node.table.c.id))
    return conditions


def _delete(node: Node, ids: Sequence[str]) -> None:
    if not ids:
        return
    for branch in node.branches:
        if branch.many:
            child = NODES[branch.child]
            rows = _rows(child.table, branch.column, ids)
            held = [row["id"] for row in rows if _is_of(row, node.entity)]
            _release(child, branch.column, held)
    db.session.execute(delete(node.table).where(node.table.c.id.in_(ids)))


def load(cls: type, ids: Sequence[str]) -> dict[str, Any]:
    """Objects of one record class by id, with everything below them. What is missing is left
    out. One query a table and level, however many ids."""
    node = NODES[cls]
    rows = {row["id"]: row for row in _rows(node.table, "id", ids)}
    things = {key: _thing(node, row) for key, row in rows.items()}
    for branch in node.branches:
        if branch.many:
            _hang_many(branch, node.entity, things)
        else:
            keys = {row[branch.column] for row in rows.values() if row[branch.column]}
            children = load(branch.child, sorted(keys)) if keys else {}
            for key, row in rows.items():
                setattr(things[key], branch.name, children.get(row[branch.column]))
    return things


def _hang_many(branch: Branch, entity: str, things: dict[str, Any]) -> None:
    rows = _rows(NODES[branch.child].table, branch.column, things)
    found = [row for row in rows if _is_of(row, entity)]
    if not found:
        return
    children = load(branch.child, [row["id"] for row in found])
    for row in sorted(found, key=lambda row: (row["position"], row["id"])):
        getattr(things[row[branch.column]], branch.name).append(children[row["id"]])


def _thing(node: Node, row: Row) -> Any:
    return node.cls(id=row["id"], **{name: row[name] for name in node.scalars})


def _rows(table: Table, column: str, values: Iterable[str]) -> Iterator[Row]:
    for part in _batches(sorted(values)):
        statement = select(table).where(table.c[column].in_(part))
        for row in db.session.execute(statement).mappings():
            yield dict(row)


def _batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


def load_records(ids: Sequence[str]) -> dict[str, Record]:
    """Records by listing id, from the tables."""
    services = load(Service, ids)
    terms: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    listings: dict[str, Listing] = {}
    for part in _batches(sorted(services)):
        for term in db.session.scalars(
            select(ListingTerm)
            .where(ListingTerm.listing_id.in_(part))
            .order_by(ListingTerm.axis, ListingTerm.position)
        ):
            terms[term.listing_id][term.axis].append(term.code)
        for listing in db.session.scalars(select(Listing).where(Listing.id.in_(part))):
            listings[listing.id] = listing
    return {key: _record(services[key], listings.get(key), terms[key]) for key in services}


def _record(service: Service, listing: Listing | None, terms: dict[str, list[str]]) -> Record:
    record = Record(service=service, terms=dict(terms))
    if listing is not None:
        record.facts = codec.restore(Facts, listing.facts)
        record.source = codec.restore(Source, listing.source)
        record.language = listing.language
        record.translations = dict(listing.translations)
        record.crisis, record.individual = listing.crisis, listing.individual
        record.fictional = listing.fictional
    return record


def content_columns(record: Record) -> Row:
    """The columns of `listings` that hold the record's own words."""
    return {
        "language": record.language,
        "translations": record.translations,
        "crisis": record.crisis,
        "individual": record.individual,
        "fictional": record.fictional,
        "facts": codec.plain(record.facts),
        "source": codec.plain(record.source),
        "source_name": record.source.name,
        "source_key": record.source.id,
    }


def save_terms(records: Sequence[Record]) -> None:
    for part in _batches([record.id for record in records]):
        db.session.execute(delete(ListingTerm).where(ListingTerm.listing_id.in_(part)))
    rows = [
        {"listing_id": record.id, "axis": axis, "code": code, "position": position}
        for record in records
        for axis, codes in record.terms.items()
        for position, code in enumerate(codes)
    ]
    if rows:
        db.session.execute(insert(ListingTerm), rows)


def erase(ids: Sequence[str]) -> None:
    """Removes services and what they alone held, organizations without any service included."""
    services = NODES[Service]
    held = {row["organization_id"] for row in _rows(services.table, "id", ids)} - {None}
    db.session.execute(delete(ListingTerm).where(ListingTerm.listing_id.in_(ids)))
    _delete(services, ids)
    organizations = NODES[Organization]
    used = {
        row["organization_id"]
        for row in _rows(services.table, "organization_id", set(held) - {None})
    }
    _delete(organizations, sorted({key for key in held if key} - used))
