"""Private links: the one place where they are made and read (TRUST TOK-1).

A secret of 256 bits is made from a random salt with the site's key, so neither a copy of the
database nor a waiting letter can open anything: what is stored is the salt and the secret's hash.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select

from directory.extensions import db
from directory.listings.record import new_id
from directory.submissions.models import Token

CONTINUE, VERIFY, STATUS = "continue", "verify", "status"
CLAIM, CLAIM_STATUS = "claim", "claim-status"
TAKE_OFF = "take-off"
LASTS = {
    CONTINUE: timedelta(days=30),
    VERIFY: timedelta(days=3),
    STATUS: timedelta(days=365),
    CLAIM: timedelta(days=3),
    CLAIM_STATUS: timedelta(days=365),
    TAKE_OFF: timedelta(days=3),
}


def make(purpose: str, object_id: str, at: datetime, *, version: int | None = None) -> Token:
    """A new link of this purpose, for this object only; with `version`, for that version only."""
    row = Token(
        id=new_id(),
        purpose=purpose,
        object_id=object_id,
        version=version,
        salt=secrets.token_urlsafe(32),
        expires_at=at + LASTS[purpose],
    )
    row.digest = _digest(spell(row))
    db.session.add(row)
    db.session.flush()
    return row


def spell(row: Token) -> str:
    """The secret that stands in the link: 43 letters."""
    words = f"token:{row.purpose}:{row.object_id}:{row.version}:{row.salt}"
    made = hmac.new(current_app.secret_key, words.encode(), hashlib.sha256)  # type: ignore[arg-type]
    return urlsafe_b64encode(made.digest()).decode().rstrip("=")


def spelled(token_id: str) -> str:
    return spell(db.session.get_one(Token, token_id))


def find(purpose: str, secret: str, at: datetime) -> Token | None:
    """The live link with this secret and purpose. Forged, expired, of another purpose: None."""
    row = db.session.scalar(select(Token).where(Token.digest == _digest(secret)))
    if row is None or row.purpose != purpose or row.expires_at <= at:
        return None
    return row


def link_of(purpose: str, object_id: str) -> Token | None:
    """The newest link of an object."""
    mine = select(Token).where(Token.purpose == purpose, Token.object_id == object_id)
    return db.session.scalar(mine.order_by(Token.expires_at.desc()).limit(1))


def end(purpose: str, object_id: str) -> None:
    """All links of this purpose to the object stop working."""
    db.session.execute(delete(Token).where(Token.purpose == purpose, Token.object_id == object_id))


def forget(at: datetime) -> None:
    db.session.execute(delete(Token).where(Token.expires_at <= at))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
