"""People with accounts, and browsers in which they are signed in."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP
from werkzeug.test import TestResponse

from directory.accounts import passwords, second_factor, sessions
from directory.accounts.models import Account, AccountSession
from directory.extensions import db, now

PASSWORD = "seven quiet herons by the lake"
_KEPT: dict[str, str] = {}  # one slow hash for all tests


def make_account(
    role: str = "moderator", email: str | None = None, *, totp: bool = True, **values: Any
) -> Account:
    email = email or f"max-{role}@example.org"
    kept = _KEPT.setdefault(PASSWORD, "") or passwords.hashed(PASSWORD)
    _KEPT[PASSWORD] = kept
    account = Account(
        email=email,
        name=values.pop("name", "Max"),
        role=role,
        password=kept,
        handle=email.encode(),
        created_at=now(),
        totp=second_factor.new_secret() if totp else None,
        **values,
    )
    db.session.add(account)
    db.session.commit()
    return account


def code_of(account: Account, at: datetime | None = None) -> str:
    """What the account's app shows at this moment."""
    assert account.totp
    seconds = int((at or datetime.now(UTC)).timestamp())
    return str(second_factor._factory().from_source(account.totp).generate(time=seconds).token)


def code_from(typed: str, at: datetime | None = None) -> str:
    """What an app shows that was given the typed key."""
    seconds = int((at or datetime.now(UTC)).timestamp())
    return str(TOTP(key=typed, format="base32").generate(time=seconds).token)


@dataclass
class Browser:
    """A browser that sends forms as browsers do: from our own page, with the page's token."""

    client: FlaskClient
    account: Account | None = None

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def token(self, path: str = "/staff/account") -> str:
        found = re.search(r'name="token" value="([^"]+)"', self.client.get(path).text)
        assert found, f"no form on {path}"
        return found[1]

    def send(
        self, path: str, data: dict[str, Any] | None = None, *, page: str | None = None, **more: Any
    ) -> TestResponse:
        """Sends a form as if from `page`."""
        token = self.token(page or "/staff/account")
        headers = {"Sec-Fetch-Site": "same-origin"} | more.pop("headers", {})
        return self.client.post(path, data={"token": token} | (data or {}), headers=headers, **more)


def signed_in(app: Flask, role: str = "moderator", email: str | None = None) -> Browser:
    """Somebody of this role at work, signed in a moment ago."""
    return open_browser(app, make_account(role, email))


def open_browser(app: Flask, account: Account) -> Browser:
    """In which somebody signed in a moment ago."""
    client = app.test_client()
    at = now()
    value = f"cookie of {account.email} at {at}"
    db.session.add(
        AccountSession(
            id=sessions.hashed(value),
            account_id=account.id,
            stage=sessions.FULL,
            device="Firefox on Linux",
            started_at=at,
            seen_at=at,
            confirmed_at=at,
        )
    )
    db.session.commit()
    client.set_cookie("staff", value)
    return Browser(client, account)
