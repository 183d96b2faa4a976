"""`directory index …` and `directory search …`"""

import json
import sys
import time

import click
from flask.cli import AppGroup, with_appcontext

from directory.extensions import begin_write, db, now
from directory.search import actions, queries
from directory.search.engine import Busy, EngineUnavailable, current_engine
from directory.search.understand import Understood

FOLLOW_SECONDS = 1.0

index = AppGroup("index", help="The search index: a copy of what is public that finds it fast.")


@index.command("rebuild")
def rebuild() -> None:
    """Build the index anew. The old one serves until the new one is ready."""
    begun = time.monotonic()
    try:
        note = actions.rebuild(current_engine())
    except Busy:
        raise click.ClickException("Something else is writing the index. Try again soon.") from None
    _commit(note)
    held = len(current_engine().contents())
    click.echo(f"{held} listings are in the index ({time.monotonic() - begun:.1f} s).")


@index.command("check")
def check() -> None:
    """Compare the index with the database."""
    try:
        wrong = queries.difference(current_engine())
    except EngineUnavailable as error:
        raise click.ClickException(str(error)) from None
    if not wrong.ids:
        click.echo("The index holds what is public, in its newest revision.")
        return
    click.echo(
        f"{len(wrong.missing)} listings are missing, {len(wrong.outdated)} are outdated, "
        f"{len(wrong.not_public)} should not be there. `directory index rebuild` puts it right."
    )
    sys.exit(1)


@index.command("follow")
def follow() -> None:
    """Keep this machine's index up to date until stopped (Ctrl+C): for hosts without a worker."""
    try:
        while True:
            _commit(actions.follow(current_engine()))
            time.sleep(FOLLOW_SECONDS)
    except KeyboardInterrupt:
        click.echo("Stopped.")


def _commit(note: object) -> None:
    db.session.rollback()
    begin_write()
    if callable(note):
        note()
    db.session.commit()


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--near", default="", help="A place, such as Leeds or 55401.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@with_appcontext
def search(words: tuple[str, ...], near: str, limit: int, as_json: bool) -> None:
    """Search as a visitor would."""
    try:
        understood = queries.asked(current_engine(), " ".join(words), near, now=now())
        found = queries.find(current_engine(), understood.query(per_page=limit, rescue=False))
    except EngineUnavailable as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(_as_json(understood, found), ensure_ascii=False, indent=2))
    else:
        _print(understood, found)


def _as_json(understood: Understood, found: queries.Results) -> dict[str, object]:
    page = found.page
    return {
        "total": page.total,
        "understood": [
            {"kind": chip.kind, "value": chip.value, "words": chip.words}
            for chip in understood.chips
        ],
        "corrections": {one.typed: one.used for one in page.corrections},
        "hits": [
            {
                "id": entry.id,
                "name": entry.record.service.name,
                "slug": entry.slug,
                "score": round(hit.score, 3),
                "km": None if hit.km is None else round(hit.km, 1),
                "matched": list(hit.matched),
            }
            for hit, entry in found.hits
        ],
    }


def _print(understood: Understood, found: queries.Results) -> None:
    for chip in understood.chips:
        click.echo(f"({chip.kind}: {chip.label})")
    for one in found.page.corrections:
        click.echo(f"(showing {one.used} for {one.typed})")
    for hit, entry in found.hits:
        away = "" if hit.km is None else f"  {hit.km:.1f} km"
        click.echo(f"{entry.record.service.name}{away}  /listings/{entry.slug}")
    click.echo(f"{found.page.total} found.")


COMMANDS = (index, search)
