"""How answers leave: one page, one object, or a stream of lines in flat memory."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from math import ceil
from typing import Any

import orjson
from flask import Response, g, request, stream_with_context

from directory.api.documents import Document, Told
from directory.api.whole import KEEP, Held, current_mark, is_known, leave
from directory.extensions import db
from directory.web import headers

NDJSON = "application/x-ndjson"


def begin_reading() -> None:
    """All that follows reads the database as it is now, however long the answer takes."""
    db.session.rollback()
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def envelope(contents: Sequence[Told], total: int, number: int, per_page: int) -> Document:
    return {
        "total_items": total,
        "total_pages": ceil(total / per_page),
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= ceil(total / per_page),
        "empty": not contents,
        "contents": contents,
    }


def answer(document: Any, changed: datetime | None = None) -> Response:
    """JSON that can be asked for again cheaply. A POST carries what somebody searched for, so no
    copy of its answer may be kept."""
    body = orjson.dumps(document)
    if request.method == "POST":
        headers.do_not_store()
        return Response(body, mimetype="application/json")
    g.held = Held(body, blake2b(body, digest_size=16).hexdigest(), changed)
    return leave(g.held)


def stream_lines(documents: Iterable[Sequence[Told]]) -> Response:
    """One object a line, batch by batch."""
    lines = (b"".join(orjson.dumps(d) + b"\n" for d in batch) for batch in documents)
    return _stream(lines, NDJSON)


def stream_page(items: Iterable[Sequence[Told]], total: int) -> Response:
    """One page with everything, written while it is read."""

    def parts() -> Iterator[bytes]:
        head = envelope([], total, 1, max(total, 1)) | {"size": total, "empty": total == 0}
        del head["contents"]
        yield orjson.dumps(head)[:-1] + b',"contents":['
        first = True
        for batch in items:
            if batch:
                yield (b"" if first else b",") + b",".join(map(orjson.dumps, batch))
                first = False
        yield b"]}"

    return _stream(parts(), "application/json")


def _stream(parts: Iterator[bytes], mimetype: str) -> Response:
    packed = bool(request.accept_encodings["gzip"])
    response = Response(mimetype=mimetype)
    response.headers["Cache-Control"] = KEEP
    response.vary.add("Accept-Encoding")
    mark = current_mark()
    if mark and is_known(response, mark):  # nothing is written for a client that has it all
        return response
    if request.method == "HEAD":
        parts = iter(())
    response.response = stream_with_context(_packed(parts) if packed else parts)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    if request.method == "POST":
        headers.do_not_store()
    return response


def _packed(parts: Iterator[bytes]) -> Iterator[bytes]:
    press = zlib.compressobj(level=6, wbits=31)  # 31: with the header that makes it gzip
    for part in parts:
        if out := press.compress(part):
            yield out
    yield press.flush()
