"""Small readings that older tabular files need: days, clock times, dates, languages, lists."""

import re
from datetime import date
from functools import cache

from babel import Locale
from dateutil import parser

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"^\s*(\d{1,2})(?:[:.](\d{2}))?(?::(\d{2}))?\s*([ap])?\.?m?\.?\s*$", re.I)
_SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})$")
# Names that people use and the language tables spell otherwise.
_LANGUAGES = {
    "chinese (mandarin)": "cmn",
    "mandarin": "cmn",
    "chinese (cantonese)": "yue",
    "cantonese": "yue",
    "taiwanese": "nan",
    "tagalog": "tl",
    "american sign language": "ase",
    "british sign language": "bfi",
    "farsi": "fa",
}


def day(text: str) -> str | None:
    """ "Monday", "mon" or 1 (Monday) to 7 as MO to SU."""
    word = text.strip().lower()
    if word.isdigit() and 1 <= int(word) <= 7:
        return DAYS[int(word) - 1]
    found = [n for n, name in enumerate(_NAMES) if len(word) >= 2 and name.startswith(word[:9])]
    return DAYS[found[0]] if len(found) == 1 else None


def clock(text: str) -> str | None:
    """ "4:00 PM", "3pm", "9am", "08:00" as HH:MM:SS."""
    found = _CLOCK.match(text)
    if not found:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    half = (found.group(4) or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02}:{minute:02}:{second:02}"


class TwoDigitYear(ValueError):
    """The century is not said."""


def calendar_date(text: str) -> date:
    """A US date ("12/24/2014"), an ISO one or one in words.

    Raises ValueError where it is none, TwoDigitYear where the century is open.
    """
    text = text.strip()
    found = _SLASHED.match(text)
    if found:
        month, day_of_month, year = found.groups()
        if len(year) == 2:
            date(2000, int(month), int(day_of_month))
            raise TwoDigitYear(text)
        return date(int(year), int(month), int(day_of_month))
    if re.match(r"^\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text[:10])
    if not re.search(r"\b\d{4}\b", text):
        raise ValueError(text)
    year_one = re.search(r"\b0001\b", text)
    moment = parser.parse(text.replace("0001", "2001") if year_one else text)
    return moment.date().replace(year=1) if year_one else moment.date()


def listed(text: str) -> list[str]:
    """The parts of a list inside a cell, without empty ones; commas in brackets stay."""
    return [part.strip() for part in re.split(r",(?![^(]*\))", text) if part.strip()]


def language_code(name: str) -> str:
    """The ISO 639 code of a language's English name, or an empty text."""
    word = name.strip().lower()
    if len(word) in (2, 3) and word in _codes().values():
        return word
    return _LANGUAGES.get(word) or _codes().get(word, "")


def language_name(code: str) -> str:
    return str(Locale("en").languages.get(code.strip().lower(), code.strip()))


@cache
def _codes() -> dict[str, str]:
    names = Locale("en").languages
    return {str(name).lower(): code for code, name in names.items() if len(code) in (2, 3)}
