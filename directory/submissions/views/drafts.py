"""The draft behind a private link, and which form each of its pages shows."""

from dataclasses import dataclass
from datetime import datetime

from flask import abort, request

from directory.extensions import db
from directory.geo.place import Place
from directory.submissions import states, tokens
from directory.submissions.forms import (
    ReachForm,
    SendForm,
    WhoForm,
    expect_form,
    what_form,
    where_form,
)
from directory.submissions.models import NEW, Submission
from directory.web.maps import home_view

STEPS = ("what", "who", "where", "reach", "expect")
EDITABLE = (states.DRAFT, states.UNVERIFIED, states.PENDING, states.RETURNED)


@dataclass(frozen=True, slots=True)
class Draft:
    row: Submission
    secret: str


def get_draft(secret: str, at: datetime) -> Draft:
    """What a private link leads to. Whatever is wrong with it: the same 404."""
    link = tokens.find(tokens.CONTINUE, secret, at)
    row = db.session.get(Submission, link.object_id) if link else None
    if row is None or row.kind != NEW or row.state not in EDITABLE:
        abort(404)
    return Draft(row, secret)


def form_of(step: str, row: Submission) -> SendForm:
    match step:
        case "what":
            return what_form(row.language, request.form)
        case "who":
            return WhoForm(request.form)
        case "where":
            return where_form(request.form)
        case "reach":
            return ReachForm(request.form)
    return expect_form(str(row.answers.get("kind") or ""), request.form)


def step_of(name: str, row: Submission) -> str:
    for step in STEPS:
        if name in form_of(step, row)._fields:
            return step
    return "what"


def around(place: Place | None) -> str:
    """Where the map looks before a point is chosen: some kilometres around the town."""
    if place is None:
        return home_view()
    south, west = place.latitude - 0.15, place.longitude - 0.2
    return f"{south:.3f},{west:.3f},{south + 0.3:.3f},{west + 0.4:.3f}"
