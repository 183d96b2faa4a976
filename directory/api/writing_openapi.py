"""The OpenAPI 3.1 document of what partners' systems write."""

from typing import Any

from directory.api import schemas
from directory.api.openapi import KEY, PROBLEM_SCHEMA, WORDS
from directory.config import Settings

Document = dict[str, Any]

JSON, PROBLEM = "application/json", "application/problem+json"
TEXT: Document = {"type": "string"}
MOMENT: Document = {"type": "string", "format": "date-time"}
ID: Document = {"type": "string", "format": "uuid"}
NUMBER: Document = {"type": "integer", "minimum": 0}
WORDS_HERE = WORDS | {
    "400": "A body that is no JSON object, or a header that is missing.",
    "401": "A key is needed, and this is none that works.",
    "409": "It cannot be done as things stand; detail says why.",
    "422": "What was sent cannot be taken: errors names each fault by its path.",
}


def _object(required: str, optional: Document | None = None, /, **properties: Any) -> Document:
    return {
        "type": "object",
        "properties": properties | (optional or {}),
        "required": required.split(),
        "additionalProperties": False,
    }


def _list(of: Document) -> Document:
    return {"type": "array", "items": of}


FAULT = _object("path code detail", path=TEXT, code=TEXT, detail=TEXT)
SUBMISSION = _object(
    "id kind state service_id version received_at moved_at warnings left_out notes",
    id=ID,
    kind={"enum": ["new", "change"]},
    state={"enum": ["pending", "returned", "accepted", "rejected", "withdrawn"]},
    service_id=ID,
    version=NUMBER,
    received_at=MOMENT,
    moved_at=MOMENT,
    warnings=_list(FAULT),
    left_out=_list(TEXT | {"description": "Path of something that was not taken."}),
    notes=_list(_object("by text at", by={"enum": ["moderator", "sender"]}, text=TEXT, at=MOMENT)),
    reason=TEXT,
    listing={"type": "string", "format": "uri"},
)
HOOK = _object(
    "id url state made_at told_at failures trouble",
    id=ID,
    url={"type": "string", "format": "uri"},
    state={"enum": ["unconfirmed", "active", "disabled"]},
    made_at=MOMENT,
    told_at={"type": ["string", "null"], "format": "date-time"},
    failures=NUMBER,
    trouble=TEXT,
    secret=TEXT | {"description": "Only in the answer to the registration."},
)
ABOUT = _object(
    "name organization_id made_at requests_per_minute writes_per_hour licence",
    name=TEXT,
    organization_id={"type": ["string", "null"], "format": "uuid"},
    made_at=MOMENT,
    requests_per_minute=NUMBER,
    writes_per_hour=NUMBER,
    licence=TEXT,
)
PROPOSAL: Document = {
    "type": "object",
    "properties": {
        "service": {
            "type": "object",
            "description": "A service in HSDS JSON, or what changes of it. null takes away.",
        },
        "note": TEXT | {"maxLength": 2000},
        "seen": MOMENT | {"description": "last_modified of what you read."},
    },
    "required": ["service"],
    "additionalProperties": False,
}
ONCE: Document = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "A new value for each new request.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
}


def document(settings: Settings, prefix: str) -> Document:
    root = settings.public_url.rstrip("/")
    page = _object(
        "total_items page_number contents",
        total_items=NUMBER,
        page_number=NUMBER,
        contents=_list(_ref("submission")),
    )
    submission_id, hook_id = _path_id("submission_id"), _path_id("hook_id")
    writes = ("400", "401", "413", "415", "422", "429", "503")
    reads = ("401", "429", "503")
    change = _ask("change", "A newer version of what waits", "submission", (*writes, "404", "409"))
    answer = _ask("answer", "Answers a question", "submission", (*writes, "404", "409"))
    propose = _ask("propose", "Proposes a listing or a change", "submission", (*writes, "409"))
    register = _ask("register", "Asks to be told of decisions", "webhook", (*writes, "409"))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.site_name}: writing for partners",
            "version": "1",
            "summary": "Listings and changes as submissions that a person reads.",
            "license": {
                "name": settings.content_licence,
                "identifier": settings.content_licence,
            },
        },
        "externalDocs": {"url": f"{root}/docs/api#writing"},
        "servers": [{"url": f"{root}{prefix}"}],
        "security": [{"key": []}],
        "paths": {
            "/": {"get": _ask("about", "Whose key this is", "about", reads)},
            "/submissions": {
                "get": _ask("everything", "What this key sent", page, ("400", *reads))
                | {"parameters": [_number("page", 10**6), _number("per_page", 100)]},
                "post": _with_body(propose, PROPOSAL, "201") | {"parameters": [ONCE]},
            },
            "/submissions/{submission_id}": {
                "parameters": [submission_id],
                "get": _ask("one", "How it stands", "submission", (*reads, "404")),
                "put": _with_body(change, PROPOSAL),
                "delete": _ask("withdraw", "Withdraws it", "submission", (*reads, "404", "409")),
            },
            "/submissions/{submission_id}/answer": {
                "parameters": [submission_id],
                "post": _with_body(
                    answer,
                    _object("text", text=TEXT | {"minLength": 1, "maxLength": 2000}),
                ),
            },
            "/webhooks": {
                "get": _ask(
                    "hooks",
                    "Who is told",
                    _object("contents", contents=_list(_ref("webhook"))),
                    reads,
                ),
                "post": _with_body(register, _object("url", url=TEXT), "201"),
            },
            "/webhooks/{hook_id}": {
                "parameters": [hook_id],
                "get": _ask("hook", "How it stands", "webhook", (*reads, "404")),
                "delete": _ask("remove_hook", "Ends it", None, (*reads, "404")),
            },
        },
        "components": {
            "securitySchemes": {"key": KEY | {"description": "A partner's key."}},
            "schemas": {
                "submission": SUBMISSION,
                "webhook": HOOK,
                "about": ABOUT,
                "problem": _problem(),
                "service": schemas.components()["service"] | {"required": []},
            }
            | {k: v for k, v in schemas.components().items() if k != "service"},
        },
    }


def _problem() -> Document:
    return PROBLEM_SCHEMA | {"properties": PROBLEM_SCHEMA["properties"] | {"errors": _list(FAULT)}}


def _ask(name: str, words: str, answer: Any, others: tuple[str, ...]) -> Document:
    """`answer` is a schema, the name of one, or None for an answer without a body."""
    good: Document = {"204": {"description": "Done."}}
    if answer is not None:
        schema = _ref(answer) if isinstance(answer, str) else answer
        good = {"200": {"description": "The answer.", "content": {JSON: {"schema": schema}}}}
    problem = {PROBLEM: {"schema": _ref("problem")}}
    return {
        "operationId": name,
        "summary": words,
        "responses": good
        | {s: {"description": WORDS_HERE[s], "content": problem} for s in sorted(set(others))},
    }


def _with_body(operation: Document, schema: Document, status: str = "200") -> Document:
    responses = dict(operation["responses"])
    responses[status] = responses.pop("200")
    body = {"required": True, "content": {JSON: {"schema": schema}}}
    return operation | {"requestBody": body, "responses": responses}


def _number(name: str, most: int) -> Document:
    schema = {"type": "integer", "minimum": 1, "maximum": most}
    return {"name": name, "in": "query", "schema": schema}


def _path_id(name: str) -> Document:
    return {"name": name, "in": "path", "required": True, "schema": ID}


def _ref(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}
