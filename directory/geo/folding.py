"""Names as typed: one key for "St. Paul" and "Saint Paul", "Zürich" and "Zurich"."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "þ": "th",
        "\u0131": "i",
        "ħ": "h",
    }
)
# How German and the Nordic languages write these letters without their marks.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_MARKS = re.compile("[\u0300-\u036f.'\u2018\u2019\u02bb\u02bc\u00b4`]")
_GAPS = re.compile(r"[\W_]+")

SHORT = {
    "st": "saint",
    "ste": "sainte",
    "mt": "mount",
    "ft": "fort",
    "hts": "heights",
    "spgs": "springs",
    "jct": "junction",
    "bch": "beach",
}
"""Short words that always stand for a long one in the name of a place."""

_DIRECTIONS = {"n": "north", "s": "south", "e": "east", "w": "west"}


def fold(name: str, spelled_out: bool = False) -> str:
    """Small letters without marks, points or apostrophes, one space between words, short words
    written out. `spelled_out` turns ü into ue instead of u."""
    text = name.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if spelled_out:
            text = text.translate(_SPELLED_OUT)
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold()
    words = [SHORT.get(word, word) for word in _GAPS.sub(" ", _MARKS.sub("", text)).split()]
    if len(words) > 1:
        words[0] = _DIRECTIONS.get(words[0], words[0])
    return " ".join(words)


def key(name: str) -> str:
    """What a name is filed and found under: folded, without spaces, so that "La Crosse",
    "LaCrosse", "Winston Salem" and "Winston-Salem" meet."""
    return fold(name).replace(" ", "")


def keys(name: str) -> set[str]:
    """Every key a name is filed under: as typed without marks, and with ü as ue."""
    if name.isascii():
        return {key(name)} - {""}
    return {key(name), fold(name, spelled_out=True).replace(" ", "")} - {""}
