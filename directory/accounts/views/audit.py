"""The log: to search, to check, to take along."""

from __future__ import annotations

import csv
from io import StringIO

import orjson
from flask import render_template, request
from werkzeug.wrappers import Response

from directory.accounts import audit
from directory.accounts.blueprint import accounts
from directory.accounts.guard import asks, current_account
from directory.extensions import db, now

SIZE = 50


@accounts.get("/log")
@asks("see the log")
def log() -> str:
    words, act = request.args.get("q", "")[:100], request.args.get("act", "")
    page = max(1, request.args.get("page", 1, int))
    return render_template(
        "accounts/log.html",
        entries=audit.find(words, act, page=page, size=SIZE),
        count=audit.count(words, act),
        acts=audit.acts(),
        words=words,
        act=act,
        page=page,
        size=SIZE,
        verdict=audit.verify() if request.args.get("check") else None,
    )


@accounts.post("/log.csv")
@asks("see the log")
def export_log() -> Response:
    """As a table. A posted form, because an export is itself a line in the log."""
    words, act = request.form.get("q", "")[:100], request.form.get("act", "")
    by = current_account()
    audit.write("export the log", actor=by.email, role=by.role, at=now(), words=words, only=act)
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(("number", "at", "actor", "role", "act", "subject", "details", "hash"))
    for entry in audit.each(words, act):
        writer.writerow(
            (
                entry.id,
                entry.at.isoformat(),
                *(_harmless(t) for t in (entry.actor, entry.role, entry.act, entry.subject)),
                _harmless(orjson.dumps(entry.details).decode()),
                entry.hash,
            )
        )
    db.session.commit()
    response = Response(table.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response


def _harmless(text: str) -> str:
    """Office programs run cells that begin like a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
