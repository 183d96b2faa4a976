"""What may stand in the search box: words, one quoted phrase, minus, a beginning with a star.
Everything else is taken literally, and nothing is an error (TRUST QRY-1)."""

import re
import unicodedata
from dataclasses import dataclass

from directory.search.query import MAX_WORDS

LONGEST = 256  # characters that are read
PHRASE_WORDS = 8
SHORTEST_PREFIX = 3
_PHRASE = re.compile(r'(-?)"([^"]*)(?:"|$)')
QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u00ab": '"', "\u00bb": '"'})
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-"})
_MARKS_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Typed:
    words: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    cut: bool = False  # more was typed than is read


def clean(text: str) -> str:
    """One line of visible characters in NFC, at most LONGEST of them: no controls, no lone
    surrogates, no towers of marks."""
    text = text[: 4 * LONGEST].encode("utf-8", "ignore").decode()
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        marks = marks + 1 if category[0] == "M" else 0
        if category[0] in "CZ":
            # Joiners hold words of some scripts together; everything else here is a gap.
            kept.append("" if category == "Cf" else " ")
        elif marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    return " ".join("".join(kept).split())[:LONGEST].strip()


def parse(text: str) -> Typed:
    """`text` is what was typed, cleaned or not."""
    cut = len(text) > LONGEST
    text = clean(text).translate(QUOTES)
    phrase: list[str] = []
    without: list[str] = []

    def take(found: re.Match[str]) -> str:
        minus, said = found[1], found[2].split()[:PHRASE_WORDS]
        if minus:
            without.extend(said)
        elif not phrase:
            phrase.extend(said)
        else:
            return " " + " ".join(said) + " "  # only one phrase: the others are words
        return " "

    text = _PHRASE.sub(take, text).translate(_MINUS)
    words: list[str] = []
    for part in text.split():
        if part.startswith("-") and any(map(str.isalnum, part)):
            without.append(part.strip("-*"))
        elif any(map(str.isalnum, part)):
            words.append(_starred(part))
    cut = cut or len(words) > MAX_WORDS
    said = tuple(part for part in phrase if any(map(str.isalnum, part)))
    return Typed(tuple(words[:MAX_WORDS]), said, tuple(without[:MAX_WORDS]), cut)


def _starred(part: str) -> str:
    """A star counts at the end of three letters or more; anywhere else it is nothing."""
    bare = part.replace("*", "")
    prefix = part.endswith("*") and len(bare) >= SHORTEST_PREFIX and bare.isalnum()
    return f"{bare}*" if prefix else bare
