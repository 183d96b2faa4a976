"""Confirming an address, and how things stand. Opening a link changes nothing: mail scanners
open links too. A button does."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.extensions import begin_write, db, now
from directory.listings.queries import entries
from directory.submissions import actions, claims, limits, states, takedowns, tokens
from directory.submissions.forms import AnswerForm, AppealForm, ButtonForm
from directory.submissions.models import NEW, UPHELD, Claim, Submission, Token
from directory.submissions.queries import list_notes
from directory.submissions.reading import restored
from directory.submissions.views.blueprint import submissions
from directory.submissions.views.sending import sending_network, sentences


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
def confirm_claim(secret: str) -> str | Response:
    form = ButtonForm(request.form)
    if request.method == "POST" and form.validate():
        begin_write()
        row = claims.confirm(_link(tokens.CLAIM, secret), now())
        link = tokens.link_of(tokens.CLAIM_STATUS, row.id)
        assert link
        db.session.commit()
        return redirect(url_for("submissions.claim_status", secret=tokens.spell(link)), 303)
    _link(tokens.CLAIM, secret)
    return render_template("submissions/confirm.html", form=form, wrong=sentences(form))


@submissions.route("/take-off/confirm/<secret>", methods=["GET", "POST"])
def confirm_take_off(secret: str) -> str:
    form = ButtonForm(request.form)
    if request.method == "POST" and form.validate():
        begin_write()
        row = takedowns.confirm(_link(tokens.TAKE_OFF, secret), now())
        db.session.commit()
        done = row.hidden_at is not None or row.state == UPHELD
        return render_template("submissions/take_off_confirmed.html", done=done)
    _link(tokens.TAKE_OFF, secret)
    return render_template("submissions/confirm.html", form=form, wrong=sentences(form))


@submissions.get("/claim/<secret>")
def claim_status(secret: str) -> str:
    """How a claim stands, and the code that the listed phone must say."""
    row = _claim(secret)
    entry = entries([row.listing_id]).get(row.listing_id)
    return render_template(
        "submissions/claim_status.html",
        row=row,
        name=entry.record.service.name if entry else "",
        code=claims.code_of(row),
        phones=bool(entry and entry.record.service.phones),
        secret=secret,
        button=ButtonForm(),
    )


@submissions.post("/claim/<secret>/withdraw")
def withdraw_claim(secret: str) -> Response:
    form = ButtonForm(request.form)
    if form.validate():
        begin_write()
        claims.withdraw(_claim(secret), now())
        db.session.commit()
    return redirect(url_for("submissions.claim_status", secret=secret), 303)


def _claim(secret: str) -> Claim:
    row = db.session.get(Claim, _link(tokens.CLAIM_STATUS, secret).object_id)
    if row is None:
        abort(404)
    return row


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


@submissions.post("/sent/<secret>/appeal")
def appeal(secret: str) -> str | Response:
    form = AppealForm(request.form)
    if not form.validate():
        return _status(_submission(secret), secret, AnswerForm(), form)
    begin_write()
    try:
        actions.appeal(_submission(secret), form.text.data or "", now())
    except states.IllegalMove:
        db.session.rollback()  # asked already, by a second click
    db.session.commit()
    return redirect(url_for("submissions.status", secret=secret), 303)


@submissions.post("/sent/<secret>/again")
def send_again(secret: str) -> Response:
    """Another letter to confirm the address."""
    if ButtonForm(request.form).validate():
        begin_write()
        at = now()
        _network, fine = sending_network(limits.SENDING, at)
        if not fine:
            db.session.commit()
            abort(429)
        try:
            actions.send_again(_submission(secret), at)
        except states.IllegalMove:
            db.session.rollback()
        db.session.commit()
    return redirect(url_for("submissions.status", secret=secret, sent="again"), 303)


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


def _status(
    row: Submission, secret: str, form: AnswerForm, appeal: AppealForm | None = None
) -> str:
    entry = entries([row.listing_id]).get(row.listing_id)
    edit = tokens.link_of(tokens.CONTINUE, row.id) if row.kind == NEW else None
    return render_template(
        "submissions/status.html",
        row=row,
        name=restored(row.record).service.name if row.record else "",
        secret=secret,
        notes=list_notes(row.id),
        form=form,
        wrong=sentences(form) + (sentences(appeal) if appeal else []),
        appeal=(appeal or AppealForm()) if actions.may_appeal(row, now()) else None,
        again=request.args.get("sent") == "again",
        button=ButtonForm(),
        edit=tokens.spell(edit) if edit and edit.expires_at > now() else None,
        listing=entry.slug if entry and entry.visibility == "published" else None,
        open=row.state in (states.UNVERIFIED, states.PENDING, states.RETURNED),
    )
