"""Telephone numbers as people dial them in a country.

A number is understood in three steps: the library's rules for full numbers, its rules for short
codes, then our own list of short codes that a person found in a named source. A short code never
becomes an international number: "+1988" reaches nobody.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal
from urllib.parse import quote

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    ShortNumberCost,
    shortnumberinfo,
)

from directory.listings.record import Phone
from directory.listings.seed_files import seed_file

Kind = Literal["short", "listed", "national"]
Cost = Literal["free", "standard", "shared", "premium", "personal"]

# Never dialled with a voice or text link.
_SILENT_TYPES = frozenset({"fax", "pager"})
_TEXT_TYPES = frozenset({"text", "sms"})

_EXTENSION = re.compile(
    r"(?:[\s,;.(/-]|(?<=\d))\s*(?:extensions?|ext|extn|x|ex|anexo|int(?:erno)?)\.?\s*[:#]?\s*"
    r"(?P<ext>\d{1,10}(?!\d))\)?\s*$",
    re.I,
)
_JUNK = "\"'“”‘’`«» \t.,;:"
_LETTERS = re.compile(r"[A-Za-z]")
# "0211 123456 / 0301 223344": one field holds two numbers.
_SEVERAL = re.compile(r"\d[\d ().-]{4,}\d\s*[/,;|&]\s*\(?\+?\d[\d ().-]{4,}\d")
# A vanity number keeps digits in front: "1-800-FLOWERS". A word alone is no number.
_VANITY = re.compile(r"^\+?[\d\s().-]*\d[\d\s().-]*[A-Za-z][A-Za-z\s-]{2,9}$")


@dataclass(frozen=True, slots=True)
class Number:
    """What a written number means. `digits` are keyed in `country`, without spaces; `e164` is
    there only where the number really has an international form."""

    country: str
    digits: str
    kind: Kind
    shown: str
    e164: str | None = None
    extension: str | None = None
    cost: Cost | None = None
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why a written number cannot be dialled: empty, words, country, short, several, invalid,
    elsewhere."""

    why: str
    country: str | None = None


def split_extension(text: str) -> tuple[str, str | None]:
    """("218-894-1515", "8201") for "218-894-1515 x8201"."""
    match = _EXTENSION.search(text)
    if not match or sum(c.isdigit() for c in text[: match.start()]) < 3:
        return text.strip(), None
    return text[: match.start()].rstrip(" ,;.(-/"), match["ext"]


def digits_of(text: str) -> str:
    """The digits in a text, in order, as ASCII."""
    return phonenumbers.normalize_digits_only(text)


# Several rules ask about each number of a record, one after the other.
@lru_cache(maxsize=1024)
def read_number(text: str, country: str | None) -> Number | Unknown:
    """What `text` means when dialled in `country` (ISO 3166-1 alpha-2).

    Without a country only a number with a leading "+" can be understood.
    """
    number, extension = split_extension(text)
    country = country.upper() if country else None
    digits = digits_of(number)
    if not digits:
        return Unknown("words" if number.strip() else "empty")
    letters = bool(_LETTERS.search(number))
    if letters and not _VANITY.match(number.strip(_JUNK)):
        return Unknown("words")
    if _SEVERAL.search(number):
        return Unknown("several", country)
    international = number.lstrip(_JUNK + "(").startswith("+")
    if not international and not country:
        return Unknown("country")
    if not international and not letters and country and len(digits) <= 8:
        short = _read_short(digits, country)
        if short:
            return short
    try:
        parsed = phonenumbers.parse(number.strip(_JUNK), None if international else country)
    except NumberParseException:
        return Unknown("several" if len(digits) > 15 else "invalid")
    return _read_full(parsed, digits, country, extension)


def _read_short(digits: str, country: str) -> Number | None:
    listed = _listed().get((country, digits))
    parsed = _as_short(digits, country)
    known = parsed is not None and shortnumberinfo.is_valid_short_number_for_region(parsed, country)
    if not listed and not known:
        return None
    cost: Cost | None = None
    if known and parsed:
        cost = _SHORT_COSTS.get(shortnumberinfo.expected_cost_for_region(parsed, country))
    return Number(
        country=country,
        digits=digits,
        kind="short" if known else "listed",
        shown=listed or digits,
        cost=cost,
        emergency=shortnumberinfo.is_emergency_number(digits, country),
    )


def _as_short(digits: str, country: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, country)
    except NumberParseException:
        return None


def _read_full(
    parsed: PhoneNumber, digits: str, country: str | None, extension: str | None
) -> Number | Unknown:
    region = phonenumbers.region_code_for_number(parsed)
    if not phonenumbers.is_valid_number(parsed) or region is None:
        fiction = _read_fiction(parsed, digits, country, extension)
        if fiction:
            return fiction
        national = str(parsed.national_number)
        home = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
        for place in {country, home} - {None, "ZZ"}:
            if place and len(national) <= 8 and _read_short(national, place):
                return Unknown("short", place)
        return Unknown("several" if len(digits) > 15 else "invalid", country)
    own_code = phonenumbers.country_code_for_region(country) if country else parsed.country_code
    if own_code != parsed.country_code:
        return Unknown("elsewhere", region)
    shown = phonenumbers.format_number(_plain(parsed), PhoneNumberFormat.NATIONAL)
    # Where the calling code is 1, "1" and ten digits connect from any line.
    prefix = "1" if parsed.country_code == 1 else ""
    return Number(
        # One calling code may serve several countries, and a toll-free number all of them.
        country=country or region,
        digits=prefix + digits_of(shown),
        kind="national",
        shown=shown,
        e164=phonenumbers.format_number(parsed, PhoneNumberFormat.E164),
        extension=extension or parsed.extension,
        cost=_COSTS.get(phonenumbers.number_type(parsed), "standard"),
    )


def _plain(parsed: PhoneNumber) -> PhoneNumber:
    return PhoneNumber(
        country_code=parsed.country_code,
        national_number=parsed.national_number,
        italian_leading_zero=parsed.italian_leading_zero,
        number_of_leading_zeros=parsed.number_of_leading_zeros,
    )


def _read_fiction(
    parsed: PhoneNumber, digits: str, country: str | None, extension: str | None
) -> Number | None:
    """Numbers kept for fiction that the library rightly calls unassigned."""
    home = country or phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    shown = phonenumbers.format_number(_plain(parsed), PhoneNumberFormat.NATIONAL)
    local = digits_of(shown)
    if not _matches_fiction(home, local):
        return None
    return Number(home, local, "national", shown, None, extension, "standard")


def is_fictional(number: Number) -> bool:
    """True for numbers that no subscriber will ever have (555-01xx and the like)."""
    return _matches_fiction(number.country, number.digits)


def _matches_fiction(country: str, digits: str) -> bool:
    return any(p.fullmatch(digits) for p in _fiction().get(country, ()))


_COSTS: dict[int, Cost] = {
    PhoneNumberType.TOLL_FREE: "free",
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.SHARED_COST: "shared",
    PhoneNumberType.PERSONAL_NUMBER: "personal",
}
_SHORT_COSTS: dict[int, Cost] = {
    ShortNumberCost.TOLL_FREE: "free",
    ShortNumberCost.STANDARD_RATE: "standard",
    ShortNumberCost.PREMIUM_RATE: "premium",
}


def shown(number: str, country: str | None) -> str:
    """The number grouped for reading aloud; as written if it is not understood. Letters of a
    vanity number stay beside their digits: "1-800-FLOWERS (1-800-356-9377)"."""
    read = read_number(number, country)
    if isinstance(read, Unknown):
        return number.strip()
    words = _grouped(read)
    main, _ = split_extension(number)
    if _LETTERS.search(main):
        words = f"{main.strip(_JUNK)} ({words})"
    return f"{words} ext. {read.extension}" if read.extension else words


def _grouped(read: Number) -> str:
    """North American numbers are written with hyphens, toll-free ones with their leading 1."""
    if read.e164 and read.e164.startswith("+1") and len(read.e164) == 12:
        area, exchange, line = read.e164[2:5], read.e164[5:8], read.e164[8:]
        return f"{'1-' if read.cost == 'free' else ''}{area}-{exchange}-{line}"
    return read.shown


def dial_link(phone: Phone, country: str | None = None) -> str | None:
    """A `tel:` or `sms:` link with the string as keyed locally, or None where nothing should be
    dialled (fax, pager, a number that is not understood). An extension follows after a pause."""
    kind = (phone.type or "voice").lower()
    read = read_number(phone.number, phone.country or country)
    if kind in _SILENT_TYPES or isinstance(read, Unknown):
        return None
    if kind in _TEXT_TYPES:
        return f"sms:{read.digits}" + (f"?body={quote(phone.keyword)}" if phone.keyword else "")
    extension = read.extension or extension_text(phone)
    return f"tel:{read.digits}" + (f",{extension}" if extension else "")


def extension_text(phone: Phone) -> str | None:
    """HSDS keeps an extension as a number; people key digits."""
    value = phone.extension
    return str(int(value)) if value is not None and value == value and abs(value) < 1e10 else None


def same_line(number: str, country: str | None) -> str:
    """A key under which two spellings of one number meet: "US 2188941515"; digits if unknown."""
    read = read_number(number, country)
    if isinstance(read, Unknown):
        return f"?? {digits_of(number)}"
    return f"{read.country} {national_digits(read)}"


def national_digits(number: Number) -> str:
    """Digits without country code and trunk prefix: what a list of numbers is matched on."""
    if not number.e164:
        return number.digits
    parsed = phonenumbers.parse(number.e164)
    return phonenumbers.national_significant_number(parsed)


@cache
def _listed() -> dict[tuple[str, str], str]:
    rows = csv.DictReader(seed_file("rules", "short_numbers.csv").splitlines())
    return {(row["country"], row["dial"]): row["shown"] for row in rows}


@cache
def _fiction() -> dict[str, tuple[re.Pattern[str], ...]]:
    patterns: dict[str, tuple[re.Pattern[str], ...]] = {}
    for row in csv.DictReader(seed_file("rules", "fictional_numbers.csv").splitlines()):
        patterns[row["country"]] = (
            *patterns.get(row["country"], ()),
            re.compile(row["pattern"]),
        )
    return patterns
