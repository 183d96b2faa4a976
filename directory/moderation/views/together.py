"""A whole flood on one page: what will happen, one reason, one button, and one button to take all
of it back."""

from __future__ import annotations

from datetime import datetime, timedelta

import orjson
from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts import audit
from directory.accounts.guard import asks, current_account
from directory.extensions import EPOCH, db, now
from directory.moderation import actions, queries, together
from directory.moderation.blueprint import moderation
from directory.moderation.forms import RejectForm
from directory.moderation.signs import cluster
from directory.moderation.views.queue import get_pending
from directory.moderation.views.showing import why_not
from directory.submissions.models import Submission
from directory.submissions.states import IllegalMove

KINDS = ("new", "change", "import", "suspect")


@moderation.route("/together", methods=["GET", "POST"])
@asks("decide")
def decline_together() -> str | Response | tuple[str, int]:
    """GET with `like`, a submission, or with a filter of the queue: says what will happen. POST
    declines what was on that page, and nothing that arrived or changed since."""
    form, account, at = RejectForm(request.form), current_account(), now()
    if request.method == "GET":
        ids = _chosen()
        return _page(ids[: together.MOST], len(ids), at, form)
    ids = request.form.get("these", "").split(",")[: together.MOST]
    seen = _moment(request.form.get("seen", ""))
    if not form.validate():
        return _page(ids, request.form.get("of", len(ids), int), seen, form), 422
    found = together.sort_out(ids, account_id=account.id, seen=seen)
    if not found.these:
        mine = together.declined_by(account.email, found.left)
        if mine:  # a second click
            return redirect(url_for("moderation.declined_together", together_id=mine), 303)
        why = actions.Refused(why_not(IllegalMove("", "")))
        return render_template("accounts/refused.html", why=why), 409
    done = together.decline(
        found.these, reason=form.reason, role=account.role, actor=account.email, at=at
    )
    db.session.commit()
    return redirect(
        url_for("moderation.declined_together", together_id=done, left=len(found.left) or None),
        303,
    )


def _chosen() -> list[str]:
    """What waits and is alike, or what a filter of the queue shows, oldest first."""
    like = request.args.get("like", "")
    if like:
        first = get_pending(like)
        record = queries.record_of(first)
        waiting = queries.waiting_like(record, but=first.id, most=together.MOST * 2)
        return [first.id, *reversed(cluster(record, waiting))]
    kind, whose = request.args.get("kind", ""), request.args.get("whose", "")
    if kind not in KINDS:
        abort(404)
    return queries.all_of(kind, whose, current_account().id)


def _page(ids: list[str], matching: int, seen: datetime, form: RejectForm) -> str:
    found = together.sort_out(ids, account_id=current_account().id, seen=seen)
    return render_template(
        "moderation/decline_together.html",
        these=_named(found.these),
        left=_named(found.left),
        matching=matching,
        most=together.MOST,
        letters=sum(bool(row.sender_email) for row in found.these),
        rest=int(together.LETTERS_REST.total_seconds() // 60),
        seen=(seen - EPOCH) // timedelta(milliseconds=1),
        form=form,
    )


def _named(rows: list[Submission]) -> list[tuple[str, str]]:
    """(id, name); a name that is empty or forgotten is told by its number."""
    names = [str(orjson.loads(row.record)["service"]["name"]) if row.record else "" for row in rows]
    return [(row.id, name or row.id) for row, name in zip(rows, names, strict=True)]


def _moment(text: str) -> datetime:
    try:
        return EPOCH + timedelta(milliseconds=int(text))
    except (ValueError, OverflowError):
        abort(400)


@moderation.get("/together/<together_id>")
@asks("see the queue")
def declined_together(together_id: str) -> str:
    """What was declined in one act, and what of it can be taken back."""
    decisions = together.decisions_of(together_id)
    if not decisions:
        abort(404)
    found = together.sort_declined(decisions, now())
    return render_template(
        "moderation/declined_together.html",
        together_id=together_id,
        first=decisions[0],
        count=len(decisions),
        these=_named(found.these),
        left=_named(found.left),
        rest=int(together.LETTERS_REST.total_seconds() // 60),
        undone=audit.find(f"together {together_id}", together.UNDONE),
        left_before=request.args.get("left", 0, int),
    )


@moderation.post("/together/<together_id>/undo")
@asks("decide")
def undo_together(together_id: str) -> Response:
    account = current_account()
    if not together.decisions_of(together_id):
        abort(404)
    together.take_back(together_id, role=account.role, actor=account.email, at=now())
    db.session.commit()
    return redirect(url_for("moderation.declined_together", together_id=together_id), 303)
