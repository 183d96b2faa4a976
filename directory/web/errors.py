"""Pages for when something does not work. Each says what happened and what to do, carries a
reference and the crisis numbers, and needs neither database nor index."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from directory.web.headers import show_as_page

log = logging.getLogger(__name__)

RETRY_AFTER = {429: "30", 503: "30"}


class Busy(HTTPException):
    """The database or the engine cannot answer now."""

    code = 503


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(OperationalError, show_busy)
    app.register_error_handler(Exception, show_failure)


def answer_under(app: Flask, prefix: str, show: Callable[[HTTPException], Response]) -> None:
    """Errors of addresses below `prefix` are for programs: `show` words them."""
    app.extensions.setdefault("error_answers", {})[prefix] = show


def words(code: int) -> tuple[str, str]:
    """What happened, and what to do."""
    match code:
        case 404:
            return _("We cannot find this page"), _(
                "The address may have a typing mistake, or the page may have moved. "
                "You can search for support, or go to the home page."
            )
        case 410:
            return _("This listing is gone"), _(
                "It was on this site before. It is not offered any more, or it was taken off. "
                "You can search for something like it."
            )
        case 413:
            return _("That is too large"), _(
                "What was sent is larger than this page takes. Send a smaller file, or cut it "
                "into parts. Nothing was changed."
            )
        case 400 | 403 | 405 | 414 | 415 | 422:
            return _("We could not read that"), _(
                "What was sent is not something this page can use. "
                "Go back and try again with fewer or shorter words."
            )
        case 429:
            return _("Please wait a moment"), _(
                "Many requests came from your network in a short time. Wait 30 seconds, "
                "then try again. After sending several forms it can take an hour."
            )
        case 503:
            return _("The site is busy"), _(
                "We cannot answer this now. Wait 30 seconds, then try again. "
                "The numbers on this page work at any time."
            )
    return _("Something is not working"), _(
        "This is a fault of our site, not of yours. Try again in a few minutes. "
        "The numbers on this page work at any time."
    )


def show_error(error: HTTPException) -> Response:
    """Any answer that is not the page itself. Redirects pass as they are."""
    code = error.code or 500
    if code < 400:
        return make_response(error.get_response())
    for prefix, show in current_app.extensions.get("error_answers", {}).items():
        if request.path == prefix or request.path.startswith(f"{prefix}/"):
            return show(error)
    reference = secrets.token_hex(4)
    if code >= 500:
        log.error("error %s: %d at %s", reference, code, request.endpoint or "-")
    title, advice = words(code)
    show_as_page()
    page = render_template(
        "pages/error.html", code=code, title=title, advice=advice, reference=reference
    )
    response = make_response(page, code)
    response.headers["Cache-Control"] = "no-store"
    if code in RETRY_AFTER:
        response.headers["Retry-After"] = RETRY_AFTER[code]
    if code == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return response


def show_busy(error: Exception) -> Response:
    """The database is away, locked or full: not now, but soon."""
    log.error("the database cannot answer at %s", request.endpoint or "-", exc_info=error)
    return show_error(Busy())


def show_failure(error: Exception) -> Response:
    """A fault of ours. The trace goes to the log without what was asked."""
    log.error("a page failed at %s", request.endpoint or "-", exc_info=error)
    return show_error(InternalServerError())
