"""Our listings: how each stands, and the things that take one press."""

from __future__ import annotations

from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory.accounts.guard import asks, current_account
from directory.accounts.memberships import is_trusted
from directory.extensions import db, now
from directory.listings.queries import Entry, list_revisions
from directory.members import actions, queries
from directory.members.blueprint import members
from directory.members.views.asking import own_listing, refuse
from directory.moderation.actions import Refused
from directory.moderation.diff import changes
from directory.moderation.queries import revision_of
from directory.moderation.views.showing import lines_of, preview
from directory.submissions import tokens
from directory.submissions.models import Submission
from directory.web.locales import current_language

# What one press does, and what one must be allowed to.
PRESSES = {
    "right": "change our listings",
    "open": "change our listings",
    "paused": "change our listings",
    "closed": "close our listings",
    "off": "close our listings",
}


@members.get("/")
@asks("see our listings")
def home() -> str:
    ours = queries.ours(current_account().id)
    return render_template(
        "members/home.html",
        ours=ours,
        checked={e.id: _checked(e) for each in ours for e in each.listings},
        trusted={each.organization.id: is_trusted(each.organization.id) for each in ours},
        status_of=_status_link,
        name_of=lambda row: row.answers.get("name", ""),
    )


def _checked(entry: Entry) -> object:
    return preview(entry.record, checked_at=entry.checked_at, how=entry.checked_how).card.checked


def _status_link(row: Submission) -> str:
    """The sender's own page of a submission, where questions are answered."""
    link = tokens.link_of(tokens.STATUS, row.id)
    return url_for("submissions.status", secret=tokens.spell(link)) if link else ""


@members.get("/listings/<listing_id>")
@asks("see our listings")
def one_listing(listing_id: str) -> str:
    entry, row = own_listing(listing_id, "see our listings")
    return render_template(
        "members/listing.html",
        entry=entry,
        membership=row,
        preview=preview(entry.record, checked_at=entry.checked_at, how=entry.checked_how),
        sent=queries.sent_by_us(entry),
        waiting=queries.count_waiting([entry.id]).get(entry.id, 0),
        status_of=_status_link,
        done=request.args.get("done", ""),
    )


@members.post("/listings/<listing_id>/<press>")
@asks("change our listings")
def press(listing_id: str, press: str) -> Response:
    if press not in PRESSES:
        abort(404)
    entry, _row = own_listing(listing_id, PRESSES[press])
    at = now()
    try:
        done = _press(entry, press, at)
    except Refused as error:
        refuse(str(error))
    db.session.commit()
    if press == "off" and done == "off":
        return redirect(url_for("members.home", done=done), 303)
    return redirect(url_for("members.one_listing", listing_id=entry.id, done=done), 303)


def _press(entry: Entry, press: str, at: datetime) -> str:
    account = current_account()
    if press == "right":
        actions.confirm(entry, account=account, at=at)
        return "right"
    if press == "off":
        return "off" if actions.take_off(entry, account=account, at=at) else "asked"
    outcome = actions.set_status(entry, press, account=account, language=current_language(), at=at)
    return "live" if outcome.live else "asked"


@members.get("/listings/<listing_id>/history")
@asks("see our listings")
def history(listing_id: str) -> str:
    """What two versions say differently; without a choice the newest and the one before."""
    entry, _row = own_listing(listing_id, "see our listings")
    newer = request.args.get("to", entry.revision, int)
    older = request.args.get("from", max(1, newer - 1), int)
    before, after = (revision_of(entry.id, number) for number in (older, newer))
    if before is None or after is None:
        abort(404)
    roles = {
        "organization": _("your organization"),
        "import": _("an import"),
        "operator": _("the site"),
        "system": _("the site"),
    }
    return render_template(
        "members/history.html",
        entry=entry,
        revisions=list_revisions(entry.id),
        older=older,
        newer=newer,
        lines=lines_of(changes(before, after)),
        who=lambda role: roles.get(role, _("a moderator")),
    )
