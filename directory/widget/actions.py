"""Saving, confirming and ending presets; counting their use."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from directory.extensions import db
from directory.mail.actions import one_mailbox, send
from directory.widget.models import WidgetPreset, WidgetUse
from directory.widget.options import Options
from directory.widget.queries import DAYS

WAITS = timedelta(days=3)  # for the address to be confirmed
KEPT = timedelta(days=DAYS + 1)


def save_preset(
    name: str, options: Options, *, email: str, language: str, nonce: str, at: datetime
) -> WidgetPreset:
    """Keeps the choice and writes to the address. Sent twice, it is saved once. Raises
    BadAddress."""
    sent = db.session.scalar(select(WidgetPreset).where(WidgetPreset.nonce == nonce))
    if sent is not None:
        return sent
    row = WidgetPreset(
        id=secrets.token_hex(5),
        name=name,
        options=options.pack(),
        email=one_mailbox(email),
        language=language,
        nonce=nonce,
        created_at=at,
    )
    db.session.add(row)
    db.session.flush()
    send("widget-preset", row.email, language, preset=row.id, name=name)
    return row


def confirm_preset(row: WidgetPreset, at: datetime) -> None:
    row.confirmed_at = row.confirmed_at or at


def change_preset(row: WidgetPreset, options: Options) -> None:
    row.options = options.pack()


def delete_preset(row: WidgetPreset) -> None:
    """With its counts. Pages that name it show the plain list from then on."""
    db.session.execute(delete(WidgetUse).where(WidgetUse.preset_id == row.id))
    db.session.delete(row)


def forget(at: datetime) -> None:
    """What nobody confirmed, and counts that are not shown any more."""
    waiting = WidgetPreset.confirmed_at.is_(None) & (WidgetPreset.created_at < at - WAITS)
    db.session.execute(delete(WidgetPreset).where(waiting))
    db.session.execute(delete(WidgetUse).where(WidgetUse.day < (at - KEPT).date()))


def count_use(preset_id: str, what: str, day: date) -> None:
    """One more. Of two workers that count the first at once, one adds to the other's row."""
    mine = (WidgetUse.preset_id == preset_id, WidgetUse.day == day, WidgetUse.what == what)
    more = update(WidgetUse).where(*mine).values(times=WidgetUse.times + 1)
    more = more.execution_options(synchronize_session=False).returning(WidgetUse.times)
    if db.session.scalar(more) is not None:
        return
    try:
        with db.session.begin_nested():
            db.session.add(WidgetUse(preset_id=preset_id, day=day, what=what, times=1))
    except IntegrityError:
        db.session.execute(more)


def secret_of(preset_id: str) -> str:
    """What stands in the private link to a preset: only we can make it."""
    return str(_signer().dumps(preset_id))


def preset_behind(secret: str) -> str | None:
    """The id in a private link; None if we did not make it."""
    try:
        return str(_signer().loads(secret))
    except BadData:
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="widget-preset")  # type: ignore[arg-type]
