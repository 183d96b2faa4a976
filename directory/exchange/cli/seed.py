"""`directory seed`: the listings that ship with the program."""

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from directory.config import current_settings
from directory.exchange import seed
from directory.extensions import begin_write, db
from directory.listings.actions import Published


@click.command("seed")
@click.option("--demo", is_flag=True, help="Also load the fictional Juniper County.")
@click.option("--remove-demo", is_flag=True, help="Only remove the fictional listings.")
@with_appcontext
def load_seed(demo: bool, remove_demo: bool) -> None:
    """Load the real national listings that ship with the program.

    They are shown as not yet confirmed by this site. Loading again changes nothing."""
    if demo and remove_demo:
        raise click.UsageError("Choose --demo or --remove-demo, not both.")
    now, home = datetime.now(UTC), current_settings().home
    begin_write()
    if remove_demo:
        gone = seed.remove_demonstration(home=home)
        db.session.commit()
        click.echo(f"{gone} fictional listings removed.")
        return
    _say("national listings", seed.load_seed(at=now))
    if demo:
        _say("fictional listings", seed.load_demonstration(at=now, home=home))
    db.session.commit()


def _say(what: str, done: Published) -> None:
    new, changed, same = len(done.new), len(done.changed), len(done.unchanged)
    click.echo(f"{what}: {new} new, {changed} changed, {same} unchanged.")
