"""Results on a map: the same search, those of its results that have a place, and the list of all
that the map draws. The list is the page; the map is drawn from it where scripts run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory.config import current_settings
from directory.extensions import now
from directory.finding import lines, reading
from directory.finding.asked import Asked
from directory.finding.find import Found, find
from directory.finding.forms import SearchForm
from directory.listings.publishable import publishable
from directory.listings.queries import Entry
from directory.listings.shown import Card, Reader
from directory.listings.shown.points import Point, points_of
from directory.pages.blueprint import pages
from directory.pages.map_area import WORLD, read_box, write_box
from directory.search import crisis
from directory.search.query import Box, Hit, Query
from directory.web import maps
from directory.web.headers import PRIVATE_PAGE, answers, use_script
from directory.web.templates import number

# How many listings stand on the map at once; the page says so when there are more.
MOST = 200
# "Near me" asks the browser where it is, and only after a click.
MAP_PAGE = replace(PRIVATE_PAGE, powers=("geolocation",))


@dataclass(frozen=True, slots=True)
class Spot:
    """One listing of the list, with the places where the map draws it."""

    card: Card
    points: tuple[Point, ...]


@pages.route("/map", methods=["GET", "POST"], endpoint="map")
@answers(MAP_PAGE)
def show_map() -> str:
    values = request.form if request.method == "POST" else request.args
    form = SearchForm(values)
    form.validate()
    asked, box = form.asked(), read_box(values.get("box", ""))
    reader = reading.current_reader()
    found = find(asked, reader, narrowed=_on_the_map(box))
    near = found.understood.place is not None and box is None  # else distances say nothing
    spots = [
        spot for hit in found.answer.hits if (spot := _spot(found, reader, hit, measured=near))
    ]
    maps.use_map()
    use_script("map_search")
    levels = list(crisis.levels(asked.words, found.mended))
    place = found.understood.place
    country = place.country if place else current_settings().default_country
    private = request.method == "POST" or values.get("private") == "yes"
    return render_template(
        "pages/map.html",
        asked=asked,
        box=write_box(box) if box else "",
        private=private,
        levels=levels,
        lines=lines.panel_lines(levels[0], country) if levels else [],
        safety_lines=lines.panel_lines("safety", country) if "safety" in levels[1:] else [],
        number=current_settings().emergency_numbers.get(country),
        spots=spots,
        heading=_heading(found, box),
        total=found.answer.total,
        first=(asked.page - 1) * MOST,
        broken=found.broken,
        unknown_place=bool(asked.near and found.understood.place is None),
        view=_view(found, box),
        named=(place.latitude, place.longitude, place.name) if place else (),
        turns=_turns(asked, found, box),
        back=url_for("pages.results", **replace(asked, page=1).parameters()),
    )


def _on_the_map(box: Box | None) -> Callable[[Query], Query]:
    def narrowed(query: Query) -> Query:
        shown: dict[str, Any] = {"here_only": True, "per_page": MOST, "shelves": False}
        shown |= {"count": (), "rescue": False}
        if box:
            shown |= {"place": box, "areas": ()}
            if query.sort == "distance":
                shown["sort"] = "best"
        elif query.place is None:
            shown["place"] = WORLD
        return replace(query, **shown)

    return narrowed


def _spot(found: Found, reader: Reader, hit: Hit, *, measured: bool) -> Spot | None:
    entry = found.entries.get(hit.listing_id)
    if entry is None:
        return None
    return Spot(reading.card(entry, reader, km=hit.km if measured else None), public_points(entry))


def public_points(entry: Entry) -> tuple[Point, ...]:
    return points_of(publishable(entry.record, today=now().date(), changed_at=entry.changed_at))


def _heading(found: Found, box: Box | None) -> str:
    total, place = found.answer.total, found.understood.place
    n, where = number(total), place.label if place else ""
    match total == 1, bool(box), bool(place):
        case True, True, _:
            return _("1 listing in this area")
        case False, True, _:
            return _("%(n)s listings in this area", n=n)
        case True, False, True:
            return _("1 listing near %(place)s", place=where)
        case False, False, True:
            return _("%(n)s listings near %(place)s", n=n, place=where)
        case True, False, False:
            return _("1 listing with a place")
    return _("%(n)s listings with a place", n=n)


def _view(found: Found, box: Box | None) -> str:
    """South, west, north, east of what to show where no listing says it."""
    if box:
        return write_box(box)
    place = found.understood.place
    if place is None:
        return maps.HOME_VIEWS.get(current_settings().default_country, maps.WORLD_VIEW)
    half = max(0.2, found.understood.radius_km / 111)
    corners = (place.latitude - half, place.longitude - half)
    opposite = (place.latitude + half, place.longitude + half)
    return ",".join(f"{value:.2f}" for value in (*corners, *opposite))


def _turns(asked: Asked, found: Found, box: Box | None) -> list[tuple[str, Asked, str]]:
    """(which way, the question, its address) of the pages before and after."""
    ways = []
    if asked.page > 1:
        ways.append(("previous", replace(asked, page=asked.page - 1)))
    if found.answer.total > asked.page * MOST:
        ways.append(("next", replace(asked, page=asked.page + 1)))
    more: dict[str, Any] = {"box": write_box(box)} if box else {}
    return [(way, to, url_for("pages.map", **(to.parameters() | more))) for way, to in ways]


@pages.get("/map/maps.pmtiles")
def map_tiles() -> Response:
    """The operator's own map file, in the parts that a browser asks for."""
    file = maps.own_file()
    if file is None:
        abort(404)
    return send_file(file, mimetype="application/octet-stream", conditional=True, max_age=86_400)
