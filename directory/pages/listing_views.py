"""One listing's own page."""

from dataclasses import replace

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from directory.extensions import now
from directory.finding import lines, reading
from directory.listings.publishable import publishable
from directory.listings.queries import Entry, find_published, was_public
from directory.listings.shown.points import points_by_place
from directory.pages.blueprint import pages
from directory.pages.sharing import share_of
from directory.search.engine import EngineUnavailable, current_engine
from directory.search.queries import similar
from directory.web import maps
from directory.web.headers import PAGE, answers, use_script

SIMILAR = 3  # listings below another one
# The button that opens the device's own ways to share.
LISTING_PAGE = replace(PAGE, powers=("web-share",))


@pages.get("/listings/<slug>")
@answers(LISTING_PAGE)
def listing(slug: str) -> str | Response:
    entry = find_published(slug)
    if entry is None:
        abort(410 if was_public(slug) else 404)
    if entry.slug != slug:
        return redirect(url_for("pages.listing", slug=entry.slug), 301)
    reader = reading.current_reader()
    shown = reading.page(entry, reader)
    record = publishable(entry.record, today=now().date())
    points = points_by_place(record)
    use_script("listing")
    if points:
        maps.use_map()
    return render_template(
        "pages/listing.html",
        listing=shown,
        structured=reading.structured(entry),
        lines=lines.panel_lines("soft") if shown.not_for_emergencies else [],
        points=points,
        share=share_of(shown),
        similar=[] if shown.crisis else [reading.card(e, reader) for e in _similar(entry.id)],
    )


def _similar(listing_id: str) -> tuple[Entry, ...]:
    """The page stands without them when the index does not answer."""
    try:
        return similar(current_engine(), listing_id, limit=SIMILAR)
    except EngineUnavailable:
        return ()
