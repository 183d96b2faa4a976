"""Changing accounts. Each act writes its line in the log."""

import secrets
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete

from directory.accounts import audit, links, passwords, second_factor, sessions
from directory.accounts.models import Account, Passkey, RecoveryCode
from directory.accounts.queries import count_admins, find_by_email
from directory.accounts.roles import ADMIN
from directory.extensions import db
from directory.mail.actions import send as send_letter
from directory.web.locales import public_address


class Refused(Exception):
    """The change cannot be made; the text says why."""


def invite(
    email: str, role: str, at: datetime, *, by: str, by_role: str
) -> tuple[Account, str]:  # fmt: skip
    """A new account, and the secret part of its link. Somebody who never came in gets a new link.
    Raises Refused for an address that has an account already."""
    account = find_by_email(email)
    if account is None:
        account = Account(
            email=email.strip().lower(),
            role=role,
            handle=secrets.token_bytes(32),
            created_at=at,
        )
        db.session.add(account)
        db.session.flush()
    elif account.password or second_factor.has_second(account):
        raise Refused(_("This address has an account already."))
    account.role, account.active = role, True
    value = links.make(links.INVITATION, account, at)
    audit.write("invite", actor=by, role=by_role, subject=account.email, at=at, to=role)
    return account, value


def come_in(account: Account, name: str, password: str, at: datetime) -> None:
    """Somebody takes up an invitation."""
    account.name, account.password = name, passwords.hashed(password)
    _note("take up an invitation", account, at)


def set_password(account: Account, password: str, at: datetime) -> None:
    """Other sessions of the account end."""
    account.password = passwords.hashed(password)
    row = sessions.find_current()
    sessions.end_all(account.id, but=row.id if row else None)
    _note("change password", account, at)


def set_app(account: Account, secret: str, step: int, at: datetime) -> None:
    account.totp, account.totp_counter = secret, step
    _note("set up an app", account, at)


def remove_passkey(account: Account, passkey_id: int, at: datetime) -> None:
    """Raises Refused for the last second key of somebody who must have one."""
    keys = second_factor.list_passkeys(account)
    if account.totp is None and len(keys) < 2:
        raise Refused(_("This is your last second key. Add another one first."))
    statement = delete(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == account.id)
    db.session.execute(statement)
    _note("remove a passkey", account, at)


def change_role(account: Account, role: str, at: datetime, *, by: Account) -> None:
    """Its sessions end. Raises Refused for the last administrator."""
    _keep_an_admin(account, becomes=role)
    audit.write(
        "change role", actor=by.email, role=by.role, subject=account.email, at=at,
        before=account.role, after=role,
    )  # fmt: skip
    account.role = role
    sessions.end_all(account.id)


def disable(account: Account, at: datetime, *, by: Account) -> None:
    _keep_an_admin(account, becomes="")
    account.active = False
    sessions.end_all(account.id)
    audit.write("disable", actor=by.email, role=by.role, subject=account.email, at=at)


def enable(account: Account, at: datetime, *, by: Account) -> None:
    account.active = True
    audit.write("enable", actor=by.email, role=by.role, subject=account.email, at=at)


def forget_keys(account: Account, at: datetime, *, by: Account) -> str:
    """For somebody who lost them: password, app, passkeys and codes end. Returns the secret part
    of a new invitation."""
    _keep_an_admin(account, becomes="")
    account.password = account.totp = None
    for table in (Passkey, RecoveryCode):
        db.session.execute(delete(table).where(table.account_id == account.id))
    sessions.end_all(account.id)
    audit.write("forget keys", actor=by.email, role=by.role, subject=account.email, at=at)
    return links.make(links.INVITATION, account, at)


def note_sign_in(account: Account, how: str, at: datetime) -> None:
    audit.write(
        "sign in", actor=account.email, role=account.role, subject=account.email, at=at, how=how
    )


def note_sign_out(account: Account, at: datetime) -> None:
    _note("sign out", account, at)


def note_codes(account: Account, at: datetime) -> None:
    _note("make recovery codes", account, at)


def note_passkey(account: Account, at: datetime) -> None:
    _note("add a passkey", account, at)


def note_sessions_ended(account: Account, at: datetime) -> None:
    _note("end sessions", account, at)


def send_link(email: str, language: str, at: datetime) -> None:
    """A letter with a link to sign in, if there is such an account; else nothing."""
    account = find_by_email(email)
    if account is None or not account.active:
        return
    value = links.make(links.SIGN_IN, account, at)
    url = public_address(language, "accounts.mailed_link", value=value)
    send_letter("sign-in-link", account.email, language, url=url)


def note_failure(email: str, how: str, at: datetime) -> None:
    """Only for accounts that exist: what a stranger typed does not belong in a log."""
    account = find_by_email(email)
    if account is not None:
        audit.write(
            "fail to sign in", actor="", role="", subject=account.email, at=at, how=how
        )  # fmt: skip


def _note(act: str, account: Account, at: datetime) -> None:
    db.session.flush()
    audit.write(act, actor=account.email, role=account.role, subject=account.email, at=at)


def _keep_an_admin(account: Account, *, becomes: str) -> None:
    if account.role == ADMIN and account.active and becomes != ADMIN and count_admins() < 2:
        raise Refused(_("This is the only administrator. Invite another one first."))
