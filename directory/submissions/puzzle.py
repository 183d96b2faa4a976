"""A puzzle for the sender's computer, asked for while everybody together sends more than a site
of people sends (TRUST LIM-1), or always if the operator wants it.

Nobody is turned away by it. Who solved it is read in the usual order; who did not, such as
somebody without scripts, is read after the others (FRM-2) and confirms their address by e-mail as
everybody does. A computer takes about a second for one puzzle while its owner reads the page; five
hundred listings cost a machine five hundred times that.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

import altcha
import orjson
from flask import current_app

from directory.config import current_settings
from directory.submissions import limits

LASTS = timedelta(minutes=20)
KIND = "PBKDF2/SHA-256"
ROUNDS = 1000  # of one try
FEWEST, MOST = 500, 1500  # tries
LONGEST = 4000  # letters of an answer


def wanted(at: datetime) -> bool:
    """Whether forms ask for it now."""
    return current_settings().puzzle == "always" or limits.is_flooded(at)


def make(at: datetime) -> dict[str, Any]:
    """A new puzzle as the browser's code reads it, signed."""
    made = altcha.create_challenge(
        KIND,
        ROUNDS,
        counter=FEWEST + secrets.randbelow(MOST - FEWEST),
        expires_at=at + LASTS,
        hmac_secret=_key("puzzle"),
        hmac_key_secret=_key("answer"),
    )
    return made.to_dict()


def is_solved(answer: str, at: datetime) -> bool:
    """Whether this answers a puzzle of ours, in time, for the first time on any worker. Counts it
    as used: the caller commits."""
    if not answer or len(answer) > LONGEST:
        return False
    try:
        told = altcha.verify_solution(answer, _key("puzzle"), hmac_key_secret=_key("answer"))
    except (AttributeError, TypeError, ValueError):  # JSON of another shape
        return False
    if not told.verified:
        return False
    nonce, expires = _which(answer)
    # The library looks at the clock of the machine; a moved clock is ours to see.
    return expires > at and limits.first_use(f"puzzle:{nonce}", until=expires)


def _which(answer: str) -> tuple[str, datetime]:
    """(the puzzle's own number, when it ends) of an answer whose signature holds."""
    from base64 import b64decode
    from datetime import UTC

    asked = orjson.loads(b64decode(answer))["challenge"]["parameters"]
    return str(asked["nonce"]), datetime.fromtimestamp(asked["expiresAt"], UTC)


def _key(use: str) -> bytes:
    """A key of its own for each use, from the site's."""
    site: bytes = current_app.secret_key  # type: ignore[assignment]
    return hmac.digest(site, f"puzzle:{use}".encode(), "sha256")
