"""What all requests of partners' systems share: a key, a count, a body, an answer."""

from datetime import datetime
from typing import Any

import orjson
from flask import Blueprint, Response, g, request

from directory.api.limits import presented_key
from directory.api.parameters import BadParameter
from directory.api.problems import WRITING, Explained, problem
from directory.config import current_settings
from directory.extensions import begin_write, db, now
from directory.partners import proposals
from directory.partners.models import Key
from directory.partners.reading import Unfit
from directory.web.headers import FILE, answer_with, do_not_store

LARGEST_BODY = 512 * 1024  # bytes

writing = Blueprint("writing", __name__, url_prefix=WRITING)
answer_with(writing, FILE)


@writing.before_request
def _needs_a_key() -> None:
    if request.endpoint != "writing.openapi_document":
        get_key()


def get_key() -> Key:
    """The key that was shown. Raises Explained: nothing here answers without one."""
    key_id = g.get("partner_key") or presented_key()
    if key_id is None:
        raise Explained(
            401,
            f"A key is needed. Get one at {current_settings().public_url.rstrip('/')}/partners.",
            {"WWW-Authenticate": "Bearer"},
        )
    return db.session.get_one(Key, key_id)


def begin_writing() -> tuple[Key, datetime]:
    """Opens the transaction of a request that writes, and counts it."""
    key_id, at = get_key().id, now()
    begin_write()
    key = db.session.get_one(Key, key_id)
    try:
        proposals.count(key, at)
    except proposals.TooMany:
        db.session.commit()  # what was counted stays counted
        raise Explained(
            429, "This key has written a great deal. Wait an hour.", {"Retry-After": "3600"}
        ) from None
    return key, at


def read_body() -> dict[str, Any]:
    """The object that was sent. Raises Explained."""
    request.max_content_length = LARGEST_BODY
    if not request.is_json:
        raise Explained(415, "Send the body as application/json.")
    try:
        body = orjson.loads(request.get_data())
    except orjson.JSONDecodeError:
        raise Explained(400, "The body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise Explained(400, 'The body must be an object, such as {"service": {…}}.')
    return body


def tell(document: Any, status: int = 200, location: str = "") -> Response:
    do_not_store()
    response = Response(orjson.dumps(document), status, mimetype="application/json")
    if location:
        response.headers["Location"] = location
    return response


def moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None


@writing.errorhandler(Unfit)
def show_unfit(error: Unfit) -> Response:
    """Everything that is wrong with a body, by the path in it."""
    db.session.rollback()
    faults = [
        {"path": fault.path, "code": fault.code, "detail": fault.sentence} for fault in error.faults
    ]
    return problem(422, "What was sent cannot be taken. See errors.", errors=faults)


def number(name: str, default: int, most: int) -> int:
    raw = request.args.get(name, str(default))
    if not raw.isascii() or not raw.isdecimal() or not 1 <= int(raw[:9]) <= most:
        raise BadParameter(name, f"Use a whole number from 1 to {most}.")
    return int(raw)
