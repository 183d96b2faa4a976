"""What a mapping may do to a cell, by name: `clean = ["squash", "pad:5"]`."""

import html
import re
from collections.abc import Callable, Sequence

from directory.exchange.text import mend
from directory.listings.urls import is_blank

Cleaner = Callable[[str, str], str]


def squash(text: str, _: str) -> str:
    """One space between words, none around them, and no letters from a wrong code page."""
    return " ".join(mend(text).split())


def blank(text: str, words: str) -> str:
    """Empties a cell that says one of these words instead of nothing."""
    return "" if text.strip() in words.split("|") else text


def pad(text: str, width: str) -> str:
    """Gives a code back the zeros that a spreadsheet took from its front."""
    return text.strip().zfill(int(width)) if text.strip().isdigit() else text


def address(text: str, _: str) -> str:
    """A web address, or nothing where it leads nowhere, such as "http://" alone."""
    return "" if is_blank(text) else text.strip()


def digits(text: str, _: str) -> str:
    return re.sub(r"\D", "", text)


def lower(text: str, _: str) -> str:
    return text.lower()


def upper(text: str, _: str) -> str:
    return text.upper()


def unescape(text: str, _: str) -> str:
    """&amp; and the like, as the letters they stand for."""
    return html.unescape(text)


def strip(text: str, marks: str) -> str:
    """Takes these marks off both ends."""
    return text.strip().strip(marks).strip()


CLEANERS: dict[str, Cleaner] = {
    cleaner.__name__: cleaner
    for cleaner in (squash, blank, pad, address, digits, lower, upper, unescape, strip)
}


def clean(text: str, steps: Sequence[str]) -> str:
    for step in steps:
        name, _, argument = step.partition(":")
        text = CLEANERS[name](text, argument)
    return text
