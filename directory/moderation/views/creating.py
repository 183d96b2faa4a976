"""A new listing by somebody of staff, for a new organization or for one that is here already."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts.guard import asks, current_account
from directory.config import current_settings
from directory.extensions import db, now
from directory.listings.queries import entries
from directory.listings.record import (
    Location,
    Organization,
    Program,
    Record,
    Service,
    ServiceAtLocation,
    Source,
    new_id,
)
from directory.listings.sharing import listings_of
from directory.moderation import curating, record_form
from directory.moderation.actions import Refused
from directory.moderation.blueprint import moderation
from directory.moderation.forms import ReasonForm
from directory.moderation.views.lacking import although, goes_back
from directory.moderation.views.organizations import get_organization, is_id
from directory.moderation.views.submission import chosen_terms
from directory.web.locales import current_language


@moderation.route("/listings/new", methods=["GET", "POST"])
@asks("edit listings")
def new_listing() -> str | Response | tuple[str, int]:
    listing_id = request.form.get("id") or new_id()
    if not is_id(listing_id):
        abort(400)
    owner_id = request.values.get("organization", "")
    owner = get_organization(owner_id) if owner_id else None
    empty = _empty(listing_id, owner)
    if request.method == "GET":
        return _page(empty, owner, {}, ReasonForm(), [])
    form, typed = ReasonForm(request.form), request.form.to_dict()
    record, wrong = record_form.read(empty, typed, chosen_terms())
    if owner is not None:
        record.service.organization = owner  # changed on its own page, not in passing
        _share(record, owner)
    found: list[Any] = [(w.name, w.sentence) for w in wrong]
    if not form.validate():
        found.append(("reason", str(form.reason.errors[0])))
    if found or goes_back():
        return _page(empty, owner, typed, form, found), 422
    account = current_account()
    try:
        waits = curating.create(
            record,
            reason=form.reason.data or "",
            role=account.role,
            actor=account.email,
            at=now(),
            although=although(),
        )
    except Refused as error:
        db.session.rollback()
        return _page(empty, owner, typed, form, [("", str(error))]), 409
    db.session.commit()
    if waits is not None:
        return redirect(url_for("moderation.submission", submission_id=waits.id), 303)
    return redirect(url_for("moderation.one_listing", listing_id=record.id), 303)


def _empty(listing_id: str, owner: Organization | None) -> Record:
    settings = current_settings()
    return Record(
        service=Service(id=listing_id, organization=owner or Organization(id=listing_id)),
        source=Source(
            name=owner.name if owner else settings.site_name,
            licence=settings.content_licence,
            seen_on=now().date().isoformat(),
        ),
        language=settings.languages[0],
    )


def _places_of(owner: Organization) -> dict[str, Location]:
    """Places of the organization and of its listings."""
    found = {place.id: place for place in owner.locations}
    for entry in entries(listings_of(Organization, owner.id)).values():
        for here in entry.record.service.service_at_locations:
            if here.location is not None:
                found.setdefault(here.location.id, here.location)
    return found


def _programs_of(owner: Organization) -> dict[str, Program]:
    found = {program.id: program for program in owner.programs}
    for entry in entries(listings_of(Organization, owner.id)).values():
        if entry.record.service.program is not None:
            found.setdefault(entry.record.service.program.id, entry.record.service.program)
    return found


def _share(record: Record, owner: Organization) -> None:
    """Puts in the places and the program that were chosen: the very same as in other listings."""
    places, programs = _places_of(owner), _programs_of(owner)
    for place_id in request.form.getlist("place"):
        if place_id in places:
            record.service.service_at_locations.append(
                ServiceAtLocation(id=new_id(), location=places[place_id])
            )
    record.service.program = programs.get(request.form.get("program", ""))


def _page(
    record: Record,
    owner: Organization | None,
    typed: dict[str, str],
    form: ReasonForm,
    wrong: list[Any],
) -> str:
    ticked = chosen_terms()
    boxes = record_form.boxes(record, current_language())
    groups = record_form.groups(record, typed)
    if owner is not None:
        groups = [
            group
            for group in groups
            if not all(f.name.startswith("service/organization/") for f in group.fields)
        ]
    return render_template(
        "moderation/new_listing.html",
        record=record,
        owner=owner,
        places=list(_places_of(owner).values()) if owner else [],
        programs=list(_programs_of(owner).values()) if owner else [],
        chosen_places=request.form.getlist("place"),
        chosen_program=request.form.get("program", ""),
        groups=groups,
        boxes=[
            (axis, label, [(code, words, code in ticked.get(axis, ())) for code, words, _ in rows])
            for axis, label, rows in boxes
        ],
        reason=form.reason,
        wrong=wrong,
    )
