"""Results: by GET, with an address to keep and share, or by POST, with no word in any address."""

from functools import partial

from flask import render_template, request, url_for
from flask_babel import gettext as _

from directory.config import current_settings
from directory.listings.shown import Card, Reader
from directory.listings.shown.reader import MILES_COUNTRIES
from directory.pages import lines, reading
from directory.pages.asked import DEFAULT_RADIUS, RADII, Asked
from directory.pages.blueprint import pages
from directory.pages.finding import Found, find
from directory.pages.results import Results, results
from directory.pages.search_form import SearchForm
from directory.search import crisis
from directory.search.query import Hit
from directory.web.headers import PRIVATE_PAGE, answers


@pages.route("/search", methods=["GET", "POST"], endpoint="results")
@answers(PRIVATE_PAGE)
def show_results() -> str:
    form = SearchForm(request.form if request.method == "POST" else request.args)
    form.validate()
    asked = form.asked()
    reader = reading.current_reader()
    found = find(asked, reader)
    levels = crisis.levels(asked.words, found.mended)
    place = found.understood.place
    country = place.country if place else current_settings().default_country
    return render_template(
        "pages/results.html",
        asked=asked,
        private=request.method == "POST" or request.args.get("private") == "yes",
        found=_shown(asked, found, reader),
        broken=found.broken,
        near=place is not None,
        filtered=bool(asked.codes or asked.open_now or asked.sort != "best" or asked.radius),
        sorts=_sorts(near=place is not None),
        radii=_radii(reader),
        radius=asked.radius or DEFAULT_RADIUS,
        levels=levels,
        lines=lines.panel_lines(levels[0], country) if levels else [],
        safety_lines=lines.panel_lines("safety", country) if "safety" in levels[1:] else [],
        number=current_settings().emergency_numbers.get(country),
    )


def _shown(asked: Asked, found: Found, reader: Reader) -> Results:
    return results(
        asked,
        found.answer,
        understood=found.understood,
        card=partial(_card, found, reader),
        href=_href,
        reader=reader,
    )


def _card(found: Found, reader: Reader, hit: Hit, why: tuple[str, ...]) -> Card | None:
    entry = found.entries.get(hit.listing_id)
    return None if entry is None else reading.card(entry, reader, km=hit.km, why=why)


def _href(asked: Asked) -> str:
    return url_for("pages.results", **asked.parameters())


def _sorts(*, near: bool) -> list[tuple[str, str]]:
    choices = [("best", _("Best match"))]
    if near:
        choices.append(("distance", _("Nearest")))
    return [*choices, ("next", _("Next date")), ("checked", _("Checked last"))]


def _radii(reader: Reader) -> list[tuple[int, str]]:
    if reader.country in MILES_COUNTRIES:
        return [(n, _("%(n)s miles", n=n)) for n in RADII]
    return [(n, _("%(n)s km", n=n)) for n in RADII]
