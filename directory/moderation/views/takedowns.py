"""Wishes to be taken off: what waits, with the hours left of the promised day."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts import audit
from directory.accounts.guard import asks, current_account
from directory.extensions import db, now
from directory.listings.queries import entries
from directory.moderation.blueprint import moderation
from directory.moderation.views.queue import kinds
from directory.submissions import takedowns
from directory.submissions.models import OPEN, Takedown

HOUR = timedelta(hours=1)


@moderation.get("/wishes")
@asks("see the queue")
def wishes() -> str:
    rows = takedowns.open_wishes()
    found = entries([row.listing_id for row in rows])
    at = now()
    return render_template(
        "moderation/wishes.html",
        rows=[(row, found.get(row.listing_id), _left(row, at)) for row in rows],
        their_own=takedowns.is_their_own,
        **kinds("wishes"),
    )


def _left(row: Takedown, at: datetime) -> int:
    """Whole hours until the promised day is over; below zero it is late."""
    return (row.at + takedowns.PROMISE - at) // HOUR


@moderation.post("/wishes/<wish_id>/<act>")
@asks("hide and restore")
def settle_wish(wish_id: str, act: str) -> Response | tuple[str, int]:
    row, account, at = takedowns.find_wish(wish_id), current_account(), now()
    if row is None or row.state != OPEN:
        abort(404)
    match act:
        case "called":
            if request.form.get("code", "").strip() != row.code:
                why = "This is not the code. Ask for the six digits once more."
                return render_template("accounts/refused.html", why=why), 409
            takedowns.proven(row, at)
        case "grant" | "refuse":
            takedowns.decide(row, granted=act == "grant", at=at)
        case _:
            abort(404)
    audit.write(
        {"called": "wish proven", "grant": "take off", "refuse": "wish refused"}[act],
        actor=account.email, role=account.role, subject=f"listing {row.listing_id}", at=at,
        wish=row.id,
    )  # fmt: skip
    db.session.commit()
    return redirect(url_for("moderation.wishes"), 303)
