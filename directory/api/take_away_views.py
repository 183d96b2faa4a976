"""What one listing gives to take along: an entry for an address book, a code for a camera."""

from io import BytesIO

import segno
from flask import Response, abort, current_app, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from directory.api.feed_views import feeds
from directory.api.whole import KEEP
from directory.extensions import now
from directory.listings.publishable import publishable
from directory.listings.queries import Entry, find_published, was_public
from directory.listings.serializers import vcard
from directory.web.headers import FILE, answers
from directory.web.locales import page_url


@feeds.get("/listings/<slug>.vcf")
def listing_contact(slug: str) -> AnyResponse:
    """For an address book. `neutral=yes`: under a name that tells a passer-by nothing."""
    entry = _entry(slug)
    neutral = request.args.get("neutral") == "yes"
    if entry.slug != slug:
        kept = "yes" if neutral else None
        moved = url_for("feeds.listing_contact", slug=entry.slug, neutral=kept)
        return redirect(moved, 301)
    body = vcard.vcard(
        publishable(entry.record, today=now().date(), changed_at=entry.changed_at),
        url=page_url("pages.listing", slug=entry.slug),
        changed=entry.changed_at,
        neutral=_("A number to call") if neutral else "",
    )
    response = _kept(body, f"{vcard.MIMETYPE}; charset=utf-8")
    name = "contact" if neutral else entry.slug
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.vcf"'
    return response


@feeds.get("/listings/<slug>/code.svg")
@answers(FILE)
def listing_code(slug: str) -> AnyResponse:
    """The address of the page as a code that a camera reads. Made here, known to nobody else."""
    entry = _entry(slug)
    if entry.slug != slug:
        return redirect(url_for("feeds.listing_code", slug=entry.slug), 301)
    drawn = BytesIO()
    address = page_url("pages.listing", slug=entry.slug)
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=4, border=4, light="#fff", xmldecl=False, title=None
    )
    return _kept(drawn.getvalue(), "image/svg+xml")


def _entry(slug: str) -> Entry:
    entry = find_published(slug)
    if entry is None:
        abort(410 if was_public(slug) else 404)
    return entry


def _kept(body: bytes, mimetype: str) -> Response:
    response = current_app.response_class(body, content_type=mimetype)
    response.headers["Cache-Control"] = KEEP
    response.add_etag()
    response.make_conditional(request)
    return response
