"""`directory mail …`: look at every letter before anybody gets one."""

import click
from flask.cli import AppGroup

from directory.config import current_settings
from directory.mail.letter import KINDS
from directory.mail.post import message
from directory.mail.transport import OUTBOX, write

group = AppGroup("mail", help="The letters that the site sends.")


@group.command("preview")
@click.argument("kind", required=False)
@click.option("--language", help="Only this language, such as es.")
def preview(kind: str | None, language: str | None) -> None:
    """Write sample letters to outbox/preview, as .eml for a mail program and .html for a browser.

    Without KIND all of them.
    """
    if kind is not None and kind not in KINDS:
        raise click.ClickException(f"There is no letter {kind}. There are: {', '.join(KINDS)}.")
    settings = current_settings()
    folder = settings.home / OUTBOX / "preview"
    folder.mkdir(parents=True, exist_ok=True)
    for name in [kind] if kind else sorted(KINDS):
        for code in [language] if language else settings.languages:
            letter = message(name, "rosa@example.org", code, KINDS[name].sample, "preview")
            write(folder / f"{name}.{code}.eml", letter.message().as_bytes())
            write(folder / f"{name}.{code}.html", str(letter.alternatives[0][0]).encode())
            click.echo(f"{name} ({code}): {letter.subject}")
    click.echo(f"Look at them in {folder}.")
