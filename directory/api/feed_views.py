"""For machines that follow the public pages: sitemaps, a feed of changes, calendars."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import quote
from xml.sax.saxutils import escape

import orjson
from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    redirect,
    request,
    stream_with_context,
    url_for,
)
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select
from werkzeug.wrappers import Response as AnyResponse

from directory.api.answers import begin_reading
from directory.api.whole import KEEP, is_known, mark_of, state_of_data
from directory.config import current_settings
from directory.extensions import db, now
from directory.geo.gazetteer import gazetteer_at
from directory.listings.calendar import calendar
from directory.listings.models import PUBLISHED, Listing
from directory.listings.publishable import publishable
from directory.listings.queries import each_published, find_published, published, was_public
from directory.listings.serializers import atom
from directory.listings.serializers.meetings import meetings
from directory.listings.serializers.sessions import calendar_entries
from directory.search import browsing
from directory.search.engine import EngineUnavailable, current_engine
from directory.search.queries import zone_of
from directory.web.headers import API, answer_with
from directory.web.locales import current_language

ADDRESSES = 40_000  # in one file; the rule allows 50,000
CHANGES = 50  # in the feed
TEXTS = (
    *("", "crisis", "about", "policy", "privacy", "docs/api", "mix", "plan", "guides"),
    *("guides/kinds", "guides/first-group", "guides/supporting", "guides/online"),
)
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

feeds = Blueprint("feeds", __name__)
answer_with(feeds, API)


def init_app(app: Flask) -> None:
    app.register_blueprint(feeds)


@feeds.get("/sitemap.xml")
def sitemap() -> Response:
    """The list of all sitemaps: texts and browse pages, then as many as the listings need."""
    statement = select(func.count()).select_from(Listing).where(*_crawled())
    files = -(-(db.session.scalar(statement) or 0) // _listings_in_file())
    lines = [
        f"<sitemap><loc>{_root()}/sitemaps/{number}.xml</loc></sitemap>"
        for number in range(files + 1)
    ]
    return _xml(f"{_HEAD}<sitemapindex {_SITEMAP}>{''.join(lines)}</sitemapindex>")


@feeds.get("/sitemaps/<int(max=999999):number>.xml")
def sitemap_file(number: int) -> Response:
    """Number 0: texts and browse pages; from 1 on the listings in the order of their ids."""
    addresses = _texts() if number == 0 else _listings(number - 1)
    lines = "".join(addresses)
    if not lines:
        abort(404)
    return _xml(f"{_HEAD}<urlset {_SITEMAP}>{lines}</urlset>")


def _texts() -> Iterator[str]:
    for path in (*TEXTS, *_browse_pages()):
        yield from _in_each_language(path)


def _browse_pages() -> Iterator[str]:
    """The wider places come first, so what does not fit any more are towns."""
    settings = current_settings()
    gazetteer = gazetteer_at(settings.home, settings.default_country)
    found = browsing.addresses(current_engine(), now=now(), find_state=gazetteer.state_named)
    try:
        yield from (quote(path) for path in islice(found, max(0, _listings_in_file() - len(TEXTS))))
    except EngineUnavailable:
        return  # the texts and the listings stand without it


def _listings(number: int) -> Iterator[str]:
    size = _listings_in_file()
    statement = (
        select(Listing.slug, Listing.changed_at)
        .where(*_crawled())
        .order_by(Listing.id)
        .offset(number * size)
        .limit(size)
    )
    for row in db.session.execute(statement):
        yield from _in_each_language(f"listings/{row.slug}", row.changed_at)


def _in_each_language(path: str, changed: datetime | None = None) -> Iterator[str]:
    first = current_settings().languages[0]
    moment = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    for language in current_settings().languages:
        start = _root() if language == first else f"{_root()}/{language}"
        yield f"<url><loc>{escape(f'{start}/{path}')}</loc>{moment}</url>"


def _listings_in_file() -> int:
    return ADDRESSES // len(current_settings().languages)


def _crawled() -> list[ColumnElement[bool]]:
    return [Listing.visibility == PUBLISHED, ~Listing.fictional]


@feeds.get("/changes.atom")
def changes() -> Response:
    """The listings that changed last. Made-up ones are left out."""
    newest = select(Listing.id).where(*_crawled()).order_by(Listing.changed_at.desc(), Listing.id)
    ids = list(db.session.scalars(newest.limit(CHANGES)))
    entries = published(ids)
    items = [
        atom.Item(
            id=entry.id,
            title=entry.record.service.name,
            url=_root() + url_for("pages.listing", slug=entry.slug),
            updated=entry.changed_at,
            summary=(entry.record.service.description or "")[:300],
            language=entry.record.language,
        )
        for entry in (entries[i] for i in ids if i in entries)
    ]
    body = atom.feed(
        items,
        title=_("%(site)s: what changed", site=current_settings().site_name),
        url=_root() + url_for("feeds.changes"),
        page=_root() + url_for("pages.home"),
        updated=max((item.updated for item in items), default=datetime(2026, 1, 1, tzinfo=UTC)),
    )
    return _kept(body, atom.MIMETYPE)


@feeds.get("/meetings.json")
def meeting_guide() -> Response:
    """What meets each week, for meeting finders on any site: the Meeting Guide format."""
    begin_reading()
    response = current_app.response_class(mimetype="application/json")
    response.headers["Cache-Control"] = KEEP
    response.headers["Access-Control-Allow-Origin"] = "*"
    known = is_known(response, mark_of((state_of_data(), now().date())))
    if not known and request.method == "GET":
        response.response = stream_with_context(_meeting_rows())
    return response


def _meeting_rows() -> Iterator[bytes]:
    today, before = now().date(), b"["
    for entry in each_published():
        if entry.record.fictional:
            continue
        record = publishable(entry.record, today=today, changed_at=entry.changed_at)
        page = _root() + url_for("pages.listing", slug=entry.slug)
        for row in meetings(record, entry.slug, page):
            yield before + orjson.dumps(row)
            before = b","
    yield b"]" if before == b"," else b"[]"


@feeds.get("/listings/<slug>.ics")
def listing_calendar(slug: str) -> AnyResponse:
    """The sessions of one listing. `neutral=yes` for calendars that others can see."""
    entry = find_published(slug)
    if entry is None:
        abort(410 if was_public(slug) else 404)
    neutral = request.args.get("neutral") == "yes"
    if entry.slug != slug:
        kept = "yes" if neutral else None
        moved = url_for("feeds.listing_calendar", slug=entry.slug, neutral=kept)
        return redirect(moved, 301)
    record = publishable(entry.record, today=now().date(), changed_at=entry.changed_at)
    body = calendar(
        calendar_entries(
            record,
            changed=entry.changed_at,
            revision=entry.revision,
            url=_root() + url_for("pages.listing", slug=entry.slug),
            default_zone=zone_of(entry.record),
        ),
        name=record.service.name,
        neutral=neutral,
        locale=current_language(),
        say=_,
    )
    response = _kept(body, "text/calendar")
    name = "sessions" if neutral else entry.slug
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _root() -> str:
    return current_settings().public_url.rstrip("/")


def _xml(text: str) -> Response:
    return _kept(text.encode(), "application/xml")


def _kept(body: bytes, mimetype: str) -> Response:
    response = current_app.response_class(body, mimetype=mimetype)
    response.headers["Cache-Control"] = KEEP
    response.add_etag()
    response.make_conditional(request)
    return response
