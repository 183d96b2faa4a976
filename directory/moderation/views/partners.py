"""Keys of partners: who has one, for which organization it may speak, and an end to it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory.accounts import audit
from directory.accounts.guard import asks, current_account
from directory.extensions import db, now
from directory.listings.queries import find_published
from directory.moderation.blueprint import moderation
from directory.partners import actions
from directory.partners.models import Key
from directory.partners.queries import list_keys, organization_names, uses

DAYS_SHOWN = timedelta(days=30)


@moderation.get("/partners")
@asks("see listings")
def partners() -> str:
    return _page()


@moderation.post("/partners/<key_id>")
@asks("decide")
def change_key(key_id: str) -> Response | tuple[str, int]:
    key = db.session.get(Key, key_id)
    if key is None or key.made_at is None:
        abort(404)
    act, account, at = request.form.get("act"), current_account(), now()
    if act == "revoke":
        actions.revoke(key, at)
    elif act == "untie":
        actions.tie(key, None)
    elif act == "tie":
        organization_id = _organization(request.form.get("listing", ""))
        if organization_id is None:
            db.session.rollback()
            return _page(wrong=key_id), 422
        actions.tie(key, organization_id)
    else:
        abort(400)
    audit.write(
        f"key {act}", actor=account.email, role=account.role, subject=f"key {key.start}", at=at,
        organization=key.organization_id or "",
    )  # fmt: skip
    db.session.commit()
    return redirect(url_for("moderation.partners"), 303)


def _page(wrong: str = "") -> str:
    found = list_keys()
    counts = uses([key.id for key in found], (now() - DAYS_SHOWN).date())
    return render_template(
        "moderation/partners.html",
        keys=found,
        counts={key_id: sum(n for _day, n in days) for key_id, days in counts.items()},
        organizations=organization_names([k.organization_id for k in found if k.organization_id]),
        wrong=wrong,
        wrong_words=_("This is not the address of a published listing with an organization."),
    )


def _organization(address: str) -> str | None:
    """Whose listing stands at this address of our site."""
    slug = urlsplit(address.strip()).path.rstrip("/").rpartition("/")[2]
    entry = find_published(slug) if slug else None
    owner = entry.record.service.organization if entry else None
    return owner.id if owner else None
