"""What stands in the frame: results, one listing, dates, crisis help. All by GET, all on this
server, a page at a time; words are in the frame's own address, which the page around cannot read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict

from directory.config import current_settings
from directory.extensions import begin_write, db, now
from directory.finding import lines, reading
from directory.finding.answer import Answer, answer
from directory.finding.asked import AXES, Asked
from directory.finding.find import find
from directory.finding.forms import SearchForm
from directory.finding.results import Facet
from directory.listings.publishable import publishable
from directory.listings.queries import find_published, was_public
from directory.listings.shown.page import SAFETY_TOPICS
from directory.listings.shown.points import Point, points_of
from directory.listings.shown.when import EVENTS
from directory.web import maps
from directory.web.headers import YEAR, answers, use_script
from directory.web.locales import current_language, site_root
from directory.widget import theme
from directory.widget.actions import count_use
from directory.widget.blueprint import ASSET, frame
from directory.widget.dates import calendar_days
from directory.widget.options import CALENDAR, LISTING, Options, read, unpack
from directory.widget.queries import OPENED, SEARCHED, SHOWN, find_preset
from directory.widget.snippets import loader_text
from directory.widget.whole import whole_directory

log = logging.getLogger(__name__)

HEIGHT = "frame"  # the script that tells the page around how tall the frame is
PER_PAGE = 6
IN_CALENDAR = 60  # listings looked at for their dates
# What the form that narrows says itself; the rest goes along unseen.
NARROWING = (*AXES, "open", "sort", "radius", "page")


@frame.get("/loader.js")
@answers(ASSET)
def loader() -> Response:
    """The same bytes for ever: pages hold their hash."""
    response = current_app.response_class(loader_text(), mimetype="text/javascript")
    response.headers["Access-Control-Allow-Origin"] = "*"  # a hash is checked only where allowed
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@frame.get("/look.css")
@answers(ASSET)
def look() -> Response:
    """A partner's colours and sizes."""
    options, _ = read(request.args.to_dict(flat=False))
    text = theme.sheet(options, theme.tokens(base_sheet()))
    response = current_app.response_class(text, mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def base_sheet() -> Path:
    assert current_app.static_folder
    return Path(current_app.static_folder) / "css" / "base.css"


@frame.get("/")
def start() -> ResponseReturnValue:
    inside = "w" in request.args
    options = unpack(request.args["w"]) if inside else _given()
    elsewhere = _other_language(options)
    if elsewhere:
        return redirect(elsewhere)
    if inside and request.args.get("near", "here").strip() == "":
        options = replace(options, near="", radius=None)  # the visitor emptied the box
    asked = _asked(options) if inside else Asked(words=options.words)
    if not inside or not asked.empty:
        _count(options, SEARCHED if inside else SHOWN)
    match options.show:
        case "listing":
            return _one(options)
        case "calendar":
            return _calendar(options)
    return _results(options, asked)


def _given() -> Options:
    """From the attributes of the snippet, over those of a saved preset."""
    values = request.args.to_dict(flat=False)
    options, _ = read(values)
    if not options.preset:
        return options
    row = find_preset(options.preset)
    if row is None:
        abort(404)
    kept = unpack(row.options).parameters()
    own = {name: value for name, value in options.parameters().items() if value}
    return read({name: [value] for name, value in (kept | own).items()})[0]


def _asked(options: Options) -> Asked:
    form = SearchForm(MultiDict(request.args))
    form.validate()
    asked = form.asked()
    # The place that the partner set stands in the box, and is no choice of the visitor's.
    return replace(asked, near="") if asked.near == options.near else asked


def _other_language(options: Options) -> str | None:
    """The same address in the wanted language, if the site speaks it and this is not it."""
    wanted = options.language.partition("-")[0]
    languages = current_settings().languages
    code = options.language if options.language in languages else wanted
    if not code or code not in languages or code == current_language():
        return None
    prefix = "" if code == languages[0] else f"/{code}"
    query = request.query_string.decode("ascii", "replace")
    return f"{site_root()}{prefix}{request.path}?{query}"


def _count(options: Options, what: str) -> None:
    """Counts never stand in the way of an answer."""
    if not options.preset:
        return
    try:
        if find_preset(options.preset) is not None:
            begin_write()
            count_use(options.preset, what, now().date())
            db.session.commit()
    except SQLAlchemyError as error:
        db.session.rollback()
        log.warning("a use could not be counted: %s", type(error).__name__)


def _listing_href(options: Options, asked: Asked) -> Callable[[str], str]:
    def href(slug: str) -> str:
        parameters = asked.parameters()
        return url_for("frame.listing", slug=slug, w=options.pack(), _anchor="detail", **parameters)

    return href


def _start_href(options: Options, asked: Asked) -> str:
    return url_for("frame.start", w=options.pack(), _anchor="found", **asked.parameters())


def _results(options: Options, asked: Asked) -> str:
    use_script(HEIGHT)
    found = answer(
        asked,
        partial(_start_href, options),
        within=options.within,
        drops=options.drops,
        per_page=PER_PAGE,
    )
    points = {} if "map" in options.hide else _points(found)
    if points:
        maps.use_map()
    return render_template(
        "widget/results.html",
        points=points,
        options=options,
        asked=asked,
        answer=found,
        facets=[each for facet in found.found.facets if (each := _offered(options, facet))],
        narrowing=NARROWING,
        listing_href=_listing_href(options, asked),
        whole=whole_directory(options, asked),
    )


def _points(found: Answer) -> dict[str, tuple[Point, ...]]:
    """Where a map would draw the listings of this page, by id."""
    today, every = now().date(), {}
    for card in found.found.cards:
        entry = found.hits.entries[card.id]
        shown = publishable(entry.record, today=today, changed_at=entry.changed_at)
        every[card.id] = points_of(shown)
    return {each: points for each, points in every.items() if points}


def _offered(options: Options, facet: Facet) -> Facet | None:
    """What is left to choose inside what the partner chose."""
    if facet.name not in options.codes:
        return facet
    first, more = (
        tuple(each for each in part if options.offers(facet.name, each.value))
        for part in (facet.options, facet.more)
    )
    return replace(facet, options=first, more=more) if len(first) > 1 else None


def _one(options: Options) -> str:
    """A partner's own listing. What is gone is not shown: the plain links stay."""
    entry = find_published(options.listing)
    if entry is None:
        abort(410 if was_public(options.listing) else 404)
    use_script(HEIGHT)
    return render_template(
        "widget/one.html",
        options=options,
        one=reading.card(entry, reading.current_reader()),
        safety=bool(SAFETY_TOPICS & set(entry.record.terms.get("topic", []))),
        listing_href=_listing_href(options, Asked()),
        whole=whole_directory(options, Asked()),
    )


def _calendar(options: Options) -> str:
    use_script(HEIGHT)
    reader = reading.current_reader()
    if "kind" not in options.codes:  # what happens at set times, not what is open all day
        codes = {**options.codes, "kind": tuple(sorted(EVENTS))}
        options = replace(options, codes=codes)
    asked = options.within(Asked(words=options.words, sort="next"))
    found = find(asked, reader, per_page=IN_CALENDAR)
    ranked = (found.entries.get(hit.listing_id) for hit in found.answer.hits)
    hits = [entry for entry in ranked if entry is not None]
    return render_template(
        "widget/calendar.html",
        options=options,
        broken=found.broken,
        days=calendar_days(hits, reader),
        listing_href=_listing_href(options, Asked()),
        whole=whole_directory(options, Asked()),
    )


@frame.get("/listings/<slug>")
def listing(slug: str) -> ResponseReturnValue:
    options = unpack(request.args.get("w", ""))
    asked = _asked(options)
    entry = find_published(slug)
    if entry is None:
        abort(410 if was_public(slug) else 404)
    use_script(HEIGHT)
    _count(options, OPENED)
    shown = reading.page(entry, reading.current_reader())
    plain = options.show in (LISTING, CALENDAR)
    back = url_for("frame.start", w=options.pack()) if plain else _start_href(options, asked)
    return render_template(
        "widget/listing.html",
        options=options,
        listing=shown,
        back=back,
        lines=lines.panel_lines("soft") if shown.not_for_emergencies else [],
        whole=whole_directory(replace(options, show=LISTING, listing=entry.slug), asked),
    )


@frame.get("/crisis")
def crisis() -> str:
    """Reads a file and settings, nothing else."""
    use_script(HEIGHT)
    options, settings = unpack(request.args.get("w", "")), current_settings()
    return render_template(
        "widget/crisis.html",
        options=options,
        number=settings.emergency_numbers.get(settings.default_country),
        lines=lines.lines_of(settings.default_country),
        whole=whole_directory(options, Asked()),
    )


@frame.get("/closed")
def closed() -> str:
    use_script(HEIGHT)
    options = unpack(request.args.get("w", ""))
    return render_template(
        "widget/closed.html", options=options, whole=whole_directory(options, Asked())
    )
