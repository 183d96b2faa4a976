"""The second key: codes of an app (TOTP), and ten codes on paper for the day the phone is gone.
Each works once, also when two requests bring it at the same moment."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from flask import current_app
from passlib.exc import TokenError
from passlib.totp import TOTP
from sqlalchemy import delete, func, insert, select, update

from directory.accounts.models import Account, Passkey, RecoveryCode
from directory.extensions import db

CODES = 10
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another


def new_secret() -> str:
    """A secret as it is stored: encrypted."""
    return str(_factory().new().to_json(encrypt=True))


def to_uri(secret: str, email: str) -> str:
    """What the picture for the app says."""
    return str(_factory().from_source(secret).to_uri(label=email))


def to_type(secret: str) -> str:
    """The secret for those who type it into their app."""
    return str(_factory().from_source(secret).pretty_key())


def fits(secret: str, code: str, at: datetime, *, after: int = 0) -> int | None:
    """The number of the 30-second step that this code belongs to, or None. Steps up to `after`
    are used up. The step of the moment only: clocks of phones are right."""
    try:
        match = _factory().verify(
            code.strip().replace(" ", ""),
            secret,
            time=int(at.timestamp()),
            window=0,
            last_counter=after or None,
        )
    except (TokenError, ValueError):
        return None
    return int(match.counter)


def use_code(account: Account, code: str, at: datetime) -> bool:
    """Takes a code of the app."""
    if account.totp is None:
        return False
    step = fits(account.totp, code, at, after=account.totp_counter)
    if step is None:
        return False
    used = db.session.execute(
        update(Account)
        .where(Account.id == account.id, Account.totp_counter < step)
        .values(totp_counter=step)
        .returning(Account.id)
    ).all()
    return bool(used)


def new_recovery_codes(account: Account) -> list[str]:
    """Ten codes to print, shown once; older ones end."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = []
    for _ in range(CODES):
        letters = "".join(secrets.choice(LETTERS) for _ in range(16))
        codes.append("-".join(letters[n : n + 4] for n in range(0, 16, 4)))
    rows = [{"account_id": account.id, "code": _hash(code)} for code in codes]
    db.session.execute(insert(RecoveryCode), rows)
    return codes


def use_recovery_code(account: Account, code: str) -> bool:
    statement = delete(RecoveryCode).where(
        RecoveryCode.account_id == account.id, RecoveryCode.code == _hash(code)
    )
    return bool(db.session.execute(statement.returning(RecoveryCode.code)).all())


def count_recovery_codes(account: Account) -> int:
    statement = select(func.count()).select_from(RecoveryCode)
    return db.session.scalar(statement.where(RecoveryCode.account_id == account.id)) or 0


def list_passkeys(account: Account) -> list[Passkey]:
    statement = select(Passkey).where(Passkey.account_id == account.id)
    return list(db.session.scalars(statement.order_by(Passkey.created_at)))


def has_second(account: Account) -> bool:
    return account.totp is not None or bool(list_passkeys(account))


def _hash(code: str) -> str:
    plain = "".join(c for c in code.lower() if c in LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()


def _factory() -> type[TOTP]:
    settings = current_app.config["SETTINGS"]
    key = hmac.new(settings.secret_key, b"totp", hashlib.sha256).digest()
    made: type[TOTP] = TOTP.using(
        issuer=settings.site_name, secrets={"1": base64.urlsafe_b64encode(key).decode()}
    )
    return made
