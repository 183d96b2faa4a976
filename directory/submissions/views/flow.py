"""Adding a listing, page by page. Each page saves what was typed, right or wrong, and then goes
on or says what to mend; a private link leads back to it."""

from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory.extensions import begin_write, db, now
from directory.geo.place import kilometres
from directory.submissions import arrivals, tokens
from directory.submissions.building import point_of
from directory.submissions.forms import (
    SendForm,
    fill,
    what_form,
)
from directory.submissions.queries import lookalikes
from directory.submissions.reading import Read, read
from directory.submissions.views.blueprint import submissions
from directory.submissions.views.drafts import STEPS, Draft, around, form_of, get_draft
from directory.submissions.views.sending import (
    looks_like_a_machine,
    nonce_of,
    sentences,
)
from directory.web.headers import use_script
from directory.web.locales import current_language, page_url
from directory.web.maps import use_map


@submissions.route("/submit", methods=["GET", "POST"])
def start() -> str | Response:
    form = what_form(current_language(), request.form)
    if request.method == "GET":
        return _page("what", form)
    fine = form.validate()
    if not form.token.errors and str(form["name"].data or "").strip():
        at = now()
        begin_write()
        row = arrivals.start(
            form.answers(),
            nonce=nonce_of(form),
            language=current_language(),
            suspect=looks_like_a_machine(form),
            at=at,
        )
        arrivals.keep(row, form.answers(), at=at)
        link = tokens.link_of(tokens.CONTINUE, row.id)
        assert link
        draft = Draft(row, tokens.spell(link))
        db.session.commit()
        return _on(draft, "what", form, at, fine=fine)
    return _page("what", form)


@submissions.route("/submit/<secret>/<step>", methods=["GET", "POST"])
def step(secret: str, step: str) -> str | Response:
    if step not in STEPS:
        abort(404)
    at = now()
    draft = get_draft(secret, at)
    form = form_of(step, draft.row)
    if request.method == "GET":
        fill(form, draft.row.answers)
        return _page(step, form, draft)
    fine = form.validate()
    if form.token.errors:
        return _page(step, form, draft)
    begin_write()
    draft = get_draft(secret, at)
    arrivals.keep(draft.row, form.answers(), suspect=bool(form.website_2.data), at=at)
    db.session.commit()
    return _on(draft, step, form, at, fine=fine)


@submissions.get("/submit/<secret>/same")
def same(secret: str) -> str | Response:
    """Is it one of these?"""
    draft = get_draft(secret, now())
    return render_template(
        "submissions/same.html",
        draft=draft,
        found=lookalikes(read(draft.row.answers, draft.row.listing_id, now()).record),
        next=url_for("submissions.step", secret=secret, step="who"),
    )


def _on(draft: Draft, step: str, form: SendForm, at: datetime, *, fine: bool) -> str | Response:
    """What was typed is saved. To the next page, or back to this one with what is wrong."""
    known = read(draft.row.answers, draft.row.listing_id, at)
    for name, found in known.of_fields(draft.row.answers).items():
        if name in form._fields and not form[name].errors:
            form[name].errors = [p.sentence.said(_) for p in found]
            fine = False
    fine = _town_is_known(form, known) and _point_is_near(form, known) and fine
    if not fine:
        return _page(step, form, draft, known)
    if step == "what" and lookalikes(known.record):
        return redirect(url_for("submissions.same", secret=draft.secret), 303)
    following = STEPS[STEPS.index(step) + 1 :]
    if not following:
        return redirect(url_for("submissions.check", secret=draft.secret), 303)
    return redirect(url_for("submissions.step", secret=draft.secret, step=following[0]), 303)


def _town_is_known(form: SendForm, known: Read) -> bool:
    if "town" not in form._fields or not form["town"].data:
        return True
    if known.place is None:
        form["town"].errors = [
            _("We do not know this town. Write the town and its state, or a ZIP code.")
        ]
        return False
    if known.others:
        names = "; ".join(place.label for place in (known.place, *known.others))
        form["town"].errors = [
            _("There are several places of this name. Write one of these: %(names)s", names=names)
        ]
        return False
    return True


FARTHEST = 60  # kilometres of an exact point from the middle of its town


def _point_is_near(form: SendForm, known: Read) -> bool:
    """A point that was typed or chosen on the map lies where the town is."""
    if "latitude" not in form._fields or not (form["latitude"].data or form["longitude"].data):
        return True
    point = point_of({name: form[name].data for name in ("latitude", "longitude")})
    if point is None:
        form["latitude"].errors = [_("Write both numbers, such as 44.9483 and -93.2484.")]
        return False
    place = known.place
    if place and kilometres(point, place.point) > FARTHEST + place.uncertainty_km:
        form["latitude"].errors = [_("This point is far from %(town)s.", town=place.label)]
        return False
    return True


def _page(step: str, form: SendForm, draft: Draft | None = None, known: Read | None = None) -> str:
    use_script("submit", connect=True)
    if step == "where":
        use_map()
    place = known.place if known else None
    if step == "where" and draft and place is None:
        place = read(draft.row.answers, draft.row.listing_id, now()).place
    return render_template(
        "submissions/step.html",
        view=around(place),
        translated=[f for f in form if f.name.startswith(("name_", "description_"))],
        owned=bool(draft and draft.row.answers.get("organization_id")),
        step=step,
        steps=STEPS,
        number=STEPS.index(step) + 1,
        form=form,
        draft=draft,
        wrong=sentences(form),
        later=page_url("submissions.step", secret=draft.secret, step=step) if draft else None,
    )
