"""All listings without a search: by topic, kind of support, kind of listing and place."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from directory.config import current_settings
from directory.extensions import now
from directory.finding import reading
from directory.finding.asked import Asked
from directory.finding.results import Link
from directory.geo.gazetteer import gazetteer_at
from directory.listings import classification
from directory.listings.shown import Reader
from directory.listings.shown.page import SAFETY_TOPICS
from directory.pages.blueprint import pages
from directory.pages.browsing import (
    Way,
    area_name,
    area_ways,
    full_name,
    inner_areas,
    term_ways,
)
from directory.search import browsing, queries
from directory.search.areas import AXIS, NO_STATE, Area, areas, find_area
from directory.search.browsing import TERM_AXES
from directory.search.engine import EngineUnavailable, current_engine
from directory.search.query import Choice, Query

PER_PAGE = 12
LAST_PAGE = 500


@pages.get("/browse")
def browse() -> str:
    reader = reading.current_reader()
    numbers = _counts(*TERM_AXES, AXIS)
    lists = {axis: _terms(axis, numbers.get(axis, {}), reader) for axis in TERM_AXES}
    countries = area_ways(_world(numbers.get(AXIS, {})), _place_href, reader)
    return render_template("pages/browse.html", lists=lists, places=countries)


@pages.get("/browse/<axis>/<code>")
def browse_term(axis: str, code: str) -> str:
    term = classification.find_term(axis, code) if axis in TERM_AXES else None
    if term is None:
        abort(404)
    reader = reading.current_reader()
    shown = _shown({axis: Choice(frozenset({code}))}, reader, "topic", "kind", "support")
    numbers = shown.pop("counts")
    family = classification.descendants(axis, code) - {code}
    inner = {each: n for each, n in numbers[axis].items() if each in family}
    other = "topic" if axis != "topic" else "kind"
    about = classification.find_axis(other)
    return render_template(
        "pages/browse_list.html",
        title=term.label(reader.language),
        lead=term.description(reader.language),
        crumbs=[(_("Browse"), url_for("pages.browse"))],
        inner=_terms(axis, inner, reader),
        other_title=about.label(reader.language) if about else "",
        other=_filters(axis, code, other, numbers[other], reader),
        search=_search({axis: code}),
        near="",
        safety=axis == "topic" and code in SAFETY_TOPICS,
        crisis=(axis, code) == ("kind", "crisis-line"),
        **shown,
    )


@pages.get("/browse/places")
def browse_places() -> str:
    reader = reading.current_reader()
    countries = area_ways(_world(_counts(AXIS).get(AXIS, {})), _place_href, reader)
    if not countries:
        abort(404)
    return render_template("pages/browse_places.html", places=countries)


@pages.get("/browse/places/<path:path>")
def browse_place(path: str) -> str | Response:
    parts = tuple(path.split("/"))
    if path != path.lower():
        return redirect(_place_href([part.lower() for part in parts]), 301)
    world = _world(_counts(AXIS).get(AXIS, {}))
    area = find_area(world, parts)
    if area is None:
        abort(404)
    reader = reading.current_reader()
    shown = _shown({AXIS: Choice(frozenset(area.codes))}, reader)
    shown.pop("counts")
    above = [world.inside[parts[0]]]
    for part in parts[1:-1]:
        above.append(above[-1].inside[part])
    crumbs = [(_("Browse"), url_for("pages.browse")), (_("Places"), url_for("pages.browse_places"))]
    crumbs += [
        (area_name(each, reader), _place_href(each.path))
        for each in above[: len(parts) - 1]
        if each.path[-1] != NO_STATE
    ]
    name = full_name(world, area, reader)
    return render_template(
        "pages/browse_list.html",
        title=name,
        lead="",
        crumbs=crumbs,
        inner=area_ways(area, _place_href, reader) if inner_areas(area) else (),
        other_title="",
        other=(),
        search=url_for("pages.results", near=name) if len(parts) > 1 and not area.made_up else "",
        near=name,
        safety=False,
        crisis=False,
        **shown,
    )


def _counts(*axes: str) -> Any:
    try:
        return browsing.counts(current_engine(), now=now(), axes=axes)
    except EngineUnavailable:
        raise ServiceUnavailable from None


def _world(numbers: dict[str, int]) -> Area:
    """The tree of all places, kept until a number in it changes: a large directory has tens of
    thousands."""
    held: tuple[dict[str, int], Area] | None = current_app.extensions.get("world")
    if held is None or held[0] != numbers:
        settings = current_settings()
        gazetteer = gazetteer_at(settings.home, settings.default_country)
        held = (numbers, areas(numbers, gazetteer.state_named))
        current_app.extensions["world"] = held
    return held[1]


def _shown(facets: dict[str, Choice], reader: Reader, *count: str) -> dict[str, Any]:
    """One page of what these choices leave. Never an empty one: an address that leads to nothing
    is not found."""
    page = request.args.get("page", 1, int)
    if not 1 <= page <= LAST_PAGE:
        abort(404)
    query = Query(
        now=reader.now, facets=facets, page=page, per_page=PER_PAGE, count=count, rescue=False
    )
    real = Query(now=reader.now, facets=facets, fictional=False)
    try:
        found = queries.find(current_engine(), query)
        indexed = page == 1 and current_engine().total(real) > 0
    except EngineUnavailable:
        raise ServiceUnavailable from None
    cards = [reading.card(entry, reader) for _, entry in found.hits]
    if not cards:
        abort(404)
    last = -(-found.page.total // PER_PAGE)
    return {
        "cards": cards,
        "total": found.page.total,
        "indexed": indexed,
        "page": page,
        "pages": last,
        "previous": _turn(_("Previous page"), page - 1) if page > 1 else None,
        "next": _turn(_("Next page"), page + 1) if page < last else None,
        "counts": found.page.counts,
    }


def _turn(label: str, page: int) -> Link:
    values = {**(request.view_args or {}), **({"page": page} if page > 1 else {})}
    return Link(label, url_for(request.endpoint or "", **values), Asked())


def _terms(axis: str, numbers: dict[str, int], reader: Reader) -> tuple[Way, ...]:
    return term_ways(
        axis,
        numbers,
        lambda code: url_for("pages.browse_term", axis=axis, code=code),
        reader.language,
    )


def _filters(
    axis: str, code: str, other: str, numbers: dict[str, int], reader: Reader
) -> tuple[Way, ...]:
    """What else the listings of this page can be narrowed by: ways into the search."""
    ways = term_ways(
        other,
        numbers,
        lambda value: _search({axis: code, other: value}),
        reader.language,
    )
    return tuple(sorted(ways, key=lambda way: -way.count))[:8]


def _search(values: dict[str, Any]) -> str:
    return url_for("pages.results", **values)


def _place_href(path: Any) -> str:
    return url_for("pages.browse_place", path="/".join(path))
