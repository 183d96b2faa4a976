"""Organizations: find, make, change. A change says first which listings it touches."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts.guard import asks, current_account
from directory.extensions import db, now
from directory.listings import codec
from directory.listings.mapping import load
from directory.listings.queries import entries
from directory.listings.record import Organization, Record, Service, new_id
from directory.listings.sharing import listings_of
from directory.moderation import curating, queries, record_form
from directory.moderation.actions import Refused
from directory.moderation.blueprint import moderation
from directory.moderation.diff import changes
from directory.moderation.forms import ReasonForm
from directory.moderation.views.lacking import although
from directory.moderation.views.showing import lines_of
from directory.submissions.models import Submission

PREFIX = "service/organization/"


@moderation.get("/organizations")
@asks("see listings")
def organizations() -> str:
    words, page = request.args.get("q", "")[:100], max(1, request.args.get("page", 1, int))
    return render_template(
        "moderation/organizations.html",
        rows=queries.find_organizations(words, page=page),
        words=words,
        page=page,
        size=queries.PAGE,
    )


@moderation.route("/organizations/new", methods=["GET", "POST"])
@asks("edit listings")
def new_organization() -> str | Response | tuple[str, int]:
    owner_id = request.form.get("id") or new_id()
    if not is_id(owner_id) or load(Organization, [owner_id]):
        abort(409)
    return _form(Organization(id=owner_id), new=True)


@moderation.get("/organizations/<owner_id>")
@asks("see listings")
def organization(owner_id: str) -> str:
    return _page(get_organization(owner_id), {}, ReasonForm(), new=False)


@moderation.post("/organizations/<owner_id>/edit")
@asks("edit listings")
def edit_organization(owner_id: str) -> str | Response | tuple[str, int]:
    return _form(get_organization(owner_id), new=False)


def get_organization(owner_id: str) -> Organization:
    owner: Organization | None = load(Organization, [owner_id]).get(owner_id)
    if owner is None:
        abort(404)
    return owner


def is_id(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4


def _form(owner: Organization, *, new: bool) -> str | Response | tuple[str, int]:
    form, typed = ReasonForm(request.form), request.form.to_dict()
    if request.method == "GET":
        return _page(owner, {}, ReasonForm(), new=new)
    held = _as_record(owner)
    edited, wrong = record_form.read(held, typed, {})
    found: list[Any] = [(w.name, w.sentence) for w in wrong if w.name.startswith(PREFIX)]
    if not form.validate():
        found.append(("reason", str(form.reason.errors[0])))
    if found:
        return _page(owner, typed, form, new=new, wrong=found), 422
    changed = edited.service.organization
    assert changed is not None
    lines = lines_of(changes(held, edited))
    if not lines or request.form.get("sure") != "yes":
        return _page(owner, typed, form, new=new, lines=lines, same=not lines)
    if typed.get("seen") != _digest(owner):
        why = [("", "Somebody else changed this organization meanwhile. Look at it again.")]
        return _page(owner, {}, form, new=new, wrong=why), 409
    account = current_account()
    try:
        done = curating.change_organization(
            changed,
            reason=form.reason.data or "",
            role=account.role,
            actor=account.email,
            at=now(),
            although=although(),
        )
    except Refused as error:
        db.session.rollback()
        return _page(owner, typed, form, new=new, wrong=[("", str(error))]), 409
    db.session.commit()
    if isinstance(done, Submission):
        return redirect(url_for("moderation.submission", submission_id=done.id), 303)
    return redirect(url_for("moderation.organization", owner_id=owner.id), 303)


def _as_record(owner: Organization) -> Record:
    return Record(service=Service(id=owner.id, organization=owner))


def _digest(owner: Organization) -> str:
    said = orjson.dumps(codec.plain(owner), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(said).hexdigest()[:32]


def _page(
    owner: Organization, typed: dict[str, str], form: ReasonForm, *, new: bool, **more: Any
) -> str:
    fields = [
        field
        for group in record_form.groups(_as_record(owner), typed)
        for field in group.fields
        if field.name.startswith(PREFIX)
    ]
    return render_template(
        "moderation/organization.html",
        owner=owner,
        new=new,
        fields=fields,
        listings=list(entries([] if new else listings_of(Organization, owner.id)).values()),
        reason=form.reason,
        seen=_digest(owner),
        **{"wrong": [], "lines": [], "same": False} | more,
    )
