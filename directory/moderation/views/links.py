"""Web addresses of listings that do not answer."""

from __future__ import annotations

from flask import render_template

from directory.accounts.guard import asks
from directory.listings.queries import entries
from directory.moderation.blueprint import moderation
from directory.upkeep import links as links_of
from directory.web.outside import may_ask


@moderation.get("/links")
@asks("see listings")
def links() -> str:
    rows = links_of.broken()
    found = entries([row.listing_id for row in rows])
    return render_template(
        "moderation/links.html",
        rows=[(row, found[row.listing_id]) for row in rows if row.listing_id in found],
        looked_at=links_of.count_looked_at(),
        on=may_ask("links"),
    )
