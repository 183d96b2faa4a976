"""Letters that could not be sent, and how each kind of letter reads."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask_mailman import EmailMultiAlternatives
from werkzeug.wrappers import Response

from directory.accounts import audit
from directory.accounts.guard import asks, current_account
from directory.config import current_settings
from directory.extensions import db, now
from directory.jobs.actions import drop, try_again
from directory.jobs.queries import find_parked, list_parked
from directory.mail.letter import KINDS
from directory.mail.post import message
from directory.moderation.blueprint import moderation
from directory.web.headers import FILE, answers
from directory.web.locales import current_language


@moderation.get("/letters")
@asks("see letters")
def letters() -> str:
    return render_template(
        "moderation/letters.html",
        parked=[(job, _whom(str(job.args.get("to", "")))) for job in list_parked()],
        kinds=[(kind, _sample(kind, current_language()).subject) for kind in sorted(KINDS)],
        codes=current_settings().languages,
    )


def _whom(address: str) -> str:
    """Enough of an address to see a slip in it, not enough to know the person."""
    name, at, host = address.partition("@")
    return f"{name[:1]}…{at}{host}" if at else ""


@moderation.post("/letters/<int:job_id>/<act>")
@asks("see letters")
def settle_letter(job_id: int, act: str) -> Response:
    job = find_parked(job_id)
    if job is None or act not in ("again", "drop"):
        abort(404)
    account, name = current_account(), str(job.args.get("kind") or job.name)
    if act == "again":
        try_again(job, now())
    else:
        drop(job)
    audit.write(
        "send again" if act == "again" else "drop job",
        actor=account.email, role=account.role, subject=f"job {job_id}", at=now(), what=name,
    )  # fmt: skip
    db.session.commit()
    return redirect(url_for("moderation.letters"), 303)


@moderation.get("/letters/<kind>/<language>")
@asks("see letters")
def preview_letter(kind: str, language: str) -> str:
    """The text of a sample, its subject, and a way to the form with pictures and colours."""
    letter = _sample(kind, language)
    return render_template(
        "moderation/letter.html",
        kind=kind,
        language=language,
        subject=letter.subject,
        text=letter.body,
    )


@moderation.get("/letters/<kind>/<language>/html")
@answers(FILE)
@asks("see letters")
def letter_as_html(kind: str, language: str) -> Response:
    """As a file: a letter brings a style of its own, which no page of ours may."""
    response = Response(str(_sample(kind, language).alternatives[0][0]), mimetype="text/html")
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}.{language}.html"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _sample(kind: str, language: str) -> EmailMultiAlternatives:
    if kind not in KINDS or language not in current_settings().languages:
        abort(404)
    return message(kind, "rosa@example.org", language, KINDS[kind].sample, "preview")
