"""Keys: asked for, made once the address is confirmed, changed for another, ended."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from directory.extensions import db
from directory.listings.record import new_id
from directory.mail.actions import send as send_letter
from directory.partners.models import KeptAnswer, Key, KeyUse
from directory.partners.queries import digest, has_keys, owner_id
from directory.submissions import tokens

TERMS = "2026-11"
MARK = "sd_"  # by which a key is known where it must not lie about
SHOWN = 8  # letters by which its owner tells one key from another
OLD_WORKS = timedelta(days=7)  # after a new one was made in its place
ANSWERS_KEPT = timedelta(days=2)
USES_KEPT = timedelta(days=400)

tokens.LASTS |= {"key": timedelta(days=3), "keys": timedelta(hours=1)}
MAKE, LOOK_AFTER = "key", "keys"


def ask(answers: Mapping[str, str], *, nonce: str, language: str, at: datetime) -> Key:
    """Somebody wants a key: a letter goes to the address, and nothing is made before it is
    confirmed. A second click is the first. Raises mail.actions.BadAddress."""
    key = Key(
        id=new_id(),
        name=answers["name"],
        organization=answers["organization"],
        email=answers["email"].strip().lower(),
        language=language,
        terms=TERMS,
        nonce=nonce,
        asked_at=at,
        start="",
    )
    known = db.session.scalar(select(Key).where(Key.nonce == nonce))
    if known is not None:
        return known
    try:
        with db.session.begin_nested():
            db.session.add(key)
    except IntegrityError:  # the other click came in between
        return db.session.scalars(select(Key).where(Key.nonce == nonce)).one()
    link = tokens.make(MAKE, key.id, at)
    send_letter("partner-key", key.email, language, link=link.id)
    return key


def make(key: Key, at: datetime) -> str:
    """The key itself, which is shown now and never again. In place of an older one, which then
    works for some days more, so that nothing stops while it is changed everywhere."""
    secret = MARK + secrets.token_urlsafe(32)
    if key.digest is not None:
        key.old_digest, key.old_until = key.digest, at + OLD_WORKS
    key.made_at = at
    key.digest, key.start = digest(secret), secret[: len(MARK) + SHOWN]
    db.session.flush()
    return secret


def revoke(key: Key, at: datetime) -> None:
    """Ends a key and the one before it at once."""
    key.revoked_at = key.revoked_at or at
    key.digest = key.old_digest = key.old_until = None
    db.session.flush()


def tie(key: Key, organization_id: str | None) -> None:
    """A moderator says for which organization this key may speak; None: for nobody."""
    key.organization_id = organization_id
    db.session.flush()


def send_link(email: str, language: str, at: datetime) -> None:
    """A letter with a link to the keys of this address, if it has any; else nothing."""
    if has_keys(email):
        link = tokens.make(LOOK_AFTER, owner_id(email), at)
        send_letter("partner-keys", email, language, link=link.id)


def forget(at: datetime) -> None:
    """Requests that nobody confirmed, answers that nobody asks for again, old counts."""
    late = Key.asked_at <= at - tokens.LASTS[MAKE]
    db.session.execute(delete(Key).where(Key.made_at.is_(None), late))
    db.session.execute(delete(KeptAnswer).where(KeptAnswer.at <= at - ANSWERS_KEPT))
    db.session.execute(delete(KeyUse).where(KeyUse.day < (at - USES_KEPT).date()))
