"""The 24 tables of a tabular package, derived from the record: one for each class.

A child row carries one nullable key for each kind of parent in which the record nests it. Columns
of our profile carry its prefix.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from directory.listings import record as r
from directory.listings.codec import Shape, shapes
from directory.listings.record import PROFILE_PREFIX

FILES: Mapping[type, tuple[str, str]] = MappingProxyType(
    {
        r.Organization: ("organization", "organizations.csv"),
        r.Program: ("program", "programs.csv"),
        r.Service: ("service", "services.csv"),
        r.Attribute: ("attribute", "attributes.csv"),
        r.ServiceAtLocation: ("service_at_location", "service_at_location.csv"),
        r.Location: ("location", "locations.csv"),
        r.Phone: ("phone", "phones.csv"),
        r.Contact: ("contact", "contacts.csv"),
        r.Address: ("address", "addresses.csv"),
        r.Schedule: ("schedule", "schedules.csv"),
        r.Funding: ("funding", "funding.csv"),
        r.ServiceArea: ("service_area", "service_areas.csv"),
        r.RequiredDocument: ("required_document", "required_documents.csv"),
        r.Language: ("language", "languages.csv"),
        r.Accessibility: ("accessibility", "accessibility.csv"),
        r.TaxonomyTerm: ("taxonomy_term", "taxonomy_terms.csv"),
        r.Metadata: ("metadata", "metadata.csv"),
        r.MetaTableDescription: ("meta_table_description", "meta_table_descriptions.csv"),
        r.CostOption: ("cost_option", "cost_options.csv"),
        r.OrganizationIdentifier: ("organization_identifier", "organization_identifiers.csv"),
        r.Taxonomy: ("taxonomy", "taxonomies.csv"),
        r.ServiceCapacity: ("service_capacity", "service_capacity.csv"),
        r.Unit: ("unit", "units.csv"),
        r.Url: ("url", "url.csv"),
    }
)

# What stands in the record but hangs on any row: the key is a pair of columns.
ANYWHERE: Mapping[type, tuple[str, str]] = MappingProxyType(
    {r.Attribute: ("link_id", "link_entity"), r.Metadata: ("resource_id", "resource_type")}
)

_REQUIRED = {
    "organization": "name description",
    "program": "organization_id name description",
    "service": "organization_id name status",
    "attribute": "link_id taxonomy_term_id link_entity",
    "service_at_location": "service_id location_id",
    "location": "location_type",
    "phone": "number",
    "address": "address_1 city state_province postal_code country address_type",
    "taxonomy_term": "name description",
    "metadata": "resource_id resource_type last_action_date last_action_type field_name "
    "previous_value replacement_value updated_by",
    "cost_option": "service_id",
    "organization_identifier": "organization_id identifier_type identifier",
    "taxonomy": "name description",
    "service_capacity": "service_id unit_id available updated",
    "unit": "name",
    "url": "url",
}
_DATES = {"assured_date", "valid_from", "valid_to", "dtstart", "until", "last_action_date"}
_MOMENTS = {"last_modified", "updated"}
_TIMES = {"opens_at", "closes_at"}
_ADDRESSES = {"url", "website", "uri", "term_uri", "schedule_link"}
_MAILS = {"email", "assurer_email"}
_PLACES = ("physical", "postal", "virtual")
_CHOICES = {
    ("service", "status"): ("active", "inactive", "defunct", "temporarily closed"),
    ("location", "location_type"): _PLACES,
    ("address", "address_type"): _PLACES,
    ("schedule", "freq"): ("WEEKLY", "MONTHLY"),
    ("schedule", "wkst"): ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
}


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str = "string"  # of Table Schema: string, number, boolean, date, time, object, …
    format: str | None = None
    required: bool = False
    unique: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str | None = None  # the table whose `id` this holds
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """How the record nests one class in another. `column` is the key that joins them: in the
    child's row where `many`, in the parent's where one."""

    shape: Shape
    child: type
    column: str

    @property
    def many(self) -> bool:
        return self.shape.kind == "many"


@dataclass(frozen=True, slots=True)
class TableSpec:
    name: str
    file: str
    cls: type
    scalars: Mapping[str, Shape]  # by column name
    links: tuple[Link, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)


# Of the record itself, beside the service: an object in one cell where it is no plain text.
BESIDE = MappingProxyType(
    {
        "facts": "object",
        "source": "object",
        "language": "string",
        "translations": "object",
        "crisis": "boolean",
        "individual": "boolean",
        "fictional": "boolean",
    }
)


@cache
def tables() -> Mapping[str, TableSpec]:
    """All tables by name, in the order of the standard's own package."""
    return MappingProxyType({name: _table(cls) for cls, (name, _) in FILES.items()})


def table_of(cls: type) -> TableSpec:
    return tables()[FILES[cls][0]]


def _links(cls: type) -> tuple[Link, ...]:
    found = []
    for shape in shapes(cls):
        if shape.target is None or shape.target not in FILES:
            continue
        if shape.kind == "one":
            one = "taxonomy" if shape.name == "taxonomy_detail" else shape.name
            column = f"{one}_id"
        else:
            joined = ANYWHERE.get(shape.target)
            column = joined[0] if joined else f"{FILES[cls][0]}_id"
        found.append(Link(shape, shape.target, column))
    return tuple(found)


def _table(cls: type) -> TableSpec:
    name, file = FILES[cls]
    scalars = {s.key: s for s in shapes(cls) if s.kind in ("text", "number", "flag")}
    links = _links(cls)
    required = set(_REQUIRED.get(name, "").split()) | {"id"}
    keys: dict[str, str | None] = {}
    for link in links:
        if not link.many:
            keys[link.column] = FILES[link.child][0]
    for parent, (parent_name, _) in FILES.items():
        for link in _links(parent):
            if link.many and link.child is cls:
                keys[link.column] = None if cls in ANYWHERE else parent_name
    if cls in ANYWHERE:
        keys[ANYWHERE[cls][0]] = None
    columns = [Column("id", format="uuid", required=True, unique=True)]
    columns += [
        Column(key, format="uuid", required=key in required, refers_to=target)
        for key, target in keys.items()
    ]
    columns += [
        _column(name, shape, key in required) for key, shape in scalars.items() if key != "id"
    ]
    if cls is r.Service:
        columns += [Column(PROFILE_PREFIX + n, kind, ours=True) for n, kind in BESIDE.items()]
    return TableSpec(name, file, cls, MappingProxyType(scalars), links, tuple(columns))


def _column(table: str, shape: Shape, required: bool) -> Column:
    name = shape.name
    choices = _CHOICES.get((table, name), ())
    kind, form = "string", None
    if shape.kind != "text":
        kind = {"number": "number", "flag": "boolean"}[shape.kind]
    elif shape.ours:
        pass
    elif name in _DATES:
        kind = "date"
    elif name in _MOMENTS:
        kind = "datetime"
    elif name in _TIMES:
        kind = "time"
    elif name in _ADDRESSES and (table, name) != ("service_area", "uri"):
        form = "uri"
    elif name in _MAILS:
        form = "email"
    elif name.endswith("_id") and name != "tax_id":
        form = "uuid"
    # The standard wants codes unique across taxonomies: ours carry their axis ("topic:grief").
    unique = (table, name) == ("taxonomy_term", "code")
    return Column(shape.key, kind, form, required, unique=unique, choices=choices, ours=shape.ours)


def descriptor_type(column: Column) -> dict[str, Any]:
    """The column as Table Schema describes it."""
    out: dict[str, Any] = {"name": column.name, "type": column.type}
    if column.format:
        out["format"] = column.format
    limits: dict[str, Any] = {"required": column.required, "unique": column.unique}
    if column.choices:
        limits["enum"] = list(column.choices)
    out["constraints"] = limits
    return out
