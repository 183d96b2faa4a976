"""Setting up second keys: an app, passkeys, codes on paper."""

from __future__ import annotations

from io import BytesIO

import segno
from flask import jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from directory.accounts import actions, passkeys, second_factor, sessions
from directory.accounts.blueprint import accounts
from directory.accounts.forms import CodeForm
from directory.accounts.guard import asks, current_account
from directory.accounts.models import Account, AccountSession
from directory.accounts.roles import ENROLLING
from directory.accounts.views.sign_in import home_of, read_json
from directory.extensions import begin_write, db, now
from directory.web.headers import use_script


def _session() -> AccountSession | Response:
    """The session, or the way to show a key first: keys are added only after a fresh sign-in."""
    row = sessions.find_current()
    assert row is not None  # the guard saw it
    if row.stage == sessions.FULL and not sessions.is_fresh(row, now()):
        return redirect(url_for("accounts.confirm", next=url_for("accounts.keys")), 303)
    return row


@accounts.get("/keys")
@asks(ENROLLING)
def keys() -> str | Response:
    row = _session()
    if isinstance(row, Response):
        return row
    use_script("passkeys", connect=True)
    return render_template("accounts/keys.html", first=row.stage == sessions.ENROL)


@accounts.route("/keys/app", methods=["GET", "POST"])
@asks(ENROLLING)
def set_up_app() -> str | Response | tuple[str, int]:
    row, account = _session(), current_account()
    if isinstance(row, Response):
        return row
    if row.secret is None:
        if request.method == "GET":
            begin_write()
            row = db.session.merge(row)
        row.secret = second_factor.new_secret()
        db.session.commit()
        return redirect(url_for("accounts.set_up_app"), 303)
    form = CodeForm(request.form)
    if request.method == "GET" or not form.validate():
        return _app_page(form, account, row.secret, 422 if form.errors else 200)
    step = second_factor.fits(row.secret, form.code.data or "", now())
    if step is None:
        form.code.errors = [_("This code does not fit. Type the one the app shows now.")]
        return _app_page(form, account, row.secret, 422)
    secret, row.secret = row.secret, None
    actions.set_app(account, secret, step, now())
    return _keys_done(row, account, "app")


def _app_page(form: CodeForm, account: Account, secret: str, status: int) -> tuple[str, int]:
    picture = BytesIO()
    segno.make(second_factor.to_uri(secret, account.email), error="m").save(
        picture, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=3,
        dark="#000", light="#fff", svgclass=None, lineclass=None,
    )  # fmt: skip
    page = render_template(
        "accounts/set_up_app.html",
        form=form,
        picture=Markup(picture.getvalue().decode()),  # noqa: S704 - drawn by us
        typed=second_factor.to_type(secret),
    )
    return page, status


def _keys_done(row: AccountSession, account: Account, how: str) -> str | Response:
    """The first second key brings recovery codes with it, and lets its owner in."""
    if row.stage != sessions.ENROL:
        db.session.commit()
        return redirect(url_for("accounts.me"), 303)
    sessions.start(account, sessions.FULL, now())
    actions.note_sign_in(account, how, now())
    codes = second_factor.new_recovery_codes(account)
    db.session.commit()
    return render_template("accounts/codes.html", codes=codes, onward=home_of(account))


@accounts.post("/codes")
@asks("change their own keys")
def new_codes() -> str:
    account = current_account()
    codes = second_factor.new_recovery_codes(account)
    actions.note_codes(account, now())
    db.session.commit()
    return render_template("accounts/codes.html", codes=codes, onward=url_for("accounts.me"))


@accounts.post("/keys/passkey/ask")
@asks(ENROLLING)
def ask_new_passkey() -> Response | tuple[Response, int]:
    row, account = _session(), current_account()
    if isinstance(row, Response):
        return jsonify(error=_("Please confirm that it is you first.")), 403
    options = passkeys.ask_to_register(row, account, second_factor.list_passkeys(account))
    db.session.commit()
    return jsonify(options)


@accounts.post("/keys/passkey")
@asks(ENROLLING)
def add_passkey() -> Response | tuple[Response, int]:
    row, account = _session(), current_account()
    if isinstance(row, Response):
        return jsonify(error=_("Please confirm that it is you first.")), 403
    name = sessions.device() or _("Passkey")
    kept = passkeys.register(row, account, read_json(), host=request.host, name=name, at=now())
    if not kept:
        db.session.commit()
        return jsonify(error=_("This passkey did not work here.")), 422
    actions.note_passkey(account, now())
    if row.stage == sessions.ENROL:
        sessions.start(account, sessions.FULL, now())
        actions.note_sign_in(account, "passkey", now())
    db.session.commit()
    return jsonify(next=url_for("accounts.me", new="passkey"))
