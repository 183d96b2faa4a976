"""Who has an account: invite, change a role, disable, help somebody who lost their keys."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts import actions, sessions
from directory.accounts.blueprint import accounts
from directory.accounts.forms import ROLE_NAMES, InviteForm
from directory.accounts.guard import asks, current_account
from directory.accounts.models import Account
from directory.accounts.queries import find_account, list_accounts
from directory.accounts.roles import ROLES
from directory.extensions import db, now
from directory.mail.actions import BadAddress, send
from directory.web.locales import current_language, page_url


@accounts.get("/people")
@asks("manage people")
def people() -> str:
    return _page(InviteForm())


def _page(form: InviteForm, link: str = "") -> str:
    return render_template(
        "accounts/people.html",
        people=list_accounts(),
        form=form,
        link=link,
        roles=ROLE_NAMES,
        open_sessions={a.id: len(sessions.list_open(a.id)) for a in list_accounts()},
    )


@accounts.post("/people")
@asks("manage people")
def invite() -> str | tuple[str, int]:
    form, by = InviteForm(request.form), current_account()
    if not form.validate():
        return _page(form), 422
    try:
        account, value = actions.invite(
            form.email.data or "", form.role.data, now(), by=by.email, by_role=by.role
        )
        link = page_url("accounts.invitation", value=value)
        send("invitation", account.email, current_language(), url=link)
    except (actions.Refused, BadAddress) as error:
        db.session.rollback()
        form.email.errors = [str(error)]
        return _page(form), 422
    db.session.commit()
    return _page(InviteForm(), link)


@accounts.post("/people/<int:account_id>/<change>")
@asks("manage people")
def change_person(account_id: int, change: str) -> str | Response | tuple[str, int]:
    account, by, at = _get(account_id), current_account(), now()
    link = ""
    try:
        match change:
            case "role" if request.form.get("role") in ROLES:
                actions.change_role(account, request.form["role"], at, by=by)
            case "disable":
                actions.disable(account, at, by=by)
            case "enable":
                actions.enable(account, at, by=by)
            case "sessions":
                sessions.end_all(account.id)
            case "keys":
                link = page_url(
                    "accounts.invitation", value=actions.forget_keys(account, at, by=by)
                )
            case _:
                abort(404)
    except actions.Refused as error:
        db.session.rollback()
        return render_template("accounts/refused.html", why=error), 409
    db.session.commit()
    return _page(InviteForm(), link) if link else redirect(url_for("accounts.people"), 303)


def _get(account_id: int) -> Account:
    account = find_account(account_id)
    if account is None:
        abort(404)
    return account
