"""Something is wrong? Reports on one listing together, and what a moderator found."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts.guard import asks, current_account
from directory.accounts.memberships import By
from directory.extensions import db, now
from directory.listings.doubts import is_last_crisis_line
from directory.listings.queries import Entry
from directory.moderation import queries, reported
from directory.moderation.actions import Refused
from directory.moderation.blueprint import moderation
from directory.moderation.forms import AskForm, RightForm, WrongForm
from directory.moderation.views.listings import get_entry
from directory.moderation.views.queue import about_listings
from directory.moderation.views.showing import preview
from directory.submissions import reports
from directory.submissions.models import OPEN


@moderation.get("/reports")
@asks("see the queue")
def list_reports() -> str:
    return render_template(
        "moderation/reports.html", **about_listings("reports", reports.reported())
    )


@moderation.get("/reports/<listing_id>")
@asks("see the queue")
def reports_on(listing_id: str) -> str:
    return _page(get_entry(listing_id))


def _page(entry: Entry, **more: Any) -> str:
    rows = reports.reports_on(entry.id)
    seen: dict[str, int] = {}
    for row in reversed(rows):
        if row.network:
            seen.setdefault(row.network, len(seen) + 1)
    return render_template(
        "moderation/reported.html",
        entry=entry,
        rows=[(row, seen.get(row.network or "", 0)) for row in rows],
        open=[row for row in rows if row.state == OPEN],
        last_line=entry.record.crisis and is_last_crisis_line(entry.id),
        preview=preview(entry.record, checked_at=entry.checked_at, how=entry.checked_how),
        checks=queries.checks_of(entry.id)[:5],
        **{"right": RightForm(), "wrong": WrongForm(), "ask": AskForm()} | more,
    )


@moderation.post("/reports/<listing_id>/<move>")
@asks("decide")
def decide_reports(listing_id: str, move: str) -> str | Response | tuple[str, int]:
    entry, account, at = get_entry(listing_id), current_account(), now()
    by = By(account.email, account.role)
    try:
        match move:
            case "right":
                right = RightForm(request.form)
                if not right.validate():
                    return _page(entry, right=right), 422
                note = right.note.data or ""
                reported.confirm_right(entry, how=right.how.data, note=note, by=by, at=at)
            case "wrong":
                wrong = WrongForm(request.form)
                if not wrong.validate():
                    return _page(entry, wrong=wrong), 422
                reported.confirm_wrong(
                    entry, what=_gravest(entry), then=wrong.then.data, how=wrong.how.data,
                    note=wrong.note.data or "", by=by, at=at,
                )  # fmt: skip
            case "send-on":
                ask = AskForm(request.form)
                if not ask.validate():
                    return _page(entry, ask=ask), 422
                reported.send_on(entry, ask.question.data or "", by=by, at=at)
            case _:
                abort(404)
    except Refused as error:
        db.session.rollback()
        return _page(get_entry(listing_id), refused=str(error)), 409
    db.session.commit()
    if move == "wrong" and entry.visibility == "published":
        return redirect(url_for("moderation.one_listing", listing_id=entry.id), 303)
    return redirect(url_for("moderation.reports_on", listing_id=entry.id), 303)


def _gravest(entry: Entry) -> str:
    """What the reports were about; a number where there are none left."""
    said = {row.what for row in reports.open_reports(entry.id)} | set(entry.doubts)
    return next((what for what in reports.WHAT if what in said), "number")
