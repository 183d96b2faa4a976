"""Saved choices: who has the private link sees counts, changes and deletes them."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from directory.extensions import begin_write, db, now
from directory.partners.queries import find_key
from directory.submissions import limits
from directory.submissions.views.sending import sending_network, sentences
from directory.web.forms import read_token
from directory.web.locales import current_language
from directory.widget import actions
from directory.widget.blueprint import builder
from directory.widget.forms import ActForm, PresetForm
from directory.widget.models import WidgetPreset
from directory.widget.options import Options, unpack
from directory.widget.queries import find_any_preset, list_days
from directory.widget.snippets import snippets


@builder.post("/presets")
def save() -> ResponseReturnValue:
    """With a partner's key the choices are theirs at once: its address is confirmed. Without one a
    letter goes to the address first."""
    form, at = PresetForm(request.form), now()
    secret = (form.key.data or "").strip()
    begin_write()
    _network, fine = sending_network(limits.SENDING, at)
    key = find_key(secret, at) if secret and fine else None
    if not fine:
        db.session.commit()  # what was counted stays counted
        abort(429)
    if key is not None:
        form.email.data = key.email
    if not form.validate() or (secret and key is None):
        if secret and key is None:
            form.key.errors = [*form.key.errors, gettext("We do not know this key.")]
        db.session.commit()
        return _again(form)
    shown = read_token(form.purpose, form.token.data or "")
    row = actions.save_preset(
        " ".join((form.name.data or "").split()),
        unpack(form.options.data or ""),
        email=form.email.data or "",
        language=current_language(),
        nonce=f"{form.purpose}:{shown[0] if shown else ''}",
        at=at,
    )
    if key is not None:
        actions.confirm_preset(row, at)
    db.session.commit()
    if key is not None:
        return redirect(url_for("widget.preset", secret=actions.secret_of(row.id)), 303)
    return render_template("widget/sent.html", email=form.email.data)


def _again(form: PresetForm) -> ResponseReturnValue:
    page = render_template("widget/save.html", form=form, wrong=sentences(form))
    return page, 422


@builder.route("/presets/<secret>", methods=["GET", "POST"])
def preset(secret: str) -> ResponseReturnValue:
    row = _preset(secret)
    form = ActForm(request.form)
    if request.method == "POST" and form.validate():
        begin_write()
        row = _preset(secret)
        match form.act.data:
            case "confirm":
                actions.confirm_preset(row, now())
            case "change":
                actions.confirm_preset(row, now())
                actions.change_preset(row, unpack(form.options.data or ""))
            case "delete":
                actions.delete_preset(row)
                db.session.commit()
                return render_template("widget/deleted.html")
            case _:
                abort(400)
        db.session.commit()
        return redirect(url_for("widget.preset", secret=secret), 303)
    options = unpack(row.options)
    return render_template(
        "widget/preset.html",
        preset=row,
        secret=secret,
        form=ActForm(),
        wrong=sentences(form) if request.method == "POST" else [],
        change=f"{url_for('widget.build')}?{urlencode({'edit': secret, **options.parameters()})}",
        made=snippets(Options(preset=row.id, language=options.language, title=options.title)),
        days=list_days(row.id, now().date()),
    )


def _preset(secret: str) -> WidgetPreset:
    known = actions.preset_behind(secret)
    row = find_any_preset(known) if known else None
    if row is None:
        abort(404)
    return row
