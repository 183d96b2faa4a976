"""Passwords: fifteen characters or more, any of them, never cut; argon2 with its defaults
(64 MiB, 3 passes, 4 lanes). What many people choose, and what can be read off the page, is refused.

Lists of passwords that leaked elsewhere are not shipped: too large, and too soon out of date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask_babel import gettext as _

SHORTEST, LONGEST = 15, 128
FEWEST_DIFFERENT = 6
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "01234567890123456789",
    "09876543210987654321",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)
WELL_KNOWN = (
    "password passwort contraseña letmein iloveyou welcome administrator changeme trustno1 "
    "correcthorsebatterystaple sunshine princess football baseball dragon superman batman "
    "starwars whatever monkey shadow master secret login access mustang qwerty asdfgh zxcvbn"
).split()

_hasher = PasswordHasher()


def wrong_with(password: str, *, told: Iterable[str]) -> str | None:
    """Why this password is refused. `told` are words that others know: names, the address."""
    if len(password) < SHORTEST:
        return _("Use at least %(least)s characters. Four or five words are good.", least=SHORTEST)
    if len(password) > LONGEST:
        return _("Use at most %(most)s characters.", most=LONGEST)
    plain = _plain(password)
    words = re.split(r"[\W_]+", plain)
    for word in told:
        for part in re.split(r"[\W_]+", _plain(word)):
            if (len(part) >= 4 and part in plain) or (len(part) == 3 and part in words):
                return _("Leave out names and addresses that others can guess.")
    if len(set(plain)) < FEWEST_DIFFERENT or _is_common(plain):
        return _("Many people use this password or one like it. Choose other words.")
    return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _is_common(plain: str) -> bool:
    """Is there little left once rows of keys, numbers and well-known words are taken out?"""
    rest = plain
    for word in WELL_KNOWN:
        rest = rest.replace(word, "")
    for row in ROWS:
        for length in range(len(row), 3, -1):
            for start in range(len(row) - length + 1):
                rest = rest.replace(row[start : start + length], "")
    rest = re.sub(r"(.+?)\1+", r"\1", rest)  # said again and again
    return len(re.sub(r"[\W\d_]+", "", rest)) < 6 and len(rest) < SHORTEST - 4


def hashed(password: str) -> str:
    return _hasher.hash(_kept(password))


def matches(stored: str | None, password: str) -> bool:
    """Takes the same time without an account or without a password."""
    try:
        return _hasher.verify(stored or _nobodys(), _kept(password)) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def is_old(stored: str) -> bool:
    """Was it made with other parameters than today's?"""
    return _hasher.check_needs_rehash(stored)


def _kept(password: str) -> str:
    """The same letters however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _hasher.hash("the password of no account")
