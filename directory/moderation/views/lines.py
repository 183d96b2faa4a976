"""Crisis lines: each is confirmed by two different people before the site calls itself fit."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory.accounts.guard import asks, current_account
from directory.extensions import db, now
from directory.listings.queries import published_crisis_lines
from directory.moderation import curating
from directory.moderation.actions import Refused
from directory.moderation.blueprint import moderation
from directory.moderation.forms import HOW
from directory.moderation.views.listings import get_entry
from directory.moderation.views.showing import preview


@moderation.get("/lines")
@asks("see listings")
def lines() -> str:
    found = published_crisis_lines()
    return render_template(
        "moderation/lines.html",
        lines=[
            (entry, preview(entry.record, checked_at=entry.checked_at, how=entry.checked_how),
             curating.first_confirmation(entry))
            for entry in found
        ],
        confirmed=sum(entry.checked_at is not None for entry in found),
        how=HOW,
        me=current_account().email,
    )  # fmt: skip


@moderation.post("/lines/<listing_id>")
@asks("confirm crisis lines")
def confirm_line(listing_id: str) -> Response | tuple[str, int]:
    entry, how, account = get_entry(listing_id), request.form.get("how", ""), current_account()
    try:
        if how not in HOW or not entry.record.crisis:
            raise Refused(_("Say how you know."))
        curating.confirm_line(entry, how=how, role=account.role, actor=account.email, at=now())
    except Refused as error:
        db.session.rollback()
        return render_template("accounts/refused.html", why=error), 409
    db.session.commit()
    return redirect(url_for("moderation.lines"), 303)
