"""What a frame shows when something does not work: crisis help, and no script. The page around it
then hears nothing and keeps its plain links."""

from __future__ import annotations

import logging

from flask import Response, current_app, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from directory.finding.asked import Asked
from directory.web.errors import RETRY_AFTER, words
from directory.widget.blueprint import frame_policy
from directory.widget.options import unpack
from directory.widget.whole import whole_directory

log = logging.getLogger(__name__)


def show_error(error: HTTPException) -> Response:
    code = error.code or 500
    if code >= 500:
        log.error("a frame answered %d at %s", code, request.endpoint or "-")
    g.policy = frame_policy(current_app.config["SETTINGS"].embed_origins)
    g.scripts = []
    title, advice = words(code)
    options = unpack(request.args.get("w", ""))
    page = render_template(
        "widget/error.html",
        title=title,
        advice=advice,
        options=options,
        whole=whole_directory(options, Asked()),
    )
    response = make_response(page, code)
    if code in RETRY_AFTER:
        response.headers["Retry-After"] = RETRY_AFTER[code]
    if code == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return response
