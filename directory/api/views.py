"""The 16 operations of HSDS 3.2.3, on two bases: HSDS itself and the UK profile. One payload
serves both; the UK base adds four fields and five filters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import NotFound

from directory.api import nearby, openapi, parameters, profile, queries, vocabulary
from directory.api.answers import answer, begin_reading, envelope, stream_lines, stream_page
from directory.api.asking import read_request
from directory.api.documents import Telling, Told, midnight
from directory.api.problems import Explained
from directory.api.searching import ranked
from directory.config import current_settings
from directory.listings.models import entity_of
from directory.listings.record import PROFILE_PREFIX
from directory.listings.serializers import hsds as serializer
from directory.web.headers import API, answer_with


@dataclass(frozen=True, slots=True)
class Base:
    """One address below which the whole API stands."""

    name: str
    prefix: str
    version: str
    uk: bool = False


HSDS = Base("hsds", "/hsds/v3", serializer.VERSION)
UK = Base("oruk", "/oruk/v3", "HSDS-UK-3.0", uk=True)
BASES = {base.name: base for base in (HSDS, UK)}
UK_PROFILE = "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md"


def init_app(app: Flask) -> None:
    for base in BASES.values():
        blueprint = Blueprint(base.name, __name__, url_prefix=base.prefix)
        answer_with(blueprint, API)
        for rule, view, methods in ROUTES + (() if base.uk else PROFILE_ROUTES):
            blueprint.add_url_rule(rule, view_func=view, methods=methods)
        app.register_blueprint(blueprint)


def _base() -> Base:
    return BASES[request.blueprint or "hsds"]


def about() -> Response:
    """What this API is."""
    read_request(())
    settings, base = current_settings(), _base()
    root = settings.public_url.rstrip("/")
    publisher = {
        "name": settings.site_name,
        "website": root,
        "email": settings.contact_email,
        "identifier": settings.publisher_identifier,
    }
    return answer(
        {
            "version": base.version,
            "profile": UK_PROFILE if base.uk else f"{root}{HSDS.prefix}/profile",
            "openapi_url": f"{root}{base.prefix}/openapi.json",
            "description": "Social support for mental-health recovery: groups, lines, places and "
            "practices. Open data; every record names its source and licence.",
            "publisher": {key: value for key, value in publisher.items() if value},
            "data_guide": f"{root}/docs/api",
        }
    )


def services() -> Response:
    asked = _asked("services")
    begin_reading()
    found = queries.services(asked, _ranked(asked))
    if asked.get("minimal"):
        return _minimal(asked, found)
    return _list(asked, found, _telling(asked).services)


def service_at_locations() -> Response:
    asked = _asked("service_at_locations")
    begin_reading()
    place = nearby.near(asked.get("postcode"), asked.get("proximity"))
    found = queries.places(asked, _ranked(asked), place)
    return _list(asked, found, _telling(asked).places)


def organizations() -> Response:
    asked = _asked("organizations")
    begin_reading()
    found = queries.organizations(asked, _ranked(asked))
    return _list(asked, found, _telling(asked).organizations)


def taxonomies() -> Response:
    asked = _asked("taxonomies")
    begin_reading()
    return _words(asked, vocabulary.taxonomies(asked), vocabulary.tell_taxonomies)


def taxonomy_terms() -> Response:
    asked = _asked("taxonomy_terms")
    begin_reading()
    return _words(asked, vocabulary.terms(asked), vocabulary.tell_terms)


def service(item_id: str) -> Response:
    return _one("services", item_id, lambda telling, row: telling.services([row])[0])


def service_at_location(item_id: str) -> Response:
    return _one("service_at_locations", item_id, lambda telling, row: telling.places([row])[0])


def organization(item_id: str) -> Response:
    return _one("organizations", item_id, lambda telling, row: telling.organization(row.id))


def taxonomy(item_id: str) -> Response:
    read_request(())
    begin_reading()
    if not vocabulary.is_taxonomy(_uuid(item_id)):
        raise NotFound
    return answer(vocabulary.tell_taxonomies([_uuid(item_id)], uk=_base().uk)[0], midnight())


def taxonomy_term(item_id: str) -> Response:
    read_request(())
    begin_reading()
    if not vocabulary.is_term(_uuid(item_id)):
        raise NotFound
    return answer(vocabulary.tell_terms([_uuid(item_id)], uk=_base().uk)[0], midnight())


def sd_removed() -> Response:
    """What was public and is no longer: our addition, for clients that hold copies."""
    asked = _asked("sd_removed")
    begin_reading()
    found = queries.removed(asked)
    return _list(asked, found, queries.tell_removed)


def openapi_document() -> Response:
    """This base in OpenAPI 3.1."""
    read_request(())
    base = _base()
    return answer(openapi.document(current_settings(), base.prefix, base.version, uk=base.uk))


def about_profile() -> Response:
    """What we add to HSDS: the list of patches and schemas."""
    read_request(())
    folder = _profile_folder()
    names = [(cls, entity_of(cls)) for cls in profile.extended()]
    return answer(
        {
            "title": "What this directory adds to HSDS",
            "version": profile.VERSION,
            "hsds_version": HSDS.version,
            "prefix": PROFILE_PREFIX,
            "patches": [
                f"{folder}profile/{name}.json" for c, name in names if c in profile.changed()
            ],
            "schemas": [f"{folder}schema/{name}.json" for _, name in names],
            "taxonomies": f"{current_settings().public_url.rstrip('/')}{HSDS.prefix}/taxonomies",
            "data_guide": f"{current_settings().public_url.rstrip('/')}/docs/api",
            "credit": "Human Services Data Specification, Open Referral, CC BY-SA 4.0",
        }
    )


def profile_patch(name: str) -> Response:
    """One JSON Merge Patch."""
    read_request(())
    cls = next((cls for cls in profile.changed() if entity_of(cls) == name), None)
    if cls is None:
        raise NotFound
    return answer(profile.patch(cls))


def profile_schema(name: str) -> Response:
    """One official schema together with what we add to it."""
    read_request(())
    cls = next((cls for cls in profile.extended() if entity_of(cls) == name), None)
    if cls is None:
        raise NotFound
    return answer(profile.schema(cls, f"{_profile_folder()}schema/"))


def _profile_folder() -> str:
    return f"{current_settings().public_url.rstrip('/')}{HSDS.prefix}/profile/"


def _asked(name: str) -> dict[str, Any]:
    asked = read_request(parameters.of_list(name, uk=_base().uk))
    if asked.get("per_page", 1) > parameters.MAX_PER_PAGE and not asked.get("minimal"):
        raise parameters.BadParameter(
            "per_page",
            f"At most {parameters.MAX_PER_PAGE} fit on a page. format=ndjson gives everything "
            "in one answer.",
        )
    return asked


def _ranked(asked: dict[str, Any]) -> tuple[str, ...] | None:
    return ranked(asked.get("search"), fictional=asked.get("sd_fictional", False))


def _telling(asked: dict[str, Any]) -> Telling:
    return Telling(
        moment=midnight(),
        full=asked.get("full", False),
        full_service=asked.get("full_service", False),
        uk=_base().uk,
        keep=asked.get("format") != "ndjson",
    )


def _list(
    asked: dict[str, Any],
    found: queries.List,
    tell: Callable[[Any], Sequence[Told]],
) -> Response:
    if asked.get("format") == "ndjson":
        return stream_lines(tell(rows) for rows in found.each())
    number, per_page = asked.get("page", 1), asked.get("per_page", parameters.DEFAULT_PER_PAGE)
    total = found.count()
    start = (number - 1) * per_page
    contents = tell(found.cut(start, per_page)) if start < total else []
    return answer(envelope(contents, total, number, per_page))


def _minimal(asked: dict[str, Any], found: queries.List) -> Response:
    if asked.get("format") == "ndjson":
        return stream_lines(map(queries.tell_minimal, found.each()))
    if "per_page" in asked or "page" in asked:
        return _list({"per_page": parameters.LARGEST_NUMBER} | asked, found, queries.tell_minimal)
    return stream_page(map(queries.tell_minimal, found.each()), found.count())


def _words(asked: dict[str, Any], ids: list[str], tell: Callable[..., Sequence[Told]]) -> Response:
    uk = _base().uk
    if asked.get("format") == "ndjson":
        return stream_lines(iter([tell(ids, uk=uk)]))
    number, per_page = asked.get("page", 1), asked.get("per_page", parameters.DEFAULT_PER_PAGE)
    start = (number - 1) * per_page
    contents = tell(ids[start : start + per_page], uk=uk)
    return answer(envelope(contents, len(ids), number, per_page))


def _one(kind: str, item_id: str, tell: Callable[[Telling, queries.Row], Told]) -> Response:
    asked = read_request(parameters.BY_ID.get(kind, ()))
    begin_reading()
    standing = queries.find(kind, _uuid(item_id))
    if standing.gone:
        raise Explained(410, "This was public here and no longer is. Please remove your copy.")
    if standing.listing_id is None:
        raise NotFound
    row = queries.Row(_uuid(item_id), standing.listing_id)
    telling = Telling(midnight(), True, asked.get("full_service", False), _base().uk)
    document = tell(telling, row)
    # Facts go stale at midnight, which also changes what is told.
    _, changed = queries.standings([standing.listing_id])[standing.listing_id]
    moment = None if kind == "organizations" else max(changed, midnight())
    return answer(document, moment)


def _uuid(text: str) -> str:
    """Raises NotFound: what is no id names nothing."""
    try:
        return str(UUID(text))
    except ValueError:
        raise NotFound from None


READ, ASK = ["GET"], ["GET", "POST"]
ROUTES: tuple[tuple[str, Callable[..., Response], list[str]], ...] = (
    ("", about, READ),
    ("/", about, READ),
    ("/services", services, ASK),
    ("/services/<item_id>", service, READ),
    ("/organizations", organizations, ASK),
    ("/organizations/<item_id>", organization, READ),
    ("/service_at_locations", service_at_locations, ASK),
    ("/service_at_locations/<item_id>", service_at_location, READ),
    ("/taxonomies", taxonomies, ASK),
    ("/taxonomies/<item_id>", taxonomy, READ),
    ("/taxonomy_terms", taxonomy_terms, ASK),
    ("/taxonomy_terms/<item_id>", taxonomy_term, READ),
    ("/sd_removed", sd_removed, READ),
    ("/openapi.json", openapi_document, READ),
)
PROFILE_ROUTES = (
    ("/profile", about_profile, READ),
    ("/profile/profile/<name>.json", profile_patch, READ),
    ("/profile/schema/<name>.json", profile_schema, READ),
)
