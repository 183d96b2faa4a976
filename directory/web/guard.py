"""Turns away requests that no page of ours asks for, before any work (TRUST QRY-3), and packs
answers small."""

from __future__ import annotations

import gzip

from flask import Flask, Response, abort, request

MOST_QUERY_BYTES = 2048
MOST_PARAMETERS = 32
WORTH_PACKING = 500  # bytes; below this packing adds more than it saves
PACKED_TYPES = (
    "text/",
    "application/json",
    "application/javascript",
    "application/manifest+json",
    "application/problem+json",
    "application/ld+json",
    "application/atom+xml",
    "application/xml",
    "image/svg+xml",
)


def init_app(app: Flask) -> None:
    app.before_request(_refuse_odd_queries)
    app.after_request(_pack)


def _refuse_odd_queries() -> None:
    query = request.query_string
    if len(query) > MOST_QUERY_BYTES:
        abort(414)
    if query.count(b"&") >= MOST_PARAMETERS:
        abort(400)
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        abort(400)


def _pack(response: Response) -> Response:
    """Gzip for text. Public pages hold no secret beside what a visitor typed, so packing gives
    nothing away; answers that set a cookie belong to staff and stay as they are."""
    if (
        response.status_code not in (200, 404, 410)
        or (response.is_streamed and not response.direct_passthrough)
        or "Content-Encoding" in response.headers
        or "Content-Range" in response.headers
        or "Set-Cookie" in response.headers
        or not (response.mimetype or "").startswith(PACKED_TYPES)
    ):
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"] or request.method == "HEAD":
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) < WORTH_PACKING:
        return response
    response.set_data(gzip.compress(body, compresslevel=6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, weak = response.get_etag()
    if etag and not weak:
        response.set_etag(etag, weak=True)
    return response
