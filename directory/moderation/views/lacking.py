"""Where must-haves are missing, one page asks: go back and fill them in, or say why not."""

from __future__ import annotations

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from directory.extensions import db
from directory.moderation.blueprint import moderation
from directory.moderation.forms import AlthoughForm
from directory.moderation.must_haves import Lacks

FORMS = frozenset({"mend", "edit_listing", "new_listing"})  # what was typed can be shown again
_OURS = frozenset({"token", "although", "although_why", "again"})


def although() -> str:
    """Why somebody publishes what is not complete: only with the box ticked."""
    form = AlthoughForm(request.form)
    return (form.although_why.data or "").strip() if form.although.data and form.validate() else ""


def goes_back() -> bool:
    """Whether somebody looks at their form again, to fill in what is missing."""
    return "again" in request.form


@moderation.errorhandler(Lacks)
def ask_for_the_rest(error: Lacks) -> tuple[str, int] | Response:
    db.session.rollback()
    form = AlthoughForm(request.form)
    if form.although.data and not form.although_why.errors:
        form.validate()
    return render_template(
        "moderation/lacking.html",
        missing=error.questions,
        form=form,
        target=request.full_path.rstrip("?"),
        sent=[(k, v) for k, v in request.form.items(multi=True) if k not in _OURS],
        back=_back(),
        can_go_back=(request.endpoint or "").rpartition(".")[2] in FORMS,
    ), 409


def _back() -> str:
    """The page of what was to be published; the queue where there is none yet."""
    about = request.view_args or {}
    if "submission_id" in about:
        return url_for("moderation.submission", submission_id=about["submission_id"])
    if "listing_id" in about:
        return url_for("moderation.one_listing", listing_id=about["listing_id"])
    return url_for("moderation.queue")
