"""`directory geocode …`"""

from pathlib import Path

import click
from flask.cli import AppGroup

from directory.config import current_settings
from directory.geo.gazetteer import gazetteer_at
from directory.geo.postcode_import import import_postcodes


class _WordsGroup(AppGroup):
    """`directory geocode Leeds` is short for `directory geocode find Leeds`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None:
            args = ["find", *args]
        return super().resolve_command(ctx, args)


group = _WordsGroup("geocode", help="Find places, and load UK postcodes.")


@group.command("find")
@click.argument("words", nargs=-1, required=True)
def find(words: tuple[str, ...]) -> None:
    """Show the places these WORDS may mean, the likeliest first."""
    settings = current_settings()
    gazetteer = gazetteer_at(settings.home, settings.default_country)
    if not gazetteer.available:
        raise click.ClickException("The gazetteer is missing. Install the project again.")
    places = gazetteer.locate(" ".join(words))
    for place in places:
        about = f"about {place.uncertainty_km:.0f} km"
        point = f"{place.latitude:.4f}, {place.longitude:.4f}"
        click.echo(f"{place.label}\t{place.kind}\t{point}\t{about}")
        if place.notice:
            click.echo("  " + place.notice % {"code": place.code, "name": place.name})
    if not places:
        raise click.ClickException("No place of that name is known.")


@group.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
def import_(files: tuple[Path, ...]) -> None:
    """Load UK postcodes from the CSV FILES of Code-Point Open or ONSPD."""
    try:
        done = import_postcodes(current_settings().home, files)
    except ValueError as error:
        raise click.ClickException(f"{error}.") from None
    click.echo(
        f"{done.units} postcodes in {done.districts} districts loaded; {done.left_out} lines left "
        "out."
    )
