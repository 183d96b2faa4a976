"""Listings themselves: find, edit, history, checks, out of sight and back."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts.guard import asks, current_account
from directory.extensions import db, now
from directory.listings.queries import Entry, entries, list_revisions
from directory.listings.record import Record
from directory.listings.rules import problems
from directory.listings.shared import listings_touched
from directory.moderation import curating, queries, record_form
from directory.moderation.actions import Refused
from directory.moderation.blueprint import moderation
from directory.moderation.diff import changes
from directory.moderation.forms import CheckForm, ReasonForm
from directory.moderation.views.lacking import although, goes_back
from directory.moderation.views.showing import lines_of, preview
from directory.moderation.views.submission import chosen_terms
from directory.submissions import takedowns
from directory.submissions.models import OPEN
from directory.submissions.queries import pending_for
from directory.upkeep import links
from directory.web.locales import current_language

STATES = ("published", "hidden", "archived", "draft")


@moderation.get("/listings")
@asks("see listings")
def listings() -> str:
    words, state = request.args.get("q", "")[:100], request.args.get("state", "")
    page = max(1, request.args.get("page", 1, int))
    return render_template(
        "moderation/listings.html",
        rows=queries.find_listings(words, state, page=page),
        words=words,
        state=state,
        states=STATES,
        page=page,
        size=queries.PAGE,
    )


@moderation.get("/listings/<listing_id>")
@asks("see listings")
def one_listing(listing_id: str) -> str:
    return _page(get_entry(listing_id))


def get_entry(listing_id: str) -> Entry:
    entry = curating.get_entry(listing_id)
    if entry is None:
        abort(404)
    return entry


def _page(entry: Entry, **more: Any) -> str:
    waiting = pending_for([entry.id]).get(entry.id)
    return render_template(
        "moderation/listing.html",
        entry=entry,
        preview=preview(entry.record, checked_at=entry.checked_at, how=entry.checked_how),
        revisions=list(reversed(list_revisions(entry.id))),
        checks=queries.checks_of(entry.id),
        problems=problems(entry.record, today=now().date()),
        duplicates=queries.duplicates(entry.record, queries.neighbours(entry.record, now())),
        waiting=waiting,
        dead_links=links.broken_of(entry.id),
        wishes=[w for w in takedowns.wishes_for(entry.id) if w.state == OPEN],
        **{"form": CheckForm()} | more,
    )


@moderation.route("/listings/<listing_id>/edit", methods=["GET", "POST"])
@asks("edit listings")
def edit_listing(listing_id: str) -> str | Response | tuple[str, int]:
    entry, form, typed = get_entry(listing_id), ReasonForm(request.form), request.form.to_dict()
    if request.method == "GET":
        return _edit_page(entry, entry.record, {}, ReasonForm(), [])
    edited, wrong = record_form.read(entry.record, typed, chosen_terms())
    found: list[Any] = [(w.name, w.sentence) for w in wrong]
    if not form.validate():
        found.append(("reason", str(form.reason.errors[0])))
    if found or goes_back():
        return _edit_page(entry, entry.record, typed, form, found), 422
    touched = sorted(listings_touched([edited.service]))
    if touched and request.form.get("sure") != "yes":
        return _edit_page(entry, entry.record, typed, form, [], touched=touched)
    seen = request.form.get("revision", 0, int)
    try:
        waits = curating.edit(
            entry,
            seen,
            edited,
            reason=form.reason.data or "",
            at=now(),
            although=although(),
            **_who(),
        )
    except Refused as error:
        db.session.rollback()
        return _edit_page(get_entry(listing_id), edited, {}, form, [("", str(error))]), 409
    db.session.commit()
    if waits is not None:
        return redirect(url_for("moderation.submission", submission_id=waits.id), 303)
    return redirect(url_for("moderation.one_listing", listing_id=entry.id), 303)


def _edit_page(
    entry: Entry, record: Record, typed: dict[str, str], form: ReasonForm, wrong: list[Any],
    *, touched: list[str] | None = None,
) -> str:  # fmt: skip
    return render_template(
        "moderation/edit.html",
        heading=entry.record.service.name,
        target=url_for("moderation.edit_listing", listing_id=entry.id),
        back=url_for("moderation.one_listing", listing_id=entry.id),
        groups=record_form.groups(record, typed),
        boxes=record_form.boxes(record, current_language()),
        wrong=wrong,
        reason=form.reason,
        revision=entry.revision,
        touched=list(entries(touched or []).values()),
    )


@moderation.post("/listings/<listing_id>/visibility")
@asks("hide and restore")
def set_visibility(listing_id: str) -> Response | tuple[str, int]:
    entry, act = get_entry(listing_id), request.form.get("act", "")
    if act not in ("hide", "archive", "restore", "take_down"):
        abort(400)
    try:
        curating.set_visibility(entry, act, at=now(), although=although(), **_who())
    except Refused as error:
        db.session.rollback()
        return render_template("accounts/refused.html", why=error), 409
    db.session.commit()
    return redirect(url_for("moderation.one_listing", listing_id=entry.id), 303)


@moderation.post("/listings/<listing_id>/checks")
@asks("record checks")
def add_check(listing_id: str) -> str | Response | tuple[str, int]:
    entry, form = get_entry(listing_id), CheckForm(request.form)
    if entry.record.crisis:
        return redirect(url_for("moderation.lines"), 303)  # these need two people
    if not form.validate():
        return _page(entry, form=form), 422
    curating.check(
        entry, how=form.how.data, confirmed=not form.wrong.data, note=form.note.data or "",
        at=now(), **_who(),
    )  # fmt: skip
    db.session.commit()
    return redirect(url_for("moderation.one_listing", listing_id=entry.id), 303)


@moderation.get("/listings/<listing_id>/history")
@asks("see listings")
def history(listing_id: str) -> str:
    """What two versions say differently; without a choice the newest and the one before."""
    entry = get_entry(listing_id)
    newer = request.args.get("to", entry.revision, int)
    older = request.args.get("from", max(1, newer - 1), int)
    before, after = (queries.revision_of(entry.id, number) for number in (older, newer))
    if before is None or after is None:
        abort(404)
    return render_template(
        "moderation/history.html",
        entry=entry,
        revisions=list_revisions(entry.id),
        older=older,
        newer=newer,
        lines=lines_of(changes(before, after)),
    )


@moderation.post("/listings/<listing_id>/restore")
@asks("edit listings")
def go_back(listing_id: str) -> Response | tuple[str, int]:
    entry, number = get_entry(listing_id), request.form.get("revision", 0, int)
    try:
        waits = curating.go_back_to(entry, number, at=now(), although=although(), **_who())
    except Refused as error:
        db.session.rollback()
        return render_template("accounts/refused.html", why=error), 409
    db.session.commit()
    if waits is not None:
        return redirect(url_for("moderation.submission", submission_id=waits.id), 303)
    return redirect(url_for("moderation.one_listing", listing_id=entry.id), 303)


def _who() -> dict[str, str]:
    account = current_account()
    return {"role": account.role, "actor": account.email}
