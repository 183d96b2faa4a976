"""One thing by its id."""

from collections.abc import Callable

from flask import Response
from werkzeug.exceptions import NotFound

from directory.api import parameters, queries, vocabulary
from directory.api.answers import answer, begin_reading
from directory.api.asking import read_request
from directory.api.documents import Telling, Told, midnight
from directory.api.problems import Explained
from directory.api.views.bases import current_base, uuid_of


def service(item_id: str) -> Response:
    return _one("services", item_id, lambda telling, row: telling.services([row])[0])


def service_at_location(item_id: str) -> Response:
    return _one("service_at_locations", item_id, lambda telling, row: telling.places([row])[0])


def organization(item_id: str) -> Response:
    return _one("organizations", item_id, lambda telling, row: telling.organization(row.id))


def taxonomy(item_id: str) -> Response:
    read_request(())
    begin_reading()
    if not vocabulary.is_taxonomy(uuid_of(item_id)):
        raise NotFound
    return answer(
        vocabulary.tell_taxonomies([uuid_of(item_id)], uk=current_base().uk)[0], midnight()
    )


def taxonomy_term(item_id: str) -> Response:
    read_request(())
    begin_reading()
    if not vocabulary.is_term(uuid_of(item_id)):
        raise NotFound
    told = vocabulary.tell_terms([uuid_of(item_id)], uk=current_base().uk)
    return answer(told[0], midnight())


def _one(kind: str, item_id: str, tell: Callable[[Telling, queries.Row], Told]) -> Response:
    asked = read_request(parameters.BY_ID.get(kind, ()))
    begin_reading()
    standing = queries.find(kind, uuid_of(item_id))
    if standing.gone:
        raise Explained(410, "This was public here and no longer is. Please remove your copy.")
    if standing.listing_id is None:
        raise NotFound
    row = queries.Row(uuid_of(item_id), standing.listing_id)
    telling = Telling(midnight(), True, asked.get("full_service", False), current_base().uk)
    document = tell(telling, row)
    # Facts go stale at midnight, which also changes what is told.
    _, changed = queries.standings([standing.listing_id])[standing.listing_id]
    moment = None if kind == "organizations" else max(changed, midnight())
    return answer(document, moment)
