"""The message catalogues: what the program says, and how each language says it.

`python -m tests.catalogue` brings every `messages.po` up to date: new sentences are added without a
translation, sentences that are gone are left out. docs/translating.md says how to go on.

Spanish says "tú": the listings of the seed do, and so do the lines themselves ("oprime 2"). It is
written to be understood across the Americas: computadora, not ordenador.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "directory"
TRANSLATIONS = PACKAGE / "translations"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "_l", "N_", "gettext", "lazy_gettext")),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
# For those who build, in English only.
UNTRANSLATED = {"templates/pages/patterns.html", "pages/patterns.py"}


def spoken() -> Catalog:
    """Every sentence that the program can say, with where it says it."""
    catalog = Catalog(project="Support Directory", header_comment="", fuzzy=False)
    found = extract_from_dir(str(PACKAGE), METHODS, keywords=KEYWORDS, comment_tags=("Note:",))
    for file, _line, message, comments, context in found:
        if file not in UNTRANSLATED:
            catalog.add(message, None, [(file, None)], auto_comments=comments, context=context)
    return catalog


def catalogues() -> Iterator[tuple[str, Path]]:
    for file in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
        yield file.parent.parent.name, file


def read(language: str, file: Path) -> Catalog:
    with file.open("rb") as text:
        return read_po(text, locale=language)


def brought_up_to_date(language: str, file: Path) -> bytes:
    """The file as it should stand: today's sentences with the translations that there are."""
    old = read(language, file)
    fresh = Catalog(
        locale=language,
        project="Support Directory",
        header_comment="#",
        fuzzy=False,
        creation_date=old.creation_date,
        revision_date=old.revision_date,
        last_translator="the Support Directory's translators",
        language_team=language,
        msgid_bugs_address="",
    )
    for message in spoken():
        if message.id:
            known = old.get(message.id, message.context)
            said = known.string if known and not known.fuzzy else None
            fresh.add(
                message.id,
                said,
                message.locations,
                message.flags,
                auto_comments=message.auto_comments,
                context=message.context,
            )
    text = BytesIO()
    write_po(text, fresh, width=100, sort_output=True, no_location=True)
    return text.getvalue()


def compiled(catalog: Catalog, folder: Path, language: str) -> None:
    """Writes a catalogue as gettext reads it below `folder`."""
    target = folder / language / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_mo(file, catalog)


if __name__ == "__main__":
    for language, file in catalogues():
        file.write_bytes(brought_up_to_date(language, file))
        print(f"{file.relative_to(PACKAGE.parent)} is up to date.")
