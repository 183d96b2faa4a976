"""`directory accounts …`: the first administrator, and help for those who locked themselves out."""

import click
from flask import url_for
from flask.cli import AppGroup

from directory.accounts import actions, audit
from directory.accounts.queries import list_accounts
from directory.accounts.roles import ADMIN, ROLES
from directory.config import current_settings
from directory.extensions import begin_write, db, now

group = AppGroup("accounts", help="Who may moderate.")


@group.command("invite")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), default=ADMIN, show_default=True)
def invite(email: str, role: str) -> None:
    """Make an account and print its link, good for seven days. Send it only to that person."""
    begin_write()
    try:
        _account, value = actions.invite(email, role, now(), by="command line", by_role="operator")
    except actions.Refused as error:
        raise click.ClickException(str(error)) from None
    db.session.commit()
    click.echo(address("accounts.invitation", value=value))


@group.command("list")
def list_() -> None:
    """Show all accounts."""
    for account in list_accounts():
        state = "active" if account.active else "disabled"
        click.echo(f"{account.email}\t{account.role}\t{state}")


@group.command("log")
def log() -> None:
    """Check the log of what was done, line by line. Keep the last hash somewhere else."""
    verdict = audit.verify()
    if verdict.broken is not None:
        raise click.ClickException(f"Line {verdict.broken} of the log was changed.")
    click.echo(f"{verdict.lines} lines, none changed. Last hash: {verdict.head}")


def address(endpoint: str, value: str) -> str:
    from flask import current_app

    with current_app.test_request_context():
        return current_settings().public_url.rstrip("/") + url_for(endpoint, value=value)
