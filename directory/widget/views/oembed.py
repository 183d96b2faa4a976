"""oEmbed 1.0: a program that knows the address of a search or a listing asks how to show it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Response, abort, current_app, jsonify, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from directory.config import current_settings
from directory.listings.queries import find_published
from directory.web.headers import API, answers
from directory.widget.blueprint import frame
from directory.widget.options import LISTING, Options, read
from directory.widget.snippets import FRAME_HEIGHT, frame_line

WIDEST = 640  # px, unless the one who asks has less
CARD_HEIGHT = 480


@frame.get("/oembed")
@answers(API)
def oembed() -> Response:
    if request.args.get("format", "json") != "json":
        abort(501)  # the specification's own answer
    options = _options(request.args.get("url", ""))
    height = _least("maxheight", CARD_HEIGHT if options.show == LISTING else FRAME_HEIGHT)
    response = jsonify(
        version="1.0",
        type="rich",
        provider_name=current_settings().site_name,
        provider_url=current_settings().public_url,
        title=options.title or _("Find support"),
        width=_least("maxwidth", WIDEST),
        height=height,
        html=frame_line(options, height),
        cache_age=86400,
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _options(url: str) -> Options:
    """404 for what is not a page of ours that can be shown in a frame."""
    parts, own = urlsplit(url), urlsplit(current_settings().public_url)
    if (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
        abort(404)
    path, language = parts.path.removeprefix(own.path.rstrip("/")), ""
    head, _slash, rest = path.removeprefix("/").partition("/")
    if head in current_settings().languages[1:]:
        path, language = f"/{rest}", head
    try:
        endpoint, values = current_app.url_map.bind(own.netloc).match(path, method="GET")
    except HTTPException:
        abort(404)
    said: dict[str, Any] = parse_qs(parts.query, max_num_fields=32)
    said.setdefault("language", [language] if language else [])
    if endpoint == "pages.listing" and find_published(values["slug"]):
        said = {"show": [LISTING], "listing": [values["slug"]], "language": said["language"]}
    elif endpoint == "pages.results":
        said["words"] = said.pop("q", [])
    elif endpoint not in ("pages.home", "widget.build", "frame.start"):
        abort(404)
    return read(said)[0]


def _least(name: str, ours: int) -> int:
    asked = request.args.get(name, type=int)
    return min(ours, asked) if asked and asked > 0 else ours
