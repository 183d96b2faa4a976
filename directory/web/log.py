"""One line per request: time, route name, status, duration, size. Never an address, a query, a
path value, an address of a person's machine or their browser (TRUST LOG-1)."""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, g, request

REQUESTS = logging.getLogger("directory.requests")


def init_app(app: Flask) -> None:
    app.before_request(_start)
    app.after_request(_write)


def _start() -> None:
    g.started = time.perf_counter()


def _write(response: Response) -> Response:
    took = time.perf_counter() - g.get("started", time.perf_counter())
    # Asking a stream for its length would read it all into memory before it is sent.
    size = None if response.is_streamed else response.calculate_content_length()
    REQUESTS.info(
        "%s %s %d %d ms %s",
        request.method if request.method in ("GET", "HEAD", "POST") else "OTHER",
        request.endpoint or "-",
        response.status_code,
        round(took * 1000),
        size if size is not None else "-",
    )
    return response
