"""How often somebody may try, counted in the database so that it holds across workers (AUT-3).

A network and an account are counted apart. A stranger who uses up the tries of an account stops
only passwords: passkeys and links by mail still let its owner in. What is kept is a keyed hash.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from flask import current_app
from sqlalchemy import delete, func, select

from directory.accounts.models import Attempt
from directory.extensions import db
from directory.web.network import asking_address

KEPT = timedelta(days=1)
FIVE_MINUTES, HOUR, DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
SIGN_INS = ((FIVE_MINUTES, 10),)
EVERYBODY = ((FIVE_MINUTES, 1000),)
CODES = ((FIVE_MINUTES, 5), (HOUR, 20), (DAY, 50))
MAILS = ((FIVE_MINUTES, 3), (HOUR, 10))

Limit = tuple[tuple[timedelta, int], ...]


def allowed(limits: Mapping[str, Limit], at: datetime) -> bool:
    """Counts one try under each key and says whether all are within bounds. Tries that are
    refused count too."""
    fine = True
    for key, limit in limits.items():
        kept = _hash(key)
        for span, most in limit:
            statement = select(func.count()).select_from(Attempt)
            tried = db.session.scalar(statement.where(Attempt.key == kept, Attempt.at > at - span))
            fine = fine and (tried or 0) < most
        db.session.add(Attempt(key=kept, at=at))
    db.session.flush()
    return fine


def network() -> str:
    """Whose network asks: an address, or the /64 of an IPv6 one, which is one household."""
    try:
        address = ip_address(asking_address() or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(int(address) >> 64)
    return str(address)


def forget(at: datetime) -> None:
    db.session.execute(delete(Attempt).where(Attempt.at < at - KEPT))


def _hash(key: str) -> str:
    secret = current_app.config["SETTINGS"].secret_key
    return hmac.new(secret, b"attempt:" + key.encode(), hashlib.sha256).hexdigest()
