"""A request as values: parameters from the address and, in a POST, from its body too."""

from typing import Any

import orjson
from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from directory.api import parameters
from directory.api.parameters import BadParameter, Parameter
from directory.api.problems import Explained

LARGEST_BODY = 64 * 1024  # bytes; parameters are short


def read_request(known: tuple[Parameter, ...]) -> dict[str, Any]:
    """Raises BadParameter, or an error that says what to send."""
    pairs = list(request.args.items(multi=True))
    if request.method == "POST":
        pairs += _body()
    return parameters.read(pairs, known, once=request.method == "POST")


def _body() -> list[tuple[str, str]]:
    request.max_content_length = LARGEST_BODY
    if (request.content_length or 0) > LARGEST_BODY:
        raise RequestEntityTooLarge
    if request.is_json:
        return _from_json(request.get_data(cache=False))
    if request.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return list(request.form.items(multi=True))
    if request.get_data(cache=False).strip():
        raise Explained(
            415, "Send the body as application/json or application/x-www-form-urlencoded."
        )
    return []


def _from_json(data: bytes) -> list[tuple[str, str]]:
    if not data.strip():
        return []
    try:
        body = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise Explained(400, "The body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise Explained(400, 'The body must be an object of parameters, such as {"page": 2}.')
    return [(name, _value(name, value)) for name, value in body.items()]


def _value(name: str, value: Any) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
    raise BadParameter(name, "Send one text, number, true or false.")
