"""Saved choices: who has the private link sees counts, changes and deletes them."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.extensions import begin_write, db, now
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
    form = PresetForm(request.form)
    if not form.validate():
        return _again(form)
    at = now()
    begin_write()
    _network, fine = sending_network(limits.SENDING, at)
    if not fine:
        db.session.commit()  # what was counted stays counted
        abort(429)
    shown = read_token(form.purpose, form.token.data or "")
    actions.save_preset(
        " ".join((form.name.data or "").split()),
        unpack(form.options.data or ""),
        email=form.email.data or "",
        language=current_language(),
        nonce=f"{form.purpose}:{shown[0] if shown else ''}",
        at=at,
    )
    db.session.commit()
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
