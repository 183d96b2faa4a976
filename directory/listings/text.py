"""Cleaning what people typed or a file carried: one normal form, nothing invisible, no surprise.

`clean_line` and `clean_text` never raise and may be run twice with the same result. `rules` says
what is wrong with text that was not cleaned.
"""

import re
import unicodedata
from dataclasses import replace
from typing import Any

from directory.listings import urls
from directory.listings.codec import shapes
from directory.web import strict_urls

# Turn the reading direction of what follows; the classic way to show one address and mean another.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Direction marks are wanted inside Arabic or Hebrew prose, never in a name or a number.
DIRECTION_MARKS = frozenset("\u200e\u200f\u061c")
# Nothing to see: zero-width space, word joiner, byte order mark, soft hyphen, annotation marks.
INVISIBLE = frozenset("\u200b\u2060\ufeff\u00ad\ufff9\ufffa\ufffb\u180e\u2061\u2062\u2063\u2064")
# More marks than any written language stacks on one letter.
MOST_MARKS = 4

_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LINES = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_MANY_LINES = re.compile(r"\n{3,}")


def clean_line(text: str) -> str:
    """One line: names, titles, numbers, addresses."""
    text = _LINES.sub(" ", text).replace("\n", " ")
    return _BLANKS.sub(" ", _visible(text, marks_too=True)).strip()


def clean_text(text: str) -> str:
    """Several lines: descriptions. At most one empty line between two paragraphs."""
    lines = _visible(_LINES.sub("\n", text), marks_too=False).split("\n")
    joined = "\n".join(_BLANKS.sub(" ", line).strip() for line in lines)
    return _MANY_LINES.sub("\n\n", joined).strip()


def unwelcome(text: str) -> list[str]:
    """The names of characters that have no place in public text, in order, each once."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return []  # most texts, and this is many times faster than to look at each character
    found = {c: None for c in text if c not in "\n\t" and _is_unwelcome(c)}
    return [unicodedata.name(c, f"U+{ord(c):04X}") for c in found]


def _is_unwelcome(char: str) -> bool:
    if char.isascii():
        return not char.isprintable()
    if char in BIDI_CONTROLS or char in INVISIBLE:
        return True
    code = ord(char)
    if 0xE0000 <= code <= 0xE007F or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return True  # tag characters; code points that are no characters
    return unicodedata.category(char) in ("Cc", "Cs", "Co")


def _visible(text: str, *, marks_too: bool) -> str:
    """NFC, without invisible characters, without towers of accents."""
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text):
        if char == "\t":
            char = " "
        if char != "\n" and (_is_unwelcome(char) or (marks_too and char in DIRECTION_MARKS)):
            continue
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    # What was taken out may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", "".join(kept))


# Longest text, in characters, of fields that are not a plain line of 255.
LONGEST = {
    "name": 200,
    "alternate_name": 200,
    "description": 6000,
    "number": 60,
    "postal_code": 20,
    "country": 2,
    "url": strict_urls.LONGEST,
    "website": strict_urls.LONGEST,
    "uri": strict_urls.LONGEST,
    "logo": strict_urls.LONGEST,
    "schedule_link": strict_urls.LONGEST,
    "rules_url": strict_urls.LONGEST,
    "term_uri": strict_urls.LONGEST,
    "email": 254,
    "extent": 200_000,
    "previous_value": 20_000,
    "replacement_value": 20_000,
}
LONGEST_LINE = 255
LONGEST_PROSE = 2000

# Fields of one line. Every other text may have paragraphs.
LINES = frozenset(
    """id name alternate_name title department email number type country keyword code channel
    address_1 address_2 city region state_province postal_code address_type attention town
    state location_type external_identifier external_identifier_type precision coverage
    extent_type valid_from valid_to dtstart until wkst freq byday byweekno bymonthday
    byyearday opens_at closes_at zone group purpose exdates status currency assured_date
    last_modified updated identifier identifier_type identifier_scheme link_type link_entity
    label language version legal_status tax_id tax_status licence_number licence_register
    registered_title answered_by led_by how_to_join platform licence seen_on closing_date
    wait_checked accepting_new_checked licence_checked scheme""".split()
)


def longest(field: str) -> int:
    """Most characters that the field of this name may hold."""
    if field in LONGEST:
        return LONGEST[field]
    return LONGEST_LINE if field in LINES else LONGEST_PROSE


def cleaned(thing: Any) -> Any:
    """A copy of a record, or of any part of it, with every text cleaned.

    Optional texts that come out empty are unknown (None); web addresses that hold only "http://"
    are unknown too, and a row of `additional_urls` without an address goes.
    """
    values: dict[str, Any] = {}
    for shape in shapes(thing.__class__):
        value = getattr(thing, shape.name)
        if value is None:
            continue
        if shape.kind == "one":
            values[shape.name] = cleaned(value)
        elif shape.kind == "many":
            rows = [cleaned(item) for item in value]
            values[shape.name] = [r for r in rows if getattr(r, "url", True) != "" or not _bare(r)]
        elif shape.kind == "text":
            values[shape.name] = _clean_field(shape.name, value) or (None if shape.nullable else "")
        elif shape.kind == "texts":
            values[shape.name] = [line for item in value if (line := clean_line(item))]
        elif shape.name == "translations":
            values[shape.name] = {
                language: {name: _clean_field(name, words) for name, words in texts.items()}
                for language, texts in value.items()
            }
    return replace(thing, **values)


def _bare(row: Any) -> bool:
    return type(row).__name__ == "Url"


def _clean_field(name: str, value: str) -> str:
    if name in urls.FIELDS:
        value = clean_line(value)
        return "" if urls.is_blank(value) else value
    if name == "number":
        return clean_line(value).strip('"“”«» ')
    return clean_line(value) if name in LINES else clean_text(value)
