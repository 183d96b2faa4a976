"""Any search as a calendar and as a feed, for programs that come back to ask. The address holds
the question, so a page lets people choose what stands in it (`pages.follow`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flask import Response, abort, current_app, request, url_for
from flask_babel import gettext as _

from directory.api.feed_views import feeds
from directory.config import current_settings
from directory.extensions import now
from directory.finding import reading
from directory.finding.find import find
from directory.finding.forms import SearchForm
from directory.listings.calendar import calendar
from directory.listings.publishable import publishable
from directory.listings.queries import Entry
from directory.listings.serializers import atom
from directory.listings.serializers.sessions import calendar_entries
from directory.search.queries import zone_of
from directory.search.query import Query
from directory.web.locales import current_language, page_url

MOST = 200  # listings in one file: the best matches
NEWS = 50  # of them in a feed: those that changed last


@feeds.get("/search.ics")
def search_calendar() -> Response:
    """The sessions of all that a search finds. `neutral=yes` for calendars that others can see."""
    neutral = request.args.get("neutral") == "yes"
    entries = [
        entry
        for found in _found()
        for entry in calendar_entries(
            publishable(found.record, today=now().date(), changed_at=found.changed_at),
            changed=found.changed_at,
            revision=found.revision,
            url=page_url("pages.listing", slug=found.slug),
            default_zone=zone_of(found.record),
        )
    ]
    name = current_settings().site_name
    body = calendar(entries, name=name, neutral=neutral, locale=current_language(), say=_)
    response = _kept(body, "text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="sessions.ics"'
    return response


@feeds.get("/search.atom")
def search_feed() -> Response:
    """The listings that a search finds, those that changed last first. Its title says nothing of
    what was searched for: feed readers show it in lists."""
    newest = sorted(_found(), key=lambda entry: (entry.changed_at, entry.id), reverse=True)
    items = [
        atom.Item(
            id=entry.id,
            title=entry.record.service.name,
            url=page_url("pages.listing", slug=entry.slug),
            updated=entry.changed_at,
            summary=(entry.record.service.description or "")[:300],
            language=entry.record.language,
        )
        for entry in newest[:NEWS]
    ]
    body = atom.feed(
        items,
        title=_("%(site)s: a search", site=current_settings().site_name),
        url=_own_address(),
        page=page_url("pages.home"),
        updated=max((item.updated for item in items), default=datetime(2026, 1, 1, tzinfo=UTC)),
    )
    return _kept(body, atom.MIMETYPE)


def _found() -> list[Entry]:
    """What the search finds, without what is made up for demonstration (RULINGS 5). What is open
    this minute is no question for a program that asks once a day."""
    form = SearchForm(request.args)
    form.validate()
    asked = replace(form.asked(), open_now=False, page=1)
    found = find(asked, reading.current_reader(), narrowed=_all_of_it)
    if found.broken:
        abort(503)
    ids = [hit.listing_id for hit in found.answer.hits]
    return [found.entries[i] for i in ids if i in found.entries]


def _all_of_it(query: Query) -> Query:
    return replace(
        query, per_page=MOST, shelves=False, count=(), rescue=False, fictional=False, open=None
    )


def _own_address() -> str:
    query = request.query_string.decode("ascii", "replace")
    base = current_settings().public_url.rstrip("/") + url_for("feeds.search_feed")
    return f"{base}?{query}" if query else base


def _kept(body: bytes, mimetype: str) -> Response:
    """For whoever asked alone: the address may hold somebody's words."""
    response = current_app.response_class(body, mimetype=mimetype)
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
