"""The whole answer to a question as pages and frames show it: results, crisis lines, choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from flask_babel import gettext as _

from directory.config import current_settings
from directory.finding import lines, reading
from directory.finding.asked import DEFAULT_RADIUS, RADII, Asked
from directory.finding.find import Found, find
from directory.finding.grouping import Group, by_support
from directory.finding.reasons import reasons, wanted
from directory.finding.results import PER_PAGE, Results, results
from directory.listings.queries import Entry
from directory.listings.shown import Card, Reader
from directory.listings.shown.crisis import ShownLine
from directory.listings.shown.reader import MILES_COUNTRIES
from directory.search import crisis, empty_searches
from directory.search.engine import EngineUnavailable
from directory.search.query import Hit


@dataclass(frozen=True, slots=True)
class Answer:
    """`levels`: how urgent the words are, the most urgent first; `number`: to call in danger
    where the asked place is."""

    asked: Asked
    found: Results
    hits: Found
    broken: bool
    near: bool
    sorts: list[tuple[str, str]]
    radii: list[tuple[int, str]]
    radius: int
    levels: list[str]
    lines: list[ShownLine]
    safety_lines: list[ShownLine]
    number: str | None
    open_now: int | None  # how many of these are open at this moment
    groups: tuple[Group, ...]  # by kind of support, where that view was asked for


def answer(
    asked: Asked,
    href: Callable[[Asked], str],
    *,
    within: Callable[[Asked], Asked] | None = None,
    drops: Callable[[str], bool] = lambda drop: True,
    per_page: int = PER_PAGE,
) -> Answer:
    """`href` gives the address of a question. `within` adds what holds for every question and is
    no choice of the visitor's: nothing on the page takes it away. `drops`: whether a way out of
    an empty page is one that the visitor has."""
    reader = reading.current_reader()
    found = find(within(asked) if within else asked, reader, per_page=per_page)
    levels = list(crisis.levels(asked.words, found.mended))
    if not (found.broken or found.answer.total or levels):
        empty_searches.note(empty_searches.about(found.understood, asked.codes), reader.now)
    place = found.understood.place
    country = place.country if place else current_settings().default_country
    page = found.answer
    page = replace(page, rescues=tuple(each for each in page.rescues if drops(each.drop)))
    shown = results(
        asked,
        page,
        understood=found.understood,
        card=partial(_card, found, asked, reader),
        href=href,
        reader=reader,
        per_page=per_page,
    )
    return Answer(
        asked=asked,
        found=shown,
        hits=found,
        broken=found.broken,
        near=place is not None,
        sorts=_sorts(near=place is not None),
        radii=_radii(reader),
        radius=asked.radius or DEFAULT_RADIUS,
        levels=levels,
        lines=lines.panel_lines(levels[0], country) if levels else [],
        safety_lines=lines.panel_lines("safety", country) if "safety" in levels[1:] else [],
        number=current_settings().emergency_numbers.get(country),
        open_now=found.open_now,
        groups=() if within else _groups(asked, found, href, reader),
    )


def _card(found: Found, asked: Asked, reader: Reader, hit: Hit) -> Card | None:
    entry = found.entries.get(hit.listing_id)
    return None if entry is None else _card_of(found, asked, reader, hit, entry)


def _card_of(found: Found, asked: Asked, reader: Reader, hit: Hit, entry: Entry) -> Card:
    why = reasons(hit, entry.record.terms, wanted(asked, found.understood), reader)
    return reading.card(entry, reader, km=hit.km, why=why)


def _groups(
    asked: Asked, found: Found, href: Callable[[Asked], str], reader: Reader
) -> tuple[Group, ...]:
    if asked.view != "support" or found.broken or not found.answer.total:
        return ()
    card = partial(_card_of, found, asked, reader)
    try:
        return by_support(asked, found.understood, card, href, reader)
    except EngineUnavailable:
        return ()


def _sorts(*, near: bool) -> list[tuple[str, str]]:
    choices = [("best", _("Best match"))]
    if near:
        choices.append(("distance", _("Nearest")))
    return [*choices, ("next", _("Next date")), ("checked", _("Checked last"))]


def _radii(reader: Reader) -> list[tuple[int, str]]:
    if reader.country in MILES_COUNTRIES:
        return [(n, _("%(n)s miles", n=n)) for n in RADII]
    return [(n, _("%(n)s km", n=n)) for n in RADII]
