"""English made strange, to see pages bear other scripts and longer words than ours: `he` has other
letters and runs from right to left, `de` has words of 26 letters in every longer sentence."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog

from tests import catalogue

LANGUAGES = ("he", "de")


def pseudo(catalog: Catalog, language: str) -> Catalog:
    strange = Catalog(locale=language, fuzzy=False)
    for message in catalog:
        if message.id:
            words = stretched(str(message.id), language)
            strange.add(message.id, words, context=message.context)
    return strange


def stretched(words: str, language: str) -> str:
    parts = re.split(r"(%\(\w+\)s|%%)", words)
    letters = str.maketrans("aeiouAEIOU", "אבגדהוזחטי" if language == "he" else "åéîøüÅÉÎØÜ")
    longer = [p if p.startswith("%") else p.translate(letters) for p in parts]
    tail = "סוף" if language == "he" else "Verständigungsschwierigkeit" * (len(words) > 20)
    return f"{''.join(longer)} {tail}".strip()


def write_catalogues(folder: Path, *, spanish: bool = False) -> None:
    """Both strange languages, compiled below a folder; with the real Spanish beside them."""
    for language in LANGUAGES:
        catalogue.compiled(pseudo(catalogue.spoken(), language), folder, language)
    if spanish:
        file = dict(catalogue.catalogues())["es"]
        catalogue.compiled(catalogue.read("es", file), folder, "es")
