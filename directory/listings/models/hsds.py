"""The 24 HSDS tables, made from the record's own classes so that no field is written twice.

A child row has several nullable keys, one for each kind of parent: one phone can belong to a
service, its location and a contact at once (HSDS: nesting and storage). Attributes and metadata
hang on any row, through `owner_type` and `owner_id`. Keys that a source may leave dangling
(`parent_organization_id`, `parent_id`) are plain columns, so that a faithful import never fails.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from directory.extensions import db
from directory.listings import record as r
from directory.listings.codec import Shape, shapes

UUID = String(36)

# Class to table, in an order in which every key points backwards. Names are HSDS's file names.
NAMES: dict[type, str] = {
    r.Taxonomy: "taxonomies",
    r.TaxonomyTerm: "taxonomy_terms",
    r.Unit: "units",
    r.Organization: "organizations",
    r.Program: "programs",
    r.Service: "services",
    r.Location: "locations",
    r.ServiceAtLocation: "service_at_location",
    r.Contact: "contacts",
    r.Phone: "phones",
    r.Language: "languages",
    r.Url: "url",
    r.Schedule: "schedules",
    r.ServiceArea: "service_areas",
    r.Address: "addresses",
    r.Accessibility: "accessibility",
    r.Funding: "funding",
    r.OrganizationIdentifier: "organization_identifiers",
    r.CostOption: "cost_options",
    r.RequiredDocument: "required_documents",
    r.ServiceCapacity: "service_capacity",
    r.MetaTableDescription: "meta_table_descriptions",
    r.Attribute: "attributes",
    r.Metadata: "metadata",
}

# What hangs on any row is found by owner instead of by a key of its own.
ANYWHERE = (r.Attribute, r.Metadata)


@dataclass(frozen=True, slots=True)
class Branch:
    """A relation between two classes. `many`: child rows carry `column`, the parent's id.
    `one`: the parent's row carries `column`, the child's id."""

    name: str
    child: type
    column: str
    many: bool


@dataclass(frozen=True, slots=True)
class Node:
    cls: type
    table: Table
    entity: str  # HSDS's word, "service_at_location", as in link_entity
    scalars: tuple[str, ...]
    branches: tuple[Branch, ...]
    parents: dict[str, type]  # {"service_id": Service}: whose id stands in which column


def entity_of(cls: type) -> str:
    """HSDS's singular word: "service_at_location" for ServiceAtLocation."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in cls.__name__).lstrip("_")


_ONE_COLUMNS = {"taxonomy_detail": "taxonomy_id"}
_TYPES = {"text": Text, "number": Float, "flag": Boolean}


def _branch(cls: type, shape: Shape) -> Branch:
    assert shape.target
    if shape.kind == "one":
        column = _ONE_COLUMNS.get(shape.name, f"{shape.name}_id")
        return Branch(shape.name, shape.target, column, many=False)
    column = "owner_id" if shape.target in ANYWHERE else f"{entity_of(cls)}_id"
    return Branch(shape.name, shape.target, column, many=True)


def _build() -> dict[type, Node]:
    branches = {cls: tuple(_branch(cls, s) for s in shapes(cls) if s.target) for cls in NAMES}
    parents: dict[type, dict[str, type]] = {cls: {} for cls in NAMES}
    for cls in NAMES:
        for branch in branches[cls]:
            if branch.many and branch.child not in ANYWHERE:
                parents[branch.child][branch.column] = cls
    return {cls: _node(cls, branches[cls], parents[cls]) for cls in NAMES}


def _node(cls: type, branches: tuple[Branch, ...], parents: dict[str, type]) -> Node:
    name = NAMES[cls]
    keys = {column: NAMES[parent] for column, parent in parents.items()}
    keys |= {branch.column: NAMES[branch.child] for branch in branches if not branch.many}
    columns: list[Column[Any]] = [Column("id", UUID, primary_key=True)]
    columns += [Column(c, UUID, ForeignKey(f"{target}.id")) for c, target in keys.items()]
    if cls in ANYWHERE:
        columns += [Column("owner_type", String(40)), Column("owner_id", UUID)]
        keys["owner_id"] = ""
    scalars = tuple(s for s in shapes(cls) if s.kind in _TYPES and s.name != "id")
    columns += [Column(s.name, _TYPES[s.kind]) for s in scalars]
    # Where the row stood among its brothers when it was first written.
    columns.append(Column("position", Integer, nullable=False, default=0))
    table = Table(name, db.metadata, *columns)
    for key in keys:
        Index(f"ix_{name}_{key}", table.c[key])
    return Node(cls, table, entity_of(cls), tuple(s.name for s in scalars), branches, parents)


NODES = _build()

# What looking for listings with the same number or site, or a like name, reads instead of whole
# rows.
for _cls, _name in (
    (r.Phone, "number"),
    (r.Service, "url"),
    (r.Service, "email"),
    (r.Service, "name"),
):
    _table = NODES[_cls].table
    _key = "service_id" if _cls is r.Phone else "id"
    Index(f"ix_{_table.name}_{_name}_{_key}", _table.c[_name], _table.c[_key])
