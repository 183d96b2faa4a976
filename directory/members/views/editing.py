"""Changing a listing of ours, and adding one: the same form and the same words as everybody's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts.guard import asks, current_account
from directory.extensions import db, now
from directory.listings.queries import Entry
from directory.listings.record import Record, new_id
from directory.members import actions
from directory.members.blueprint import members
from directory.members.forms import WhyForm
from directory.members.harmless import NOT_THEIR_AXES, may_write
from directory.members.views.asking import own_listing, own_organization
from directory.moderation import record_form
from directory.moderation.actions import Refused
from directory.moderation.record_form import Group
from directory.moderation.views.submission import chosen_terms
from directory.submissions import arrivals, tokens
from directory.web.locales import current_language


@members.route("/listings/<listing_id>/edit", methods=["GET", "POST"])
@asks("change our listings")
def edit(listing_id: str) -> str | Response | tuple[str, int]:
    entry, _row = own_listing(listing_id, "change our listings")
    form = WhyForm(request.form)
    if request.method == "GET":
        return _page(entry, entry.record, {}, form, [])
    typed = {name: value for name, value in request.form.items() if _is_theirs(name)}
    chosen = {axis: codes for axis, codes in chosen_terms().items() if axis not in NOT_THEIR_AXES}
    edited, wrong = record_form.read(entry.record, typed, chosen)
    found: list[Any] = [(w.name, w.sentence) for w in wrong]
    if not form.validate():
        found.append(("reason", str(form.reason.errors[0])))
    if found:
        return _page(entry, entry.record, typed, form, found), 422
    seen = min(request.form.get("revision", 0, int) or entry.revision, entry.revision)
    try:
        outcome = actions.change(
            entry, seen, edited, why=(form.reason.data or "").strip(), account=current_account(),
            language=current_language(), at=now(),
        )  # fmt: skip
    except Refused as error:
        db.session.rollback()
        entry, _row = own_listing(listing_id, "change our listings")
        return _page(entry, edited, {}, form, [("", str(error))]), 409
    db.session.commit()
    done = "both" if outcome.live and outcome.waits else "live" if outcome.live else "asked"
    return redirect(url_for("members.one_listing", listing_id=entry.id, done=done), 303)


def _is_theirs(name: str) -> bool:
    path = tuple(name.removesuffix("/remove").split("/"))
    return may_write(path)


def _page(
    entry: Entry, record: Record, typed: dict[str, str], form: WhyForm, wrong: list[Any]
) -> str:
    groups = map(_theirs, record_form.groups(record, typed))
    boxes = record_form.boxes(record, current_language())
    return render_template(
        "moderation/edit.html",
        heading=entry.record.service.name,
        target=url_for("members.edit", listing_id=entry.id),
        back=url_for("members.one_listing", listing_id=entry.id),
        groups=[group for group in groups if group.fields],
        boxes=[box for box in boxes if box[0] not in NOT_THEIR_AXES],
        touched=[],
        wrong=wrong,
        reason=form.reason,
        revision=entry.revision,
    )


def _theirs(group: Group) -> Group:
    """The group without facts that are not theirs to write."""
    fields = tuple(field for field in group.fields if _is_theirs(field.name))
    return replace(group, fields=fields)


@members.post("/organizations/<organization_id>/new")
@asks("change our listings")
def add(organization_id: str) -> Response:
    """A new listing of ours goes through the flow that everybody uses, with what we know filled
    in and the address confirmed already."""
    organization, row = own_organization(organization_id, "change our listings")
    account, at = current_account(), now()
    known = {
        "organization": organization.name,
        "organization_id": organization.id,
        "account": account.id,
        "sender_email": account.email,
        "sender_name": account.shown,
        "sender_role": row.role,
    }
    draft = arrivals.start(
        known, nonce=f"our:{new_id()}"[:40], language=current_language(), suspect=False, at=at
    )
    link = tokens.link_of(tokens.CONTINUE, draft.id)
    assert link
    secret = tokens.spell(link)
    db.session.commit()
    return redirect(url_for("submissions.step", secret=secret, step="what"), 303)
