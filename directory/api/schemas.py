"""All objects of HSDS 3.2.3 with our additions as JSON Schema, made from the record's own classes:
nothing here has to be fetched from anywhere, and nothing is written twice."""

from typing import Any

from directory.api import profile
from directory.listings import codec
from directory.listings.models import NODES, entity_of
from directory.listings.record import (
    MetaTableDescription,
    Organization,
    Service,
    ServiceAtLocation,
    Taxonomy,
)

Schema = dict[str, Any]

REQUIRED = {
    "address": "address_1 city state_province postal_code country address_type",
    "location": "location_type",
    "metadata": "last_action_date last_action_type field_name previous_value replacement_value "
    "updated_by",
    "organization": "name description",
    "organization_identifier": "identifier_type identifier",
    "phone": "number",
    "program": "name description",
    "service": "name status",
    "service_capacity": "unit available updated",
    "taxonomy": "name description",
    "taxonomy_term": "name description",
    "unit": "name",
    "url": "url",
}
PLACE_TYPES = ["physical", "postal", "virtual"]
LIMITS: dict[str, Schema] = {
    "address.address_type": {"enum": PLACE_TYPES},
    "location.location_type": {"enum": PLACE_TYPES},
    "schedule.freq": {"enum": ["WEEKLY", "MONTHLY"]},
    "schedule.wkst": {"enum": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]},
    "service.status": {"enum": ["active", "inactive", "defunct", "temporarily closed"]},
    "service.last_modified": {"format": "date-time"},
    "service_capacity.updated": {"format": "date-time"},
    **{
        f"{field}": {"format": "uri"}
        for field in (
            "accessibility.url", "location.url", "organization.website", "organization.uri",
            "required_document.uri", "schedule.schedule_link", "service.url", "taxonomy.uri",
            "taxonomy_term.term_uri", "unit.uri", "url.url",
        )
    },
    **{f"{name}.email": {"format": "email"} for name in ("contact", "organization", "service")},
}  # fmt: skip
_KINDS: dict[str, Schema] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
}
# What our input may hold and our answers never do: read, not written.
NEVER_SERVED = {
    "service": {"assurer_email", "wait_time", "fees", "licenses"},
    "organization": {"tax_status", "tax_id"},
    "schedule": {"byweekno", "byyearday"},
    "contact": {"name"},
}
UK_FIELDS = {
    "accessibility": {"accessibility": {"type": "string"}},
    "service_area": {"service_area": {"type": "string"}},
    "taxonomy_term": {"term": {"type": "string"}},
}


def components(*, uk: bool = False, closed: bool = False) -> dict[str, Schema]:
    """By HSDS's singular names. `closed` forbids every key that is not named."""
    return {
        entity_of(cls): _schema(cls, uk, closed) for cls in NODES if cls is not MetaTableDescription
    }


def _schema(cls: type, uk: bool, closed: bool) -> Schema:
    name = entity_of(cls)
    properties: dict[str, Schema] = {}
    for shape in codec.shapes(cls):
        if shape.ours or shape.name in NEVER_SERVED.get(name, ()):
            continue
        if shape.target:
            ref = _ref(shape.target)
            properties[shape.name] = (
                {"type": "array", "items": ref} if shape.kind == "many" else ref
            )
        else:
            limits = LIMITS.get(f"{name}.{shape.name}", {})
            properties[shape.name] = _KINDS[shape.kind] | limits
            if shape.name == "id" or shape.name.endswith("_id"):
                properties[shape.name]["format"] = "uuid"
    properties |= profile.additions(cls)
    if cls is ServiceAtLocation:
        properties["service"] = _ref(Service)
    if cls is Organization:
        properties["services"] = {"type": "array", "items": _ref(Service)}
    if uk:
        properties |= UK_FIELDS.get(name, {})
        if cls is Taxonomy:
            terms = {"$ref": "#/components/schemas/taxonomy_term"}
            properties["taxonomy_terms"] = {"type": "array", "items": terms}
    schema: Schema = {
        "type": "object",
        "properties": properties,
        "required": ["id", *REQUIRED.get(name, "").split()],
    }
    return schema | ({"additionalProperties": False} if closed else {})


def _ref(cls: type) -> Schema:
    return {"$ref": f"#/components/schemas/{entity_of(cls)}"}
