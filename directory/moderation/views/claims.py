"""Whose is it? Claims to listings, each with what speaks for it and against it."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory.accounts.guard import asks, current_account
from directory.accounts.memberships import By
from directory.extensions import db, now
from directory.listings.queries import Entry, entries
from directory.moderation import claiming
from directory.moderation.actions import Refused
from directory.moderation.blueprint import moderation
from directory.moderation.forms import CodeHeardForm, GrantForm, RefuseForm
from directory.moderation.views.queue import about_listings
from directory.submissions import claims
from directory.submissions.models import Claim


@moderation.get("/claims")
@asks("see the queue")
def list_claims() -> str:
    return render_template(
        "moderation/claims.html", **about_listings("claims", claims.open_claims())
    )


@moderation.get("/claims/<claim_id>")
@asks("see the queue")
def one_claim(claim_id: str) -> str:
    return _page(*_get(claim_id))


def _get(claim_id: str) -> tuple[Claim, Entry]:
    row = claims.find(claim_id)
    entry = entries([row.listing_id]).get(row.listing_id) if row else None
    if row is None or entry is None:
        abort(404)
    return row, entry


def _page(row: Claim, entry: Entry, **more: Any) -> str:
    case = claiming.case_of(row, entry, now())
    shown = {"same": "domain", "free": "decision", "other": "decision"}[case.evidence.says]
    proof = GrantForm(data={"how": "phone" if row.phone_at else shown})
    return render_template(
        "moderation/claim.html",
        claim=row,
        entry=entry,
        case=case,
        names=_names([other.listing_id for other in case.others]),
        tries=claims.MOST_TRIES - row.code_tries,
        **{"grant": proof, "refuse": RefuseForm(), "heard": CodeHeardForm()} | more,
    )  # fmt: skip


def _names(listing_ids: list[str]) -> dict[str, str]:
    return {key: entry.record.service.name for key, entry in entries(listing_ids).items()}


@moderation.post("/claims/<claim_id>/<move>")
@asks("decide")
def decide_claim(claim_id: str, move: str) -> str | Response | tuple[str, int]:
    row, entry = _get(claim_id)
    account, at = current_account(), now()
    by = By(account.email, account.role)
    try:
        match move:
            case "code":
                heard = CodeHeardForm(request.form)
                if not heard.validate():
                    return _page(row, entry, heard=heard), 422
                right = claiming.hear_code(row, heard.code.data or "", by=by, at=at)
                db.session.commit()
                if not right:
                    refused = _("This is not the code.")
                    return _page(row, entry, refused=refused), 422
                return redirect(url_for("moderation.one_claim", claim_id=row.id), 303)
            case "grant":
                grant = GrantForm(request.form)
                if not grant.validate():
                    return _page(row, entry, grant=grant), 422
                reason = (grant.reason.data or "").strip()
                claiming.grant(row, entry, how=grant.how.data, reason=reason, by=by, at=at)
            case "refuse":
                no = RefuseForm(request.form)
                if not no.validate():
                    return _page(row, entry, refuse=no), 422
                claiming.refuse(row, reason=no.reason.data or "", by=by, at=at)
            case _:
                abort(404)
    except Refused as error:
        db.session.rollback()
        return _page(*_get(claim_id), refused=str(error)), 409
    db.session.commit()
    return redirect(url_for("moderation.one_claim", claim_id=row.id), 303)
