"""Errors for programs: `application/problem+json` (RFC 9457) with a sentence that says what to
fix. Also the headers that let any page on the web read the answers."""

import secrets
from http import HTTPStatus
from typing import Any

import orjson
from flask import Flask, Response, current_app, g, make_response, request
from werkzeug.exceptions import HTTPException

from directory.api.parameters import BadParameter
from directory.config import current_settings
from directory.web import errors, headers

PREFIXES = ("/hsds/v3", "/oruk/v3")
WRITING = "/partners/v1"  # what partners' systems write, with a key
ALLOWED = "GET, HEAD, POST, OPTIONS"
EXPOSED = "ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After"

_ADVICE = {
    400: "The request could not be read. See the documentation for what can be sent.",
    401: "Send a key that works: Authorization: Bearer, then the key.",
    404: "There is nothing at this address. The lists give ids that exist.",
    405: "This address cannot be asked in this way. The header Allow names those that work.",
    410: "This was public here and no longer is. Please remove your copy.",
    413: "The body is too long.",
    414: "The address is too long. Send the parameters in the body of a POST.",
    415: "Send the body as application/json or application/x-www-form-urlencoded.",
    429: "Too many requests from your network. Wait as long as Retry-After says. "
    "format=ndjson gives everything in one request.",
    503: "The service cannot answer now. Try again in half a minute.",
}
_FAULT = "This is a fault of ours, not of your request. Try again in a few minutes."


def init_app(app: Flask) -> None:
    for prefix in (*PREFIXES, WRITING):
        errors.answer_under(app, prefix, show_problem)
    app.register_error_handler(BadParameter, _show_bad_parameter)
    app.before_request(_answer_preflight)
    app.after_request(_open_to_all)


def is_api() -> bool:
    return any(request.path == p or request.path.startswith(f"{p}/") for p in PREFIXES)


def is_for_programs() -> bool:
    """Also what takes a key and may not be read from any page."""
    return is_api() or request.path.startswith(f"{WRITING}/")


def show_problem(error: HTTPException) -> Response:
    """Any error below the base paths, also those of addresses that do not exist."""
    status = error.code or 500
    reference = secrets.token_hex(4)
    if status >= 500:
        current_app.logger.error("error %s: %d at %s", reference, status, request.endpoint or "-")
    own = error.description if isinstance(error, Explained) else None
    response = problem(status, own or _ADVICE.get(status, _FAULT), reference=reference)
    if status == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    if status in errors.RETRY_AFTER:
        response.headers["Retry-After"] = errors.RETRY_AFTER[status]
    for name, value in getattr(error, "extra_headers", {}).items():
        response.headers[name] = value
    return response


class Explained(HTTPException):
    """An error with a sentence of its own."""

    def __init__(self, code: int, sentence: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.code, self.extra_headers = code, headers or {}


def _show_bad_parameter(error: BadParameter) -> Response:
    return problem(400, error.sentence, parameter=error.name)


def problem(status: int, detail: str, **more: Any) -> Response:
    title = HTTPStatus(status).phrase
    base = current_settings().public_url.rstrip("/")
    body = {"type": f"{base}/docs/api#errors", "title": title, "status": status, "detail": detail}
    response = make_response(orjson.dumps(body | more), status)
    response.mimetype = "application/problem+json"
    response.headers["Cache-Control"] = "no-store"
    g.policy = headers.API
    return response


def _answer_preflight() -> Response | None:
    """A browser asks before it sends JSON from another site's page."""
    if request.method != "OPTIONS" or not is_api():
        return None
    response = make_response("", 204)
    response.headers["Access-Control-Allow-Methods"] = ALLOWED
    response.headers["Access-Control-Allow-Headers"] = (
        "Content-Type, If-None-Match, If-Modified-Since"
    )
    response.headers["Access-Control-Max-Age"] = "86400"
    response.headers["Allow"] = ALLOWED
    return response


def _open_to_all(response: Response) -> Response:
    if is_api():
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
    return response
