"""Contacts that must never be published again: withdrawn, made up, or right under another name.

`seed/rules/retired.csv` holds one row for each, and `how` says what has to match:

- number: the digits in that country; elsewhere: the same, for a number that serves another country
- e164: the digits with the calling code, which were made from a short code and reach nobody
- words: the digits together with a phrase, unless the right phrase stands there too
- channel: the digits in that country for one channel (text or voice) only

A match blocks publishing and names what to use instead; nothing is ever replaced automatically.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from directory.listings.phones import Unknown, digits_of, national_digits, read_number
from directory.listings.seed_files import seed_file


@dataclass(frozen=True, slots=True)
class Retired:
    how: str
    country: str
    digits: str
    channel: str
    words: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    use_instead: str
    because: str


@cache
def retired_contacts() -> tuple[Retired, ...]:
    rows = csv.DictReader(seed_file("rules", "retired.csv").splitlines())
    return tuple(
        Retired(
            row["how"],
            row["country"],
            row["digits"],
            row["channel"],
            _pattern(row["words"]),
            _pattern(row["unless"]),
            row["use_instead"],
            row["because"],
        )
        for row in rows
    )


def _pattern(words: str) -> re.Pattern[str] | None:
    return re.compile(rf"\b(?:{words})\b", re.I) if words else None


def find_retired(
    number: str, country: str | None, *, channel: str = "voice", words: str = ""
) -> Retired | None:
    """The row that forbids this contact, or None.

    `words` is all that is said about the number: name of the listing, label, keyword, steps.
    Without a country every country's rows are compared.
    """
    country = country.upper() if country else None
    written = digits_of(number)
    if _DIGITS_ALONE.fullmatch(number) and written[-_LAST:] not in _endings():
        return None
    spellings = {written}
    read = read_number(number, country)
    if not isinstance(read, Unknown):
        spellings |= {read.digits, national_digits(read)}
    elif len(written) > 5:
        spellings |= {written.lstrip("0"), written.removeprefix("1")}
    for row in retired_contacts():
        if row.how == "e164":
            if written.lstrip("0") == row.digits and _as_international(number, country, row):
                return row
        elif (
            row.digits in spellings
            and country in (row.country, None)
            and (not row.channel or row.channel == channel)
            and (row.words is None or _said(row, words))
        ):
            return row
    return None


# Nearly every number of a file is settled by its last digits: whatever stands before them, they are
# the same in each way to write it. (Letters and extensions change the end.)
_LAST = 3
_DIGITS_ALONE = re.compile(r"[\d\s().+-]*")


@cache
def _endings() -> frozenset[str]:
    return frozenset(row.digits[-_LAST:] for row in retired_contacts())


def _as_international(number: str, country: str | None, row: Retired) -> bool:
    """True where these digits are the international form: written with a plus, or in the row's
    own country. (The same digits may be somebody's local number in another country.)"""
    return number.lstrip("\"' (").startswith(("+", "00")) or country in (row.country, None)


def _said(row: Retired, words: str) -> bool:
    said = row.words is not None and row.words.search(words) is not None
    return said and not (row.unless and row.unless.search(words))


_NUMBER_IN_TEXT = re.compile(r"(?<![\w.])\+?\(?\d[\d\s().-]{1,17}\d(?!\w)")


def retired_in(text: str, country: str | None) -> Iterator[tuple[int, int, Retired]]:
    """Retired contacts that stand inside prose: (start, end, row)."""
    for match in _NUMBER_IN_TEXT.finditer(text):
        near = text[max(0, match.start() - 80) : match.end() + 80]
        channel = "text" if re.search(r"\b(?:text|sms|texto|mensaje)\b", near, re.I) else "voice"
        row = find_retired(match.group(), country, channel=channel, words=near)
        # Without a country a short run of digits means nothing: 109 may be a house.
        if row and (country or len(digits_of(match.group())) > 8):
            yield match.start(), match.end(), row
