"""Two listings that are one: side by side, the best of both, the old address leads on."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts.guard import asks, current_account
from directory.extensions import db, now
from directory.moderation import curating
from directory.moderation.actions import Refused
from directory.moderation.blueprint import moderation
from directory.moderation.diff import changes
from directory.moderation.merging import best_of_both
from directory.moderation.views.lacking import although
from directory.moderation.views.listings import get_entry
from directory.moderation.views.showing import lines_of


@moderation.route("/listings/<kept_id>/merge/<gone_id>", methods=["GET", "POST"])
@asks("merge listings")
def merge_listings(kept_id: str, gone_id: str) -> str | Response | tuple[str, int]:
    kept, gone = get_entry(kept_id), get_entry(gone_id)
    if request.method == "GET":
        return render_template(
            "moderation/merge.html",
            kept=kept,
            gone=gone,
            lines=lines_of(changes(kept.record, gone.record)),
        )
    chosen = {name for name, value in request.form.items() if value == "other"}
    account = current_account()
    try:
        record = best_of_both(kept.record, gone.record, chosen)
        curating.merge(
            kept, gone, record, role=account.role, actor=account.email, at=now(),
            although=although(),
        )  # fmt: skip
    except Refused as error:
        db.session.rollback()
        return render_template("accounts/refused.html", why=error), 409
    db.session.commit()
    return redirect(url_for("moderation.one_listing", listing_id=kept.id), 303)
