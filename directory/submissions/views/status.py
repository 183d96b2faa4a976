"""Confirming an address, and how things stand. Opening a link changes nothing: mail scanners
open links too. A button does."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.extensions import begin_write, db, now
from directory.listings.queries import entries
from directory.submissions import actions, reports, states, tokens
from directory.submissions.forms import AnswerForm, ButtonForm
from directory.submissions.models import NEW, Submission, Token
from directory.submissions.queries import list_notes
from directory.submissions.reading import restored
from directory.submissions.views.blueprint import submissions
from directory.submissions.views.sending import sentences


@submissions.route("/sent/confirm/<secret>", methods=["GET", "POST"])
def verify(secret: str) -> str | Response:
    form = ButtonForm(request.form)
    if request.method == "POST" and form.validate():
        begin_write()
        link = _link(tokens.VERIFY, secret)
        row = db.session.get_one(Submission, link.object_id)
        if link.used_at is None:
            try:
                actions.verify(row, link, now())
            except states.IllegalMove:
                abort(404)
        status = tokens.link_of(tokens.STATUS, row.id)
        assert status
        db.session.commit()
        return redirect(url_for("submissions.status", secret=tokens.spell(status)), 303)
    _link(tokens.VERIFY, secret)
    return render_template("submissions/confirm.html", form=form, wrong=sentences(form))


@submissions.route("/claim/confirm/<secret>", methods=["GET", "POST"])
def confirm_claim(secret: str) -> str:
    form = ButtonForm(request.form)
    if request.method == "POST" and form.validate():
        begin_write()
        reports.confirm_claim(_link(tokens.CLAIM, secret), now())
        db.session.commit()
        return render_template("submissions/thanks.html", what="claim-confirmed", back=None)
    _link(tokens.CLAIM, secret)
    return render_template("submissions/confirm.html", form=form, wrong=sentences(form))


@submissions.get("/sent/<secret>")
def status(secret: str) -> str:
    return _status(_submission(secret), secret, AnswerForm())


@submissions.post("/sent/<secret>/answer")
def answer(secret: str) -> str | Response:
    form = AnswerForm(request.form)
    if not form.validate():
        return _status(_submission(secret), secret, form)
    begin_write()
    row = _submission(secret)
    try:
        actions.answer(row, form.text.data or "", now())
    except states.IllegalMove:
        db.session.rollback()  # answered already, by a second click
    db.session.commit()
    return redirect(url_for("submissions.status", secret=secret), 303)


@submissions.post("/sent/<secret>/withdraw")
def withdraw(secret: str) -> Response:
    form = ButtonForm(request.form)
    if form.validate():
        begin_write()
        row = _submission(secret)
        try:
            actions.withdraw(row, now())
        except states.IllegalMove:
            db.session.rollback()
        db.session.commit()
    return redirect(url_for("submissions.status", secret=secret), 303)


def _link(purpose: str, secret: str) -> Token:
    link = tokens.find(purpose, secret, now())
    if link is None:
        abort(404)
    return link


def _submission(secret: str) -> Submission:
    row = db.session.get(Submission, _link(tokens.STATUS, secret).object_id)
    if row is None:
        abort(404)
    return row


def _status(row: Submission, secret: str, form: AnswerForm) -> str:
    entry = entries([row.listing_id]).get(row.listing_id)
    edit = tokens.link_of(tokens.CONTINUE, row.id) if row.kind == NEW else None
    return render_template(
        "submissions/status.html",
        row=row,
        name=restored(row.record).service.name if row.record else "",
        secret=secret,
        notes=list_notes(row.id),
        form=form,
        wrong=sentences(form),
        button=ButtonForm(),
        edit=tokens.spell(edit) if edit and edit.expires_at > now() else None,
        listing=entry.slug if entry and entry.visibility == "published" else None,
        open=row.state in (states.UNVERIFIED, states.PENDING, states.RETURNED),
    )
