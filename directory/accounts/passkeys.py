"""Passkeys: a key in a phone, a computer or a stick, bound to this site's address. Nothing is
asked of its maker, and it is both keys at once: having it and unlocking it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select, update
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from directory.accounts.models import Account, AccountSession, Passkey
from directory.extensions import db

LASTS = timedelta(minutes=5)


def site_name() -> str:
    """The address passkeys belong to: a host without port."""
    return urlsplit(current_app.config["SETTINGS"].public_url).hostname or "localhost"


def _origin(host: str) -> str:
    """Where a page of ours may be. Local mode serves any free port."""
    settings = current_app.config["SETTINGS"]
    if settings.local:
        return f"http://{host}"
    parts = urlsplit(settings.public_url)
    return f"{parts.scheme}://{parts.netloc}"


def ask_to_register(row: AccountSession, account: Account, known: list[Passkey]) -> dict[str, Any]:
    """What the browser needs to make a passkey. The challenge stays in the session."""
    options = generate_registration_options(
        rp_id=site_name(),
        rp_name=current_app.config["SETTINGS"].site_name,
        user_id=account.handle,
        user_name=account.email,
        user_display_name=account.shown,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential)) for key in known
        ],
    )
    row.challenge = bytes_to_base64url(options.challenge)
    return dict(json.loads(options_to_json(options)))


def register(
    row: AccountSession, account: Account, answer: dict[str, Any], *, host: str, name: str,
    at: datetime,
) -> bool:  # fmt: skip
    """Keeps a passkey that the browser made for this session's challenge."""
    challenge, row.challenge = row.challenge, None
    if challenge is None:
        return False
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site_name(),
            expected_origin=_origin(host),
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, TypeError, ValueError):
        return False
    db.session.add(
        Passkey(
            account_id=account.id,
            credential=bytes_to_base64url(made.credential_id),
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name,
            created_at=at,
        )
    )
    db.session.flush()
    return True


def ask_to_sign_in() -> tuple[str, dict[str, Any]]:
    """(the challenge, what the browser needs). Names no account: the passkey knows whose it is."""
    options = generate_authentication_options(
        rp_id=site_name(), user_verification=UserVerificationRequirement.REQUIRED
    )
    return bytes_to_base64url(options.challenge), dict(json.loads(options_to_json(options)))


def whose(challenge: str, answer: dict[str, Any], *, host: str, at: datetime) -> Account | None:
    """The account whose passkey answered this challenge."""
    try:
        statement = select(Passkey).where(Passkey.credential == str(answer.get("id")))
        key = db.session.scalars(statement).one_or_none()
        if key is None:
            return None
        shown = verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site_name(),
            expected_origin=_origin(host),
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, TypeError, ValueError):
        return None
    counter = update(Passkey).where(Passkey.id == key.id)
    db.session.execute(counter.values(sign_count=shown.new_sign_count, used_at=at))
    account = db.session.get_one(Account, key.account_id)
    return account if account.active else None
