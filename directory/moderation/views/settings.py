"""What an administrator decides about the site without touching the machine."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts import audit
from directory.accounts.guard import asks, current_account
from directory.config import as_typed, current_settings, on_page, settings_table
from directory.extensions import db, now
from directory.moderation.blueprint import moderation
from directory.moderation.forms.settings import SETTINGS, WRONG, settings_form, typed_settings
from directory.site import editions
from directory.site import settings as site_settings
from directory.web.forms import BaseForm


@moderation.route("/settings", methods=["GET", "POST"])
@asks("change settings")
def settings() -> str | Response | tuple[str, int]:
    given, chosen = site_settings.given(), site_settings.chosen()
    if request.method == "GET":
        typed = {name: as_typed(getattr(current_settings(), name)) for name in SETTINGS}
        form = settings_form(data=typed, languages=given.languages)
        return _page(form, chosen)
    form = settings_form(request.form, languages=given.languages)
    if not form.validate():
        return _page(form, chosen), 422
    wanted = typed_settings(form)
    wrong = False
    for name, parse in on_page().items():
        try:
            parse(wanted[name])
        except ValueError:
            form[name].errors = [str(WRONG[name])]
            wrong = True
    if wrong:
        return _page(form, chosen), 422
    before = {name: as_typed(getattr(current_settings(), name)) for name in SETTINGS}
    changed = {name: value for name, value in wanted.items() if value != before[name]}
    _keep(changed, before)
    return redirect(url_for("moderation.settings", kept=len(changed)), 303)


def _keep(changed: dict[str, str], before: dict[str, str]) -> None:
    if not changed:
        return
    given, account, at = site_settings.given(), current_account(), now()
    site_settings.choose(
        {n: None if v == as_typed(getattr(given, n)) else v for n, v in changed.items()}, at
    )
    for name, value in changed.items():
        audit.write(
            "change a setting", actor=account.email, role=account.role, subject=name, at=at,
            before=before[name], after=value,
        )  # fmt: skip
    db.session.commit()
    editions.look(now=True)


def _page(form: BaseForm, chosen: dict[str, str]) -> str:
    elsewhere = [
        (name, why)
        for name, _, why in settings_table()
        if name.removeprefix("DIRECTORY_").lower() not in SETTINGS
    ]
    return render_template(
        "moderation/settings.html",
        form=form,
        wrong=form.said_wrong(),
        names=SETTINGS,
        chosen=chosen,
        given={name: as_typed(getattr(site_settings.given(), name)) for name in SETTINGS},
        elsewhere=elsewhere,
        kept=request.args.get("kept", type=int),
    )
