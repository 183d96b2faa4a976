"""The crisis lines a page shows: from a file the site keeps, so that they are there when the
database and the index are not."""

from __future__ import annotations

from flask import Flask, current_app

from directory.config import current_settings
from directory.finding.reading import current_reader
from directory.listings.queries import published_crisis_lines
from directory.listings.shown import line_of, shown_line
from directory.listings.shown.crisis import ShownLine
from directory.listings.shown.lines import CrisisLine, Lines, write_lines
from directory.listings.shown.page import SAFETY_TOPICS

IN_PANEL = 2  # lines: more is a wall for somebody who cannot read much now


def init_app(app: Flask) -> None:
    app.extensions["crisis_lines"] = Lines(app.config["SETTINGS"].home)
    app.jinja_env.globals["first_crisis_lines"] = first_lines


def keep_lines() -> None:
    """Writes the file anew if what is published differs from it."""
    found = []
    for entry in published_crisis_lines():
        line = line_of(entry.record, slug=entry.slug, checked_at=entry.checked_at)
        if line is not None:
            found.append(line)
    if tuple(found) != _file().all():
        write_lines(current_settings().home, found)


def _file() -> Lines:
    return current_app.extensions["crisis_lines"]


def countries() -> list[str]:
    """Codes of the countries that we have lines for, the site's own first."""
    own = current_settings().default_country
    return sorted({line.country for line in _file().all()} | {own}, key=lambda c: (c != own, c))


def lines_of(country: str) -> list[ShownLine]:
    """All lines of a country, those for everybody first."""
    reader = current_reader()
    return [shown_line(line, reader) for line in _file().of(country)]


def panel_lines(level: str, country: str | None = None) -> list[ShownLine]:
    """The few lines for a panel: at level safety those about abuse first."""
    lines = _file().of(country or current_settings().default_country)
    if level == "safety":
        lines = tuple(sorted(lines, key=_how_far_from_safety))
    else:
        general = [line for line in lines if not _special(line)]
        lines = tuple(general or lines)
    reader = current_reader()
    return [shown_line(line, reader) for line in lines[: 1 if level == "soft" else IN_PANEL]]


def _how_far_from_safety(line: CrisisLine) -> tuple[bool, bool]:
    """Abuse at home is what most such words are about; then any other abuse."""
    return "domestic-abuse" not in line.topics, not SAFETY_TOPICS & set(line.topics)


def _special(line: CrisisLine) -> bool:
    """For some people or some troubles only, or for a part of the country."""
    return bool(line.audiences or SAFETY_TOPICS & set(line.topics) or line.area)


def first_lines() -> list[ShownLine]:
    """For error pages."""
    return panel_lines("urgent")
