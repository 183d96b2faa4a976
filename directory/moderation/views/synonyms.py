"""Search synonyms: groups of wordings, the seed's and our own."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts import audit
from directory.accounts.guard import asks, current_account
from directory.config import current_settings
from directory.extensions import db, now
from directory.moderation.blueprint import moderation
from directory.moderation.forms.words import SynonymsForm
from directory.moderation.views.showing import Line
from directory.moderation.views.words import exported
from directory.search import own_synonyms
from directory.search.own_synonyms import Held, Unfit
from directory.search.synonyms import Group, file_form
from directory.site import editions

SIZE = 50


@moderation.get("/synonyms")
@asks("see listings")
def synonyms() -> str:
    wanted = request.args.get("q", "")[:60].casefold().strip()
    page = max(1, request.args.get("page", 1, int))
    held = [each for each in own_synonyms.list_groups() if not wanted or _holds(each, wanted)]
    return render_template(
        "moderation/synonyms.html",
        groups=held[(page - 1) * SIZE : page * SIZE],
        count=len(held),
        wanted=wanted,
        page=page,
        size=SIZE,
        codes=current_settings().languages,
    )


def _holds(held: Held, wanted: str) -> bool:
    return any(wanted in wording.casefold() for wording in (*held.group.words, *held.group.also))


@moderation.route("/synonyms/new", methods=["GET", "POST"])
@asks("change words")
def new_synonyms() -> str | Response | tuple[str, int]:
    return _form(None)


@moderation.route("/synonyms/<key>", methods=["GET", "POST"])
@asks("change words")
def group(key: str) -> str | Response | tuple[str, int]:
    held = own_synonyms.find_group(key)
    if held is None:
        abort(404)
    return _form(held)


def _form(held: Held | None) -> str | Response | tuple[str, int]:
    form = SynonymsForm(request.form if request.method == "POST" else None, held=held)
    if request.method == "GET":
        return _page(held, form)
    if not form.validate():
        return _page(held, form), 422
    wanted = form.group()
    try:
        own_synonyms.refuse_unfit(wanted)
    except Unfit as error:
        form.words.errors = [str(error)]
        return _page(held, form), 422
    lines = _lines(held, wanted)
    if not lines:
        return _page(held, form, same=True)
    if request.form.get("sure") != "yes":
        return _page(held, form, lines=lines)
    key = own_synonyms.change_group(held.key if held else "", wanted, now())
    _done("change synonyms" if held else "add synonyms", key, lines, form.reason.data or "")
    return redirect(url_for("moderation.synonyms", q=wanted.words[0]), 303)


def _lines(held: Held | None, wanted: Group) -> list[Line]:
    old = held.group if held else None
    rows = [
        ("words", SynonymsForm.WORDS, ", ".join(old.words) if old else "", ", ".join(wanted.words)),
        ("also", SynonymsForm.ALSO, ", ".join(old.also) if old else "", ", ".join(wanted.also)),
        ("weight", SynonymsForm.WEIGHT, f"{old.weight:g}" if old else "", f"{wanted.weight:g}"),
    ]
    return [
        Line(name, str(label), before, before, after, conflict=False, contact=False)
        for name, label, before, after in rows
        if before != after
    ]


@moderation.post("/synonyms/<key>/<act>")
@asks("change words")
def switch_synonyms(key: str, act: str) -> Response:
    """Off, or as the seed has it."""
    held = own_synonyms.find_group(key)
    if held is None or act not in ("off", "as-in-seed"):
        abort(404)
    if act == "off":
        own_synonyms.switch_off(held, now())
    else:
        own_synonyms.as_shipped(held)
    said = Line("words", "", ", ".join(held.group.words), "", "", conflict=False, contact=False)
    _done(f"synonyms {act.replace('-', ' ')}", key, [said], "")
    return redirect(url_for("moderation.synonyms"), 303)


def _done(act: str, key: str, lines: list[Line], reason: str) -> None:
    account = current_account()
    audit.write(
        act, actor=account.email, role=account.role, subject=f"synonyms {key}", at=now(),
        reason=reason, **{line.name: [line.before, line.after] for line in lines},
    )  # fmt: skip
    db.session.commit()
    editions.look(now=True)


def _page(held: Held | None, form: SynonymsForm, **more: object) -> str:
    return render_template(
        "moderation/synonym_group.html",
        held=held,
        form=form,
        **{"lines": [], "same": False} | more,
    )


@moderation.post("/synonyms.json/<language>")
@asks("change words")
def export_synonyms(language: str) -> Response:
    if language not in current_settings().languages:
        abort(404)
    groups = [held.group for held in own_synonyms.list_groups() if not held.off]
    form = file_form(groups, language)
    return exported(f"{language}.json", form, what=f"synonyms in {language}")
