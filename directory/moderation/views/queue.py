"""What waits for a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts.guard import asks, current_account
from directory.extensions import db, now
from directory.listings.queries import entries
from directory.moderation import actions, queries
from directory.moderation.blueprint import moderation
from directory.moderation.forms import RejectForm
from directory.moderation.signs import cluster
from directory.moderation.views.showing import just_decided, why_not
from directory.moderation.waiting import business_days, is_late
from directory.submissions import claims, reports, takedowns
from directory.submissions.models import Submission
from directory.submissions.queries import find_submission
from directory.submissions.states import PENDING, IllegalMove
from directory.web.headers import use_script

KINDS = ("", "new", "change", "import", "approved", "suspect")
WHOSE = ("", "mine", "nobody")


@moderation.get("/")
@asks("see the queue")
def queue() -> str:
    use_script("staff")
    kind, whose = request.args.get("kind", ""), request.args.get("whose", "")
    page, me, at = max(1, request.args.get("page", 1, int)), current_account().id, now()
    oldest = queries.oldest()
    return render_template(
        "moderation/queue.html",
        decided=just_decided(),
        rows=queries.queue(kind, whose, me, page),
        whose_counts={each: queries.count(kind, each, me) for each in WHOSE},
        whose=whose,
        page=page,
        size=queries.PAGE,
        oldest=business_days(oldest, at) if oldest else 0,
        days=lambda since: business_days(since, at),
        late=lambda since: is_late(since, at),
        **kinds(kind, whose),
    )


def kinds(kind: str, whose: str = "") -> dict[str, Any]:
    """What the row of chips needs: what is shown, and how much of each kind waits."""
    me = current_account().id
    counts = {each: queries.count(each, whose, me) for each in KINDS}
    counts |= {"claims": len(claims.open_claims()), "reports": reports.count_reported()}
    counts["wishes"] = len(takedowns.open_wishes())
    return {"kind": kind, "counts": counts}


def about_listings(kind: str, rows: Sequence[Any]) -> dict[str, Any]:
    """What a list of claims or reports needs: each with its listing, and how long it waits."""
    known = entries([row.listing_id for row in rows])
    return {
        "rows": [(row, known[row.listing_id]) for row in rows if row.listing_id in known],
        "days": lambda since: business_days(since, now()),
        "late": lambda since: is_late(since, now()),
        **kinds(kind),
    }


@moderation.route("/submissions/<submission_id>/flood", methods=["GET", "POST"])
@asks("decide")
def flood(submission_id: str) -> str | Response | tuple[str, int]:
    """What waits and shares its phone, site or text with this one: turned down together, with the
    ticked ones named once more before."""
    first = get_pending(submission_id)
    form, account = RejectForm(request.form), current_account()
    if request.method == "GET":
        record = queries.record_of(first)
        alike = _alike(first)
        return render_template(
            "moderation/flood.html",
            first=first,
            name=record.service.name,
            rows=[(s, queries.record_of(s).service.name) for s in alike],
            form=form,
            most=actions.MOST_AT_ONCE,
        )
    if not form.validate():
        abort(422)
    found = [get_pending(each) for each in request.form.getlist("each")]
    try:
        actions.reject_all(
            found, reason=form.reason, role=account.role, actor=account.email, at=now()
        )
    except (actions.Refused, IllegalMove) as error:
        db.session.rollback()
        return render_template("accounts/refused.html", why=why_not(error)), 409
    db.session.commit()
    return redirect(url_for("moderation.queue"), 303)


def _alike(first: Submission) -> list[Submission]:
    record = queries.record_of(first)
    ids = cluster(record, queries.waiting_like(record, but=first.id))[: actions.MOST_AT_ONCE - 1]
    return [first, *(s for s in map(find_submission, ids) if s)]


def get_submission(submission_id: str) -> Submission:
    submission = find_submission(submission_id)
    if submission is None or not submission.record:
        abort(404)
    return submission


def get_pending(submission_id: str) -> Submission:
    submission = get_submission(submission_id)
    if submission.state != PENDING:
        abort(409)
    return submission
