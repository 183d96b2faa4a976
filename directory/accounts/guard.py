"""The one door of all staff pages: who asks, whether they may, and whether they meant to.

A view says what it needs with `@asks("decide")`. A view that says nothing cannot be reached: the
application refuses to answer for it (AUT-6). Every unsafe request carries a token that belongs to
the session, and comes from our own pages (CSR-1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, abort, current_app, has_request_context, redirect, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from directory.accounts import sessions
from directory.accounts.models import Account
from directory.accounts.roles import (
    ANYBODY,
    ENROLLING,
    FRESH_ONLY,
    HALF_SIGNED_IN,
    MAY,
    may,
)
from directory.extensions import begin_write, db, now
from directory.web.forms import sent_from_here
from directory.web.headers import PRIVATE_PAGE, answer_with

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_LASTS = 24 * 3600  # seconds
STAGES = {HALF_SIGNED_IN: (sessions.SECOND,), ENROLLING: (sessions.ENROL, sessions.FULL)}

View = TypeVar("View", bound=Callable[..., Any])


def asks(act: str) -> Callable[[View], View]:
    """Marks a view with what one must be allowed to do. Raises KeyError for an unknown act."""
    if act not in (ANYBODY, HALF_SIGNED_IN, ENROLLING):
        MAY[act]

    def mark(view: View) -> View:
        view.act = act  # type: ignore[attr-defined]
        return view

    return mark


def protect(blueprint: Blueprint) -> None:
    """Sets the guard before all views of a blueprint; nothing may keep a copy of its pages."""
    answer_with(blueprint, PRIVATE_PAGE)
    blueprint.before_request(_guard)
    blueprint.app_context_processor(_for_templates)


def _guard() -> Response | None:
    act = getattr(current_app.view_functions[request.endpoint or ""], "act", None)
    if act is None:
        abort(404)
    if request.method not in SAFE:
        begin_write()
    row = sessions.find_current()
    if request.method not in SAFE and not (sent_from_here() and _token_fits()):
        abort(403)
    if act == ANYBODY:
        return None
    if row is None:
        return _to_sign_in()
    if act in STAGES:
        return None if row.stage in STAGES[act] else _to_sign_in()
    if row.stage != sessions.FULL:
        return _onwards(row.stage)
    if not may(current_account().role, act):
        abort(403)
    if act in FRESH_ONLY and not sessions.is_fresh(row, now()):
        return redirect(url_for("accounts.confirm", next=_here()), 303)
    if sessions.note_seen(row, now()) and request.method in SAFE:
        db.session.commit()
    return None


def _to_sign_in() -> Response:
    if request.method not in SAFE or request.accept_mimetypes.best == "application/json":
        abort(403)
    return redirect(url_for("accounts.sign_in", next=_here()), 303)


def _onwards(stage: str) -> Response:
    steps = {sessions.SECOND: "accounts.second_step", sessions.ENROL: "accounts.keys"}
    return redirect(url_for(steps[stage]), 303)


def _here() -> str:
    if request.method in SAFE:
        return request.full_path.rstrip("?") if request.query_string else request.path
    return ""


def inside(address: str | None) -> str | None:
    """The address if it is a staff page of ours, to go on to after signing in."""
    if address and address.startswith(("/staff/", "/our/")) and not set(address) & set("\\\r\n\t"):
        return address
    return None


def current_account() -> Account:
    """Who asks. Only for views behind the guard."""
    account = sessions.here().account
    assert account is not None
    return account


def form_token() -> str:
    """What every form of a staff page carries."""
    row = sessions.find_current()
    return str(_signer().dumps(row.id[:16] if row else ""))


def _token_fits() -> bool:
    given = request.headers.get("X-Form-Token") or request.form.get("token", "")
    row = sessions.find_current()
    try:
        said = _signer().loads(given, max_age=TOKEN_LASTS)
    except BadData:
        return False
    return bool(said == (row.id[:16] if row else ""))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="staff")  # type: ignore[arg-type]


def _for_templates() -> dict[str, Any]:
    def allowed(act: str) -> bool:
        row = sessions.here().row
        return bool(row and account and row.stage == sessions.FULL and may(account.role, act))

    account = sessions.here().account if has_request_context() else None
    return {"form_token": form_token, "may": allowed, "account": account}
