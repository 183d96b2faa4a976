"""One's own account: keys, sessions, and showing once more that it is really you."""

from __future__ import annotations

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory.accounts import actions, limits, passwords, second_factor, sessions
from directory.accounts.blueprint import accounts
from directory.accounts.forms import CodeForm, NewPasswordForm
from directory.accounts.guard import asks, current_account, inside
from directory.accounts.views.sign_in import answered_passkey, home_of
from directory.extensions import db, now
from directory.web.headers import use_script


@accounts.get("/account")
@asks("use their own account")
def me() -> str:
    account = current_account()
    row = sessions.find_current()
    return render_template(
        "accounts/me.html",
        sessions=sessions.list_open(account.id),
        current=row.id if row else "",
        passkeys=second_factor.list_passkeys(account),
        codes=second_factor.count_recovery_codes(account),
        new=request.args.get("new", ""),
    )


@accounts.route("/confirm", methods=["GET", "POST"])
@asks("use their own account")
def confirm() -> str | Response | tuple[str, int]:
    """A password or a code once more, before something that matters."""
    use_script("passkeys", connect=True)
    form, account, at = CodeForm(request.form), current_account(), now()
    if request.method == "GET":
        return _confirm_page(form)
    tries = limits.allowed({f"code:{account.id}": limits.CODES}, at)
    given = form.code.data or ""
    right = tries and (
        passwords.matches(account.password, given) or second_factor.use_code(account, given, at)
    )
    if not right:
        actions.note_failure(account.email, "confirmation", at)
        db.session.commit()
        form.code.errors = [_("This does not fit. After many tries, wait five minutes.")]
        return _confirm_page(form, 422)
    sessions.start(account, sessions.FULL, at)
    db.session.commit()
    following = inside(request.args.get("next"))
    return redirect(request.script_root + following if following else home_of(account), 303)


def _confirm_page(form: CodeForm, status: int = 200) -> tuple[str, int]:
    following = inside(request.args.get("next"))
    page = render_template(
        "accounts/confirm.html",
        form=form,
        following=following,
        passkeys=second_factor.list_passkeys(current_account()),
    )
    return page, status


@accounts.post("/confirm/passkey")
@asks("use their own account")
def confirm_with_passkey() -> Response | tuple[Response, int]:
    account, shown = current_account(), answered_passkey()
    if shown is None or shown.id != account.id:
        db.session.commit()
        return jsonify(error=_("This passkey did not work here.")), 422
    sessions.start(account, sessions.FULL, now())
    db.session.commit()
    following = inside(request.args.get("next"))
    return jsonify(next=request.script_root + following if following else home_of(account))


@accounts.route("/account/password", methods=["GET", "POST"])
@asks("change their own keys")
def change_password() -> str | Response | tuple[str, int]:
    account = current_account()
    told = (account.email.partition("@")[0], account.name)
    form = NewPasswordForm(request.form, told=told)
    if request.method == "GET" or not form.validate():
        page = render_template("accounts/password.html", form=form)
        return page, 422 if form.errors else 200
    actions.set_password(account, form.password.data or "", now())
    sessions.start(account, sessions.FULL, now())
    db.session.commit()
    return redirect(url_for("accounts.me"), 303)


@accounts.post("/account/passkeys/<int:passkey_id>/remove")
@asks("change their own keys")
def remove_passkey(passkey_id: int) -> Response | tuple[str, int]:
    try:
        actions.remove_passkey(current_account(), passkey_id, now())
    except actions.Refused as error:
        return render_template("accounts/refused.html", why=error), 409
    db.session.commit()
    return redirect(url_for("accounts.me"), 303)


@accounts.post("/account/sessions/end")
@asks("use their own account")
def end_session() -> Response:
    """One session, or all but this one."""
    account, row = current_account(), sessions.find_current()
    wanted = request.form.get("session", "")
    if row is None or not wanted:
        abort(400)
    if wanted == "others":
        sessions.end_all(account.id, but=row.id)
    else:
        sessions.end(account.id, wanted)
    actions.note_sessions_ended(account, now())
    db.session.commit()
    return redirect(url_for("accounts.me"), 303)
