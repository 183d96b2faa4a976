"""Coming in and going out. Answers are the same whether an address has an account or not."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_client_data_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from werkzeug.wrappers import Response

from directory.accounts import (
    actions,
    limits,
    links,
    passkeys,
    passwords,
    second_factor,
    sessions,
)
from directory.accounts.blueprint import accounts
from directory.accounts.forms import CodeForm, InvitationForm, MailedLinkForm, SignInForm
from directory.accounts.guard import asks, current_account, inside
from directory.accounts.models import Account
from directory.accounts.queries import find_by_email
from directory.accounts.roles import (
    ANYBODY,
    HALF_SIGNED_IN,
    MEMBER,
    OWNER,
    STAFF,
    needs_second_factor,
)
from directory.extensions import db, now
from directory.jobs.actions import enqueue
from directory.web.headers import use_script
from directory.web.locales import current_language

MOST_JSON = 16 * 1024  # bytes: a passkey's answer is about one kilobyte


@accounts.route("/sign-in", methods=["GET", "POST"])
@asks(ANYBODY)
def sign_in() -> str | Response | tuple[str, int]:
    use_script("passkeys", connect=True)
    form = SignInForm(request.form)
    if request.method == "GET":
        return _sign_in_page(form)
    if not form.validate():
        return _sign_in_page(form, 422)
    at, email = now(), (form.email.data or "").strip().lower()
    tries = limits.allowed(
        {
            f"network:{limits.network()}": limits.SIGN_INS,
            f"password:{email}": limits.SIGN_INS,
            "sign-ins": limits.EVERYBODY,
        },
        at,
    )
    account = find_by_email(email)
    right = passwords.matches(account.password if account else None, form.password.data or "")
    if not tries or not right or account is None or not account.active:
        enqueue("note a failed sign-in", email=email, how="password", at=at.isoformat())
        db.session.commit()
        form.email.errors = [_too_many() if not tries else _("E-mail and password do not fit.")]
        return _sign_in_page(form, 429 if not tries else 422)
    if account.password and passwords.is_old(account.password):
        account.password = passwords.hashed(form.password.data or "")
    return _first_step_done(account, "password")


def _sign_in_page(form: SignInForm, status: int = 200) -> tuple[str, int]:
    following = inside(request.args.get("next"))
    return render_template("accounts/sign_in.html", form=form, following=following), status


def _too_many() -> str:
    return _("Too many tries. Wait five minutes, or use a passkey or a link by e-mail.")


def _first_step_done(account: Account, how: str) -> Response:
    """What comes next depends on the second keys the account has."""
    at = now()
    if second_factor.has_second(account):
        sessions.start(account, sessions.SECOND, at)
        db.session.commit()
        return redirect(_onward("accounts.second_step"), 303)
    if needs_second_factor(account.role):
        sessions.start(account, sessions.ENROL, at)
        db.session.commit()
        return redirect(url_for("accounts.keys"), 303)
    return _come_in(account, how)


def _onward(endpoint: str) -> str:
    following = inside(request.args.get("next"))
    return url_for(endpoint, next=following) if following else url_for(endpoint)


def home_of(account: Account) -> str:
    if account.role in STAFF and "moderation.queue" in current_app.view_functions:
        return url_for("moderation.queue")
    if account.role in (OWNER, MEMBER) and "members.home" in current_app.view_functions:
        return url_for("members.home")
    return url_for("accounts.me")


def _come_in(account: Account, how: str) -> Response:
    sessions.start(account, sessions.FULL, now())
    actions.note_sign_in(account, how, now())
    db.session.commit()
    return redirect(_after(account), 303)


def _after(account: Account) -> str:
    following = inside(request.args.get("next"))
    return request.script_root + following if following else home_of(account)


@accounts.route("/sign-in/code", methods=["GET", "POST"])
@asks(HALF_SIGNED_IN)
def second_step() -> str | Response | tuple[str, int]:
    use_script("passkeys", connect=True)
    form, account, at = CodeForm(request.form), current_account(), now()
    if request.method == "GET":
        return _second_page(form)
    if not form.validate():
        return _second_page(form, 422)
    if not limits.allowed({f"code:{account.id}": limits.CODES}, at):
        actions.note_failure(account.email, "too many codes", at)
        db.session.commit()
        form.code.errors = [_("Too many tries. Wait five minutes.")]
        return _second_page(form, 429)
    code = form.code.data or ""
    if second_factor.use_code(account, code, at):
        return _come_in(account, "password and app")
    if second_factor.use_recovery_code(account, code):
        return _come_in(account, "password and recovery code")
    actions.note_failure(account.email, "code", at)
    db.session.commit()
    form.code.errors = [_("This code does not fit, or it was used. Wait for the next one.")]
    return _second_page(form, 422)


def _second_page(form: CodeForm, status: int = 200) -> tuple[str, int]:
    account = current_account()
    page = render_template(
        "accounts/second_step.html",
        form=form,
        app=account.totp is not None,
        passkeys=second_factor.list_passkeys(account),
        following=inside(request.args.get("next")),
    )
    return page, status


@accounts.route("/sign-in/link", methods=["GET", "POST"])
@asks(ANYBODY)
def ask_for_link() -> str | tuple[str, int]:
    form = MailedLinkForm(request.form)
    if request.method == "GET" or not form.validate():
        status = 422 if form.errors else 200
        return render_template("accounts/ask_for_link.html", form=form, sent=False), status
    at, email = now(), (form.email.data or "").strip().lower()
    tries = {f"network:{limits.network()}": limits.SIGN_INS, f"mail:{email}": limits.MAILS}
    if limits.allowed(tries, at):
        # Whether there is such an account is looked up later: here it would show in the time taken.
        enqueue("sign-in link", email=email, language=current_language())
    db.session.commit()
    return render_template("accounts/ask_for_link.html", form=form, sent=True), 200


@accounts.route("/sign-in/link/<value>", methods=["GET", "POST"])
@asks(ANYBODY)
def mailed_link(value: str) -> str | Response | tuple[str, int]:
    at = now()
    account = links.find(links.SIGN_IN, value, at)
    if request.method == "GET":
        return render_template("accounts/mailed_link.html", works=account is not None)
    if account is None or not links.use(links.SIGN_IN, value, at):
        return render_template("accounts/mailed_link.html", works=False), 410
    return _first_step_done(account, "link")


@accounts.route("/invitation/<value>", methods=["GET", "POST"])
@asks(ANYBODY)
def invitation(value: str) -> str | Response | tuple[str, int]:
    at = now()
    account = links.find(links.INVITATION, value, at)
    if account is None:
        return render_template("accounts/mailed_link.html", works=False), 410
    told = (account.email.partition("@")[0], request.form.get("name", ""))
    form = InvitationForm(request.form, told=told)
    if request.method == "GET" or not form.validate():
        status = 422 if form.errors else 200
        page = render_template("accounts/invitation.html", form=form, invited=account)
        return page, status
    if not links.use(links.INVITATION, value, at):
        return render_template("accounts/mailed_link.html", works=False), 410
    actions.come_in(account, form.name.data or "", form.password.data or "", at)
    return _first_step_done(account, "invitation")


@accounts.post("/sign-in/passkey/ask")
@asks(ANYBODY)
def ask_passkey() -> Response:
    at = now()
    tries = {f"network:{limits.network()}": ((limits.FIVE_MINUTES, 60),)}
    if not limits.allowed(tries, at):
        db.session.commit()
        abort(429)
    challenge, options = passkeys.ask_to_sign_in()
    links.make(links.PASSKEY, None, at, value=challenge)
    db.session.commit()
    return jsonify(options)


@accounts.post("/sign-in/passkey")
@asks(ANYBODY)
def passkey_sign_in() -> Response | tuple[Response, int]:
    """A passkey was unlocked by its owner: that is both keys at once."""
    account = answered_passkey()
    if account is None:
        db.session.commit()
        return jsonify(error=_("This passkey did not work here.")), 422
    sessions.start(account, sessions.FULL, now())
    actions.note_sign_in(account, "passkey", now())
    db.session.commit()
    return jsonify(next=_after(account))


def read_json() -> dict[str, Any]:
    """The body of a script's request. Only JSON is read (CSR-2)."""
    if not request.is_json or (request.content_length or 0) > MOST_JSON:
        abort(415)
    body = request.get_json()
    if not isinstance(body, dict):
        abort(400)
    return body


def answered_passkey() -> Account | None:
    """Whose passkey answered a challenge of ours, which is used up by that."""
    answer = read_json()
    try:
        said = base64url_to_bytes(answer["response"]["clientDataJSON"])
        challenge = parse_client_data_json(said).challenge
    except (KeyError, TypeError, ValueError, WebAuthnException):
        abort(400)
    value = bytes_to_base64url(challenge)
    if not links.use(links.PASSKEY, value, now()):
        return None
    return passkeys.whose(value, answer, host=request.host, at=now())


@accounts.post("/sign-out")
@asks("use their own account")
def sign_out() -> Response:
    account = current_account()
    sessions.end_current()
    actions.note_sign_out(account, now())
    db.session.commit()
    response = redirect(url_for("accounts.sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
