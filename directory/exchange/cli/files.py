"""`directory import` and `directory export`."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext

from directory.config import current_settings
from directory.exchange import actions
from directory.exchange.actions import Choice, NotTaken
from directory.exchange.doors import FORMS, File, detect_form, find_mapping
from directory.exchange.export import EXPORTS, Wanted, detect_export, export
from directory.exchange.flat.mapping import MappingError
from directory.exchange.judging import Places
from directory.exchange.report import Figures, open_reports
from directory.exchange.row import Unreadable
from directory.extensions import db, now
from directory.geo.gazetteer import gazetteer_at
from directory.listings.models import Import
from directory.listings.record import Source


@click.command("import")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMS), help="If the name does not tell.")
@click.option("--mapping", help="A mapping file, or the name of one in seed/mappings.")
@click.option("--publish", is_flag=True, help="Publish straight in, not by way of the moderators.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write what was found: .json for programs, any other name for people.",
)
@click.option("--encoding", help="The file's encoding, if it is not found out right.")
@click.option("--delimiter", help="What stands between columns, if it is not found out right.")
@click.option("--source", "source_name", help="Where the records are from, for files without one.")
@click.option("--source-url", help="The source's address.")
@click.option("--licence", help="The licence under which they came.")
@click.option("--share-alike", is_flag=True, help="Publish a set whose licence is share-alike.")
@click.option(
    "--skip-wrong-rows",
    is_flag=True,
    help="Of a tabular package with mistakes, take what is sound.",
)
@with_appcontext
def import_(
    path: Path,
    form: str | None,
    mapping: str | None,
    publish: bool,
    dry_run: bool,
    reports: tuple[Path, ...],
    encoding: str | None,
    delimiter: str | None,
    source_name: str | None,
    source_url: str | None,
    licence: str | None,
    share_alike: bool,
    skip_wrong_rows: bool,
) -> None:
    """Take in listings from FILE: HSDS JSON, an HSDS tabular package (zip or folder), a table
    with a mapping, or a feed of meetings.

    Without --publish they wait for a moderator. The same file again changes nothing. An import
    that breaks off goes on where it stopped when it is started again.
    """
    choice = Choice(publish=publish, dry_run=dry_run, share_alike=share_alike)
    try:
        file = File(
            path=path,
            form=form or detect_form(path, encoding),
            source=Source(name=source_name or path.stem, url=source_url, licence=licence),
            mapping=find_mapping(mapping) if mapping else None,
            encoding=encoding,
            delimiter=delimiter,
            partial=skip_wrong_rows,
        )
        with _nothing_to_sweep():
            figures = _import(file, choice, reports)
    except Unreadable as error:
        at = f"{error.file or path.name}" + (f":{error.line}" if error.line else "")
        raise click.ClickException(f"{at}: {error.sentence} Nothing was changed.") from None
    except (MappingError, NotTaken) as error:
        raise click.ClickException(str(error)) from None
    for line in figures.lines():
        click.echo(line)
    if dry_run:
        click.echo("This was a try: nothing was changed.")
    if figures.refused:
        click.echo("For the rows that were refused: --report FILE.", err=True)
    if figures.refused and not figures.changes and not figures.unchanged:
        sys.exit(1)


@contextmanager
def _nothing_to_sweep() -> Iterator[None]:
    """What the program itself holds is no garbage, and need not be looked through again and again
    while rows come and go."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _import(file: File, choice: Choice, reports: tuple[Path, ...]) -> Figures:
    plan = actions.look_through(file, choice)
    at = now()
    import_id, skip = None, 0
    if not choice.dry_run:
        begun = actions.start(file, choice, at)
        import_id, skip = begun.id, begun.rows_done
        db.session.commit()
    if skip:
        click.echo(f"Going on after row {skip}.")
    total = Figures()
    about = {"file": file.path.name, "form": file.form, "at": at.isoformat()}
    settings = current_settings()
    places = Places(gazetteer_at(settings.home, settings.default_country))
    with (
        open_reports(reports, about) as report,
        click.progressbar(length=max(plan.rows - skip, 0), label=file.path.name) as bar,
    ):
        steps = actions.batches(file, import_id, skip, plan, choice, places, at)
        for judged, figures in steps:
            if choice.dry_run:
                db.session.rollback()
            else:
                db.session.commit()
            actions.add(total, figures)
            for one in judged:
                report.row(one)
            bar.update(len(judged))
        report.end(total)
    if import_id is not None:
        done = db.session.get_one(Import, import_id)
        done.finished_at, done.report = now(), total.as_data()
        db.session.commit()
    return total


@click.command("export")
@click.argument("path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(EXPORTS), help="If the name does not tell.")
@click.option("--fictional", is_flag=True, help="With the demonstration listings.")
@click.option("--share-alike", is_flag=True, help="With sets whose licence is share-alike.")
@click.option(
    "--complete",
    is_flag=True,
    help="Your own copy with what only staff may see. Do not pass it on.",
)
@with_appcontext
def export_(
    path: Path, form: str | None, fictional: bool, share_alike: bool, complete: bool
) -> None:
    """Write what is published to FILE: HSDS JSON or one object a line, an HSDS tabular package,
    a table for people or for programs, GeoJSON, or a feed of meetings."""
    try:
        kind = form or detect_export(path)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    wanted = Wanted(
        form=kind,
        fictional=fictional,
        share_alike=share_alike,
        complete=complete,
        site=current_settings().public_url,
        name=current_settings().site_name,
    )
    written = export(path, wanted, now())
    click.echo(f"{written} listings written to {path}.")
