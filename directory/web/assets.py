"""Our own files: one address per content, kept by browsers for a year, never stale."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request

from directory.web.headers import YEAR
from directory.web.locales import site_root


def init_app(app: Flask) -> None:
    app.after_request(_keep)


def asset_url(name: str) -> str:
    """The address of `static/<name>`, with its fingerprint and without a language."""
    folder = current_app.static_folder
    assert folder
    return f"{site_root()}/static/{name}?v={fingerprint(Path(folder) / name)}"


def made_url(name: str) -> str:
    """The address of a file that the build puts there. Before it has run the page stands, and what
    needs the file says that it cannot be loaded."""
    try:
        return asset_url(name)
    except FileNotFoundError:
        return f"{site_root()}/static/{name}"


def fingerprint(path: Path) -> str:
    stat = path.stat()
    return _digest(path, stat.st_mtime_ns, stat.st_size)


@cache
def _digest(path: Path, _mtime: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _keep(response: Response) -> Response:
    """Only the right fingerprint earns a year: during an upgrade an old page may ask for a new
    name while the old file still stands here."""
    if request.endpoint != "static" or response.status_code not in (200, 304):
        return response
    name = (request.view_args or {})["filename"]
    folder = current_app.static_folder
    assert folder
    if request.args.get("v") == fingerprint(Path(folder) / name):
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response
