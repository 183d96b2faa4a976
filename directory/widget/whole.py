"""The way from a frame to the site itself: the same question, in a tab of its own."""

from __future__ import annotations

from dataclasses import replace

from directory.finding.asked import AXES, Asked
from directory.web.locales import current_language, public_address
from directory.widget.options import LISTING, Options


def whole_directory(options: Options, asked: Asked, language: str | None = None) -> str:
    """A full public address. What only frames can ask for is left out of it."""
    language = language or current_language()
    if options.show == LISTING and options.listing:
        return public_address(language, "pages.listing", slug=options.listing)
    every = options.within(asked)
    codes = {axis: every.codes[axis] for axis in AXES if axis in every.codes}
    parameters = replace(every, codes=codes, page=1).parameters()
    return public_address(language, "pages.results", **parameters)
