"""The words of our classification, and search synonyms: changed after a look at the difference."""

from __future__ import annotations

import orjson
from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory.accounts import audit
from directory.accounts.guard import asks, current_account
from directory.extensions import db, now
from directory.listings import vocabulary
from directory.listings.classification import Axis, ClassificationError, Term, axes, find_axis
from directory.listings.classification import find_term as term_of
from directory.listings.own_terms import GROWING, file_form
from directory.listings.slugs import slug_of
from directory.moderation.blueprint import moderation
from directory.moderation.forms.words import TermForm
from directory.moderation.views.showing import Line
from directory.site import editions
from directory.web.locales import current_language


@moderation.get("/words")
@asks("see listings")
def words() -> str:
    """All terms, or those that hold what was typed."""
    wanted = request.args.get("q", "")[:60].casefold().strip()
    changed = vocabulary.changed_codes()
    rows = [
        (axis, [t for t in axis.terms if not wanted or any(wanted in w for w in _said(t))])
        for axis in axes()
    ]
    return render_template(
        "moderation/words.html",
        rows=[(axis, terms) for axis, terms in rows if terms or not wanted],
        wanted=wanted,
        changed=changed,
        growing=GROWING,
        language=current_language(),
    )


def _said(term: Term) -> list[str]:
    return [
        wording.casefold()
        for each in term.words.values()
        for wording in (each.label, *each.synonyms)
    ]


@moderation.route("/words/<axis>/new", methods=["GET", "POST"])
@asks("change words")
def new_term(axis: str) -> str | Response | tuple[str, int]:
    found = _axis(axis)
    if axis not in GROWING:
        abort(404)
    return _form(found, None)


@moderation.route("/words/<axis>/<code>", methods=["GET", "POST"])
@asks("change words")
def term(axis: str, code: str) -> str | Response | tuple[str, int]:
    held = term_of(axis, code)
    if held is None:
        abort(404)
    return _form(_axis(axis), held)


def _axis(code: str) -> Axis:
    axis = find_axis(code)
    if axis is None:
        abort(404)
    return axis


def _form(axis: Axis, held: Term | None) -> str | Response | tuple[str, int]:
    form = TermForm(request.form if request.method == "POST" else None, term=held)
    form.offer_parents(axis, current_language())
    if request.method == "GET":
        return _page(axis, held, form)
    if not form.validate():
        return _page(axis, held, form), 422
    code = held.code if held else slug_of(form.label_en.data or "")
    change = form.change(axis.code, code, held)
    try:
        if held is None and term_of(axis.code, code) is not None:
            raise ClassificationError(_("There is a term of this name already."))
        vocabulary.tried(change)
    except ClassificationError as error:
        form.label_en.errors = [str(error)]
        return _page(axis, held, form), 422
    lines = _lines(held, form)
    if not lines:
        return _page(axis, held, form, same=True)
    if request.form.get("sure") != "yes":
        return _page(axis, held, form, lines=lines)
    account, at = current_account(), now()
    touched = vocabulary.change_term(change, at)
    audit.write(
        "change a term" if held else "add a term",
        actor=account.email, role=account.role, subject=f"{axis.code}:{code}", at=at,
        reason=form.reason.data, listings=touched,
        **{line.name: [line.before, line.after] for line in lines},
    )  # fmt: skip
    db.session.commit()
    editions.look(now=True)
    return redirect(url_for("moderation.words", q=form.label_en.data) + f"#{axis.code}", 303)


def _lines(held: Term | None, form: TermForm) -> list[Line]:
    """What would read otherwise."""
    found = []
    for name, label, before, after in form.sides(held):
        if before != after:
            found.append(Line(name, label, before, before, after, conflict=False, contact=False))
    return found


def _page(axis: Axis, held: Term | None, form: TermForm, **more: object) -> str:
    codes = [held.code] if held else []
    return render_template(
        "moderation/term.html",
        axis=axis,
        term=held,
        form=form,
        language=current_language(),
        carried=vocabulary.listings_with(axis.code, codes) if codes else 0,
        changed=held is not None and (axis.code, held.code) in vocabulary.changed_codes(),
        in_seed=held is not None and vocabulary.is_in_seed(axis.code, held.code),
        **{"lines": [], "same": False} | more,
    )


@moderation.post("/words/<axis>/<code>/as-in-seed")
@asks("change words")
def term_as_in_seed(axis: str, code: str) -> Response:
    """The seed's own words again."""
    if (axis, code) not in vocabulary.changed_codes() or not vocabulary.is_in_seed(axis, code):
        abort(404)
    account, at = current_account(), now()
    touched = vocabulary.forget_change(axis, code, at)
    audit.write(
        "term as in the seed", actor=account.email, role=account.role,
        subject=f"{axis}:{code}", at=at, listings=touched,
    )  # fmt: skip
    db.session.commit()
    editions.look(now=True)
    return redirect(url_for("moderation.term", axis=axis, code=code), 303)


@moderation.post("/words/<axis>.json")
@asks("change words")
def export_axis(axis: str) -> Response:
    """As a file of the seed. An export is a line in the log, so it is posted."""
    position = [each.code for each in axes()].index(_axis(axis).code) + 1
    return exported(f"{axis}.json", file_form(_axis(axis), position), what=f"words of {axis}")


def exported(name: str, form: dict[str, object], *, what: str) -> Response:
    account = current_account()
    audit.write("export", actor=account.email, role=account.role, subject=what, at=now())
    db.session.commit()
    response = Response(orjson.dumps(form, option=orjson.OPT_INDENT_2), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
