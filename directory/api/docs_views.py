"""The documentation of the open data as a page of the site: plain text and links that can be
followed, no scripts, nothing from elsewhere."""

from flask import Blueprint, Flask, render_template

from directory.api import openapi, parameters
from directory.api.openapi import LISTS, WORDS
from directory.api.parameters import Parameter
from directory.api.problems import PREFIXES
from directory.api.views import HSDS, UK
from directory.config import current_settings

docs = Blueprint("docs", __name__)

EXAMPLES = {
    "services": ("?per_page=3", "?minimal=true", "?full=true&per_page=1", "?format=ndjson"),
    "organizations": ("?per_page=3", "?full_service=true&per_page=1"),
    "service_at_locations": ("?per_page=3", "?postcode=55401&proximity=20000"),
    "taxonomies": ("",),
    "taxonomy_terms": ("?search=grief", "?top_only=true"),
    "sd_removed": ("?modified_after=2026-01-01",),
}


def init_app(app: Flask) -> None:
    app.register_blueprint(docs)


@docs.get("/docs/api")
def api() -> str:
    lists = [(name, words, _rows(name)) for name, _, words in LISTS]
    lists.append(("sd_removed", openapi.REMOVED_WORDS, _rows("sd_removed")))
    return render_template(
        "api/docs.html",
        root=current_settings().public_url.rstrip("/"),
        bases=[(base.prefix, base.version) for base in (HSDS, UK)],
        prefix=PREFIXES[0],
        lists=lists,
        examples=EXAMPLES,
        british=[_row(parameter) for parameter in parameters.UK],
        statuses=sorted(WORDS.items()),
    )


def _rows(name: str) -> list[tuple[str, str]]:
    return [_row(parameter) for parameter in parameters.of_list(name, uk=False)]


def _row(parameter: Parameter) -> tuple[str, str]:
    return ", ".join(parameter.spellings), parameter.about
