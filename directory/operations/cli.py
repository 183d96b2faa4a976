"""Commands that set up, run and judge an installation."""

import signal
import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from directory.config import current_settings, settings_table
from directory.extensions import db
from directory.operations import server
from directory.operations.database import upgrade_database
from directory.operations.first_start import fill_if_empty
from directory.operations.health import findings
from directory.site.settings import listens_at


@click.command("init")
@with_appcontext
def init() -> None:
    """Create the database, or bring it to the newest schema."""
    upgrade_database()
    click.echo(f"The database is ready in {current_settings().home}.")


@click.command("serve")
@click.option("--host", help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on.")
@with_appcontext
def serve(host: str | None, port: int | None) -> None:
    """Run web and worker in one process."""
    _serve(host, port)


@click.command("up")
@click.option("--host", help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on.")
@with_appcontext
def up(host: str | None, port: int | None) -> None:
    """Set up what is missing, then run: database, seed, index, web and worker."""
    _serve(host, port, prepare=True)


def _serve(host: str | None, port: int | None, *, prepare: bool = False) -> None:
    settings = current_settings()
    host, port = host or settings.host, port or settings.port
    if host not in ("127.0.0.1", "localhost", "::1") and settings.local:
        raise click.ClickException(
            f"Others could reach the site on {host}: set DIRECTORY_PUBLIC_URL to the https:// "
            "address that they use."
        )
    try:
        listener = server.listen(host, port)
        if prepare:
            upgrade_database()
            fill_if_empty(click.echo)
            db.session.commit()
    except server.PortTaken as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"The instance folder cannot be used: {error}.") from None
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    listens_at(app, port)
    signal.signal(signal.SIGTERM, server.stop)
    server.serve(app, listener, current_settings().public_url)


@click.command("check")
@with_appcontext
def check() -> None:
    """Say whether this installation is healthy and safe to show the public."""
    found = list(findings())
    for finding in found:
        click.echo(("good  " if finding.ok else "STOP  ") + finding.sentence)
    if not all(finding.ok for finding in found):
        click.echo("Not fit for the public yet.")
        sys.exit(1)
    click.echo("Fit for the public.")


@click.command("settings")
def settings() -> None:
    """Show every setting, its default and why it is there."""
    for name, default, why in settings_table():
        click.echo(f"{name}\n    {why}\n    Default: {default or 'empty'}")


COMMANDS = (init, serve, up, check, settings)
