"""The 16 operations of HSDS 3.2.3, on two bases: HSDS itself and the UK profile. One payload
serves both; the UK base adds four fields and five filters. And what partners' systems write."""

from collections.abc import Callable

from flask import Blueprint, Flask, Response

from directory.api.answers import begin_reading
from directory.api.documents import midnight
from directory.api.views import about, hooks, items, lists, program, writing
from directory.api.views.bases import BASES, HSDS, UK
from directory.api.whole import remembered
from directory.web.headers import API, answer_with

_ = (hooks, writing)  # they register themselves

__all__ = ["HSDS", "UK", "init_app"]


READ, ASK = ["GET"], ["GET", "POST"]
ROUTES: tuple[tuple[str, Callable[..., Response], list[str]], ...] = (
    ("", about.about, READ),
    ("/", about.about, READ),
    ("/services", lists.services, ASK),
    ("/services/<item_id>", items.service, READ),
    ("/organizations", lists.organizations, ASK),
    ("/organizations/<item_id>", items.organization, READ),
    ("/service_at_locations", lists.service_at_locations, ASK),
    ("/service_at_locations/<item_id>", items.service_at_location, READ),
    ("/taxonomies", lists.taxonomies, ASK),
    ("/taxonomies/<item_id>", items.taxonomy, READ),
    ("/taxonomy_terms", lists.taxonomy_terms, ASK),
    ("/taxonomy_terms/<item_id>", items.taxonomy_term, READ),
    ("/sd_removed", lists.sd_removed, READ),
    ("/openapi.json", about.openapi_document, READ),
)
PROFILE_ROUTES = (
    ("/profile", about.about_profile, READ),
    ("/profile/profile/<name>.json", about.profile_patch, READ),
    ("/profile/schema/<name>.json", about.profile_schema, READ),
)


def init_app(app: Flask) -> None:
    for base in BASES.values():
        blueprint = Blueprint(base.name, __name__, url_prefix=base.prefix)
        answer_with(blueprint, API)
        for rule, view, methods in ROUTES + (() if base.uk else PROFILE_ROUTES):
            if view.__module__ in (items.__name__, lists.__name__):
                view = remembered(begin_reading, midnight)(view)
            blueprint.add_url_rule(rule, view_func=view, methods=methods)
        app.register_blueprint(blueprint)
    app.register_blueprint(program.writing)
