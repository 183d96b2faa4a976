"""A search as a calendar or a feed: a page that makes the addresses, with no more in them than the
visitor allows. Programs ask for such an address again and again, and whoever runs them can read it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import render_template, request

from directory.finding.asked import Asked
from directory.finding.forms import SearchForm
from directory.listings import classification
from directory.pages.blueprint import pages
from directory.web.headers import PRIVATE_PAGE, answers
from directory.web.locales import current_language, page_url


@pages.route("/search/follow", methods=["GET", "POST"], endpoint="follow")
@answers(PRIVATE_PAGE)
def follow() -> str:
    values = request.form if request.method == "POST" else request.args
    form = SearchForm(values)
    form.validate()
    asked = replace(form.asked(), page=1, open_now=False, sort="best")
    chosen = values.get("made") == "yes"
    words, near = values.get("words") == "yes", values.get("place") == "yes"
    neutral = values.get("neutral") == "yes"
    kept = told(asked, words=words, near=near)
    return render_template(
        "pages/follow.html",
        asked=asked,
        choices=_choices(asked),
        made=chosen,
        words=words,
        near=near,
        neutral=neutral,
        calendar=_address("feeds.search_calendar", kept, neutral="yes" if neutral else None),
        feed=_address("feeds.search_feed", kept),
    )


def told(asked: Asked, *, words: bool, near: bool) -> Asked:
    """The question without what was typed, but for what the visitor lets through."""
    kept = asked
    if not words:
        # What was taken out of the words goes with them: it quotes them.
        kept = replace(kept, words="", ignored=(), exactly=False)
    if not near:
        kept = replace(kept, near="", radius=None)
    return kept


def _choices(asked: Asked) -> list[str]:
    """The filters in words: they go along in any case."""
    language = current_language()
    return [
        label
        for axis, codes in asked.codes.items()
        for label in classification.labels(axis, list(codes), language)
    ]


def _address(endpoint: str, asked: Asked, **more: Any) -> str:
    return page_url(endpoint, **asked.parameters(), **more)
