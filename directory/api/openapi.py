"""The OpenAPI 3.1 document of one base, made from what reads requests and writes answers."""

from typing import Any

from directory.api import parameters, schemas
from directory.api.parameters import Parameter
from directory.config import Settings
from directory.listings.serializers.hsds import VERSION

Document = dict[str, Any]

JSON, NDJSON, PROBLEM = "application/json", "application/x-ndjson", "application/problem+json"
BODIES = (JSON, "application/x-www-form-urlencoded")

# (path, what an item is called, its schema, what the list is for)
LISTS = (
    ("services", "service", "What is offered. One service is one listing of the site."),
    ("organizations", "organization", "Who offers it."),
    ("service_at_locations", "service_at_location", "Services at their places."),
    ("taxonomies", "taxonomy", "Ways to sort: our own, and those of others that records carry."),
    ("taxonomy_terms", "taxonomy_term", "The terms of all taxonomies."),
)
REMOVED_WORDS = "What was public and is no longer. Our addition."
READING = ("304", "400", "401", "404", "405", "429", "503")
WORDS = {
    "304": "Nothing changed since the ETag or moment that was sent.",
    "400": "A parameter or body that cannot be used; it is named.",
    "401": "The key that was sent does not work here. None is needed to read.",
    "404": "There is nothing at this address.",
    "405": "This address cannot be asked in this way.",
    "410": "This was public and no longer is: remove your copy.",
    "413": "The body is too long.",
    "414": "The address is too long.",
    "415": "The body is of a type that is not read here.",
    "429": "Too many requests. Retry-After says how many seconds to wait.",
    "503": "The service cannot answer now.",
}


def document(settings: Settings, prefix: str, version: str, *, uk: bool) -> Document:
    """`prefix` is the base path and `version` the version of HSDS that it speaks."""
    root = settings.public_url.rstrip("/")
    paths: Document = {"/": {"get": _about()}}
    for name, item, words in LISTS:
        known = parameters.of_list(name, uk=uk)
        paths[f"/{name}"] = {
            "get": _list(name, item, words, known),
            "post": _search(name, item, words, known),
        }
        paths[f"/{name}/{{id}}"] = {"get": _one(name, item)}
    paths["/sd_removed"] = {"get": _removed()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.site_name}: open data ({version})",
            "version": VERSION,
            "summary": "Social support for mental-health recovery, as HSDS.",
            "description": "No key is needed; with one, limits are higher. Every record names its "
            "source and licence in sd_source. The form is the Human Services Data Specification, "
            "Open Referral, CC BY-SA 4.0.",
            "license": _licence(settings.content_licence),
            **({"contact": {"email": settings.contact_email}} if settings.contact_email else {}),
        },
        "externalDocs": {"url": f"{root}/docs/api", "description": "Guide with examples"},
        "servers": [{"url": f"{root}{prefix}"}],
        "tags": [
            {"name": "required", "description": "HSDS requires it."},
            {"name": "optional", "description": "HSDS leaves it to us."},
            {"name": "ours", "description": "Not in HSDS."},
        ],
        "paths": paths,
        "security": [{}, {"key": []}],
        "components": {
            "securitySchemes": {"key": KEY},
            "schemas": schemas.components(uk=uk)
            | {"page": PAGE, "problem": PROBLEM_SCHEMA, "about": ABOUT, "removed": REMOVED},
        },
    }


KEY: Document = {
    "type": "http",
    "scheme": "bearer",
    "description": "A partner's key, for higher limits. Nothing needs one here.",
}


def _licence(name: str) -> Document:
    return {"name": name, "identifier": name}


PAGE: Document = {
    "type": "object",
    "properties": {
        "total_items": {"type": "integer", "minimum": 0},
        "total_pages": {"type": "integer", "minimum": 0},
        "page_number": {"type": "integer", "minimum": 1},
        "size": {"type": "integer", "minimum": 0},
        "first_page": {"type": "boolean"},
        "last_page": {"type": "boolean"},
        "empty": {"type": "boolean"},
        "contents": {"type": "array"},
    },
}
PAGE["required"] = list(PAGE["properties"])
PROBLEM_SCHEMA: Document = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What to do about it."},
        "parameter": {"type": "string", "description": "Which parameter cannot be used."},
        "reference": {"type": "string", "description": "What to tell us when you ask."},
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}
REMOVED: Document = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "type": {"enum": ["service", "service_at_location", "organization"]},
        "removed_at": {"type": "string", "format": "date-time"},
    },
    "required": ["id", "type", "removed_at"],
    "additionalProperties": False,
}
ABOUT: Document = {
    "type": "object",
    "properties": {
        "version": {"type": "string"},
        "profile": {"type": "string", "format": "uri"},
        "openapi_url": {"type": "string", "format": "uri"},
        "description": {"type": "string"},
        "publisher": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "website": {"type": "string", "format": "uri"},
                "email": {"type": "string"},
                "identifier": {"type": "string"},
            },
            "required": ["name", "website"],
            "additionalProperties": False,
        },
        "data_guide": {"type": "string", "format": "uri"},
    },
    "additionalProperties": False,
}
ABOUT["required"] = list(ABOUT["properties"])


def _about() -> Document:
    return {
        "operationId": "about",
        "tags": ["required"],
        "summary": "What this API is",
        "responses": _answers({JSON: {"schema": _ref("about")}}, READING),
    }


def _list(name: str, item: str, words: str, known: tuple[Parameter, ...]) -> Document:
    return {
        "operationId": f"list_{name}",
        "tags": ["required" if name == "services" else "optional"],
        "summary": words,
        "parameters": [_parameter(parameter) for parameter in known],
        "responses": _answers(_page_of(item), (*READING, "414")),
    }


def _search(name: str, item: str, words: str, known: tuple[Parameter, ...]) -> Document:
    body = {
        "type": "object",
        "properties": {p.name: dict(p.schema) | {"description": p.about} for p in known},
        "additionalProperties": False,
    }
    return {
        "operationId": f"search_{name}",
        "tags": ["optional"],
        "summary": words,
        "description": "The same as GET, with the words in the body: they stay out of addresses "
        "and logs, and nothing keeps a copy of the answer.",
        "requestBody": {"content": {kind: {"schema": body} for kind in BODIES}},
        "responses": _answers(
            _page_of(item), ("400", "401", "405", "413", "414", "415", "429", "503")
        ),
    }


def _one(name: str, item: str) -> Document:
    known = parameters.BY_ID.get(name, ())
    path_id = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "format": "uuid"},
    }
    return {
        "operationId": f"get_{item}",
        "tags": ["required" if name == "services" else "optional"],
        "summary": f"One {item.replace('_', ' ')} with everything it holds",
        "parameters": [path_id, *(_parameter(parameter) for parameter in known)],
        "responses": _answers({JSON: {"schema": _ref(item)}}, (*READING, "410")),
    }


def _removed() -> Document:
    return {
        "operationId": "list_sd_removed",
        "tags": ["ours"],
        "summary": REMOVED_WORDS,
        "parameters": [_parameter(p) for p in parameters.LISTS["sd_removed"]],
        "responses": _answers(_page_of("removed"), (*READING, "414")),
    }


def _parameter(parameter: Parameter) -> Document:
    found: Document = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "schema": dict(parameter.schema),
    }
    if parameter.repeats:
        found["schema"] = {"type": "array", "items": dict(parameter.schema)}
        found |= {"style": "form", "explode": True}
    return found


def _page_of(item: str) -> Document:
    contents = {"properties": {"contents": {"type": "array", "items": _ref(item)}}}
    page = {"allOf": [_ref("page"), {"type": "object", **contents}]}
    lines = {"type": "string", "description": "One object a line, with format=ndjson."}
    return {JSON: {"schema": page}, NDJSON: {"schema": lines}}


def _answers(content: Document, others: tuple[str, ...]) -> Document:
    problem = {PROBLEM: {"schema": _ref("problem")}}
    return {"200": {"description": "The answer.", "content": content}} | {
        status: {"description": WORDS[status]} | ({} if status == "304" else {"content": problem})
        for status in sorted(set(others))
    }


def _ref(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}
