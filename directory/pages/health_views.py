"""For machines: does the process live, can it work, what may be crawled."""

from datetime import timedelta

from flask import Response, abort, current_app, jsonify, render_template, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from directory.config import current_settings
from directory.extensions import db, now
from directory.jobs.queries import last_seen
from directory.pages.blueprint import pages
from directory.pages.patterns import samples
from directory.search import crisis
from directory.search.engine import EngineUnavailable, current_engine
from directory.web import maps
from directory.web.headers import API, answers
from directory.web.picture import card_png

DAY = 24 * 3600  # seconds
WORKER_SILENT = timedelta(minutes=2)


@pages.get("/healthz")
@answers(API)
def healthz() -> Response:
    """The process lives. Says nothing of what stands behind it."""
    return _plain("ok")


@pages.get("/readyz")
@answers(API)
def readyz() -> tuple[Response, int]:
    """Which of database, index and worker can be used; 503 if one cannot."""
    state = {"database": _database(), "index": _index(), "worker": _worker()}
    return jsonify(state), 200 if all(state.values()) else 503


def _database() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _index() -> bool:
    try:
        current_engine().ping()
    except EngineUnavailable:
        return False
    return True


def _worker() -> bool:
    try:
        seen = last_seen()
    except SQLAlchemyError:
        return False
    return seen is not None and now() - seen <= WORKER_SILENT


@pages.get("/robots.txt")
@answers(API)
def robots() -> Response:
    """Listings and texts may be crawled; searches and private pages may not."""
    return _plain(
        "User-agent: *\n"
        "Disallow: /search\nDisallow: /map\nDisallow: /mix?\n"
        + "".join(
            f"Disallow: /{code}/search\nDisallow: /{code}/map\nDisallow: /{code}/mix?\n"
            for code in current_settings().languages[1:]
        )
        + f"Sitemap: {current_settings().public_url.rstrip('/')}/sitemap.xml\n"
    )


@pages.get("/card.png")
@answers(API)
def card_picture() -> Response:
    """What messengers show beside a link to any page."""
    response = current_app.response_class(card_png(), mimetype="image/png")
    response.headers["Cache-Control"] = f"public, max-age={DAY}"
    return response


@pages.get("/patterns")
def patterns() -> str:
    """Every component in every state, for those who build. Only where a setting allows it."""
    if not current_settings().pattern_page:
        abort(404)
    level = request.args.get("level")
    level = level if level in (crisis.SAFETY, crisis.SOFT) else crisis.URGENT
    maps.use_map()
    return render_template("pages/patterns.html", level=level, **samples())


def _plain(words: str) -> Response:
    response = current_app.response_class(words, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
