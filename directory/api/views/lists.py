"""The lists: five of HSDS, by GET and POST, and what was removed."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, current_app, g, request

from directory.api import nearby, parameters, queries, vocabulary
from directory.api.answers import answer, begin_reading, envelope, stream_lines, stream_page
from directory.api.asking import read_request
from directory.api.documents import Telling, Told, midnight
from directory.api.searching import ranked
from directory.api.views.bases import current_base
from directory.api.whole import Answers


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


def sd_removed() -> Response:
    """What was public and is no longer: our addition, for clients that hold copies."""
    asked = _asked("sd_removed")
    begin_reading()
    found = queries.removed(asked)
    return _list(asked, found, queries.tell_removed)


def _asked(name: str) -> dict[str, Any]:
    asked = read_request(parameters.of_list(name, uk=current_base().uk))
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
        uk=current_base().uk,
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
    total = _total(asked, found)
    start = (number - 1) * per_page
    contents = tell(found.cut(start, per_page)) if start < total else []
    return answer(envelope(contents, total, number, per_page))


# What chooses a page or its form, and not what is counted.
_NOT_COUNTED = frozenset({"page", "per_page", "format", "full", "full_service", "minimal"})


def _total(asked: dict[str, Any], found: queries.List) -> int:
    """How many there are in all, counted once while nothing changed."""
    if g.state_of_data is None:
        return found.count()
    chosen = sorted((k, str(v)) for k, v in asked.items() if k not in _NOT_COUNTED)
    key = (request.endpoint, tuple(chosen), g.state_of_data)
    answers: Answers = current_app.extensions["api_answers"]
    return answers.count(key, found.count)


def _minimal(asked: dict[str, Any], found: queries.List) -> Response:
    if asked.get("format") == "ndjson":
        return stream_lines(map(queries.tell_minimal, found.each()))
    if "per_page" in asked or "page" in asked:
        return _list({"per_page": parameters.LARGEST_NUMBER} | asked, found, queries.tell_minimal)
    return stream_page(map(queries.tell_minimal, found.each()), found.count())


def _words(asked: dict[str, Any], ids: list[str], tell: Callable[..., Sequence[Told]]) -> Response:
    uk = current_base().uk
    if asked.get("format") == "ndjson":
        return stream_lines(iter([tell(ids, uk=uk)]))
    number, per_page = asked.get("page", 1), asked.get("per_page", parameters.DEFAULT_PER_PAGE)
    start = (number - 1) * per_page
    contents = tell(ids[start : start + per_page], uk=uk)
    return answer(envelope(contents, len(ids), number, per_page))
