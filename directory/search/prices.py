"""Amounts of money: the least a listing costs, as codes an engine can filter by, and the most that
somebody said they can pay. Nothing is converted: a price in another currency counts as not known,
and what is not known is kept, only lower."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from directory.listings.record import CostOption

MOST = 1000  # of a currency: more is no price of a visit, and is left in the text
_PARTS = 2  # steps of half a pound

# An axis for each sign, because "$30" does not say whose dollars. Never counted, never shown.
_SIGNS = {"£": "@price-pound", "$": "@price-dollar", "€": "@price-euro"}
_CURRENCIES = {
    "GBP": "£",
    **dict.fromkeys(("USD", "CAD", "AUD", "NZD"), "$"),
    **dict.fromkeys(("EUR",), "€"),
}
_NAMES = {
    **dict.fromkeys(("pound", "pounds", "quid", "gbp", "libra", "libras"), "£"),
    **dict.fromkeys(("dollar", "dollars", "bucks", "usd", "dólar", "dólares", "dolares"), "$"),
    **dict.fromkeys(("euro", "euros", "eur"), "€"),
    **{sign: sign for sign in _SIGNS},
}
AXES = frozenset(_SIGNS.values())
_NOTHING_TO_PAY = frozenset({"free", "donation"})  # "give what you wish, or nothing"

_NUMBER = r"(?P<{0}>\d{{1,6}}(?:[.,]\d{{1,3}})?)"
_AMOUNT = (
    rf"(?:(?P<sign>[£$€])\s?{_NUMBER.format('after')}"
    rf"|{_NUMBER.format('before')}\s?(?P<name>{'|'.join(map(re.escape, _NAMES))})(?![^\W_]))"
)
_LEAD = (
    r"(?:(?:for|por)\s+)?(?:under|below|less\s+than|up\s+to|at\s+most|max(?:imum)?(?:\s+of)?"
    r"|(?:no|not)\s+more\s+than|cheaper\s+than|within"
    r"|menos\s+de|hasta|m[aá]ximo(?:\s+de)?|no\s+m[aá]s\s+de|por\s+debajo\s+de)\s+"
)
_EACH = (
    r"\s?(?:an?\s|per\s|each\s|/\s?|por\s|la\s|a\s+la\s|al\s)\s*(?:session|hour|hr|week|month|visit"
    r"|class|time|person|go|sesi[oó]n|hora|mes|semana|clase|visita|vez)"
)
_AT_MOST = r"\s(?:or\s(?:less|under)|max(?:imum)?|tops|o\smenos|como\sm[aá]ximo)"
_SAID = re.compile(
    rf"(?<![^\W_])(?:(?P<lead>{_LEAD}))?{_AMOUNT}(?P<more>(?:{_EACH}|{_AT_MOST})(?![^\W_]))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Limit:
    """`text[start:end]` says that at most `steps` halves of a currency can be paid."""

    axis: str
    steps: int
    start: int
    end: int


def said(text: str) -> Limit | None:
    """The first amount that is said as a limit or as a price for something: "under £20", "$30 a
    session". A bare amount is no limit: it may be a debt."""
    for found in _SAID.finditer(text):
        if not found["lead"] and not found["more"]:
            continue
        number = _number(found["after"] or found["before"])
        if number <= MOST:
            sign = _NAMES[(found["sign"] or found["name"]).lower()]
            return Limit(_SIGNS[sign], math.floor(number * _PARTS), found.start(), found.end())
    return None


def _number(digits: str) -> float:
    whole, _, part = digits.replace(",", ".").partition(".")
    return float(whole + part) if len(part) == 3 else float(f"{whole}.{part or 0}")


def within(steps: str) -> frozenset[str]:
    """The codes of all prices up to a limit."""
    return frozenset(map(str, range(int(steps) + 1)))


def codes(options: Sequence[CostOption], terms: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The least that is asked in each currency, rounded up: never said to be cheaper than it is.
    `terms` are codes of the axis `cost`. No price, no code."""
    if _NOTHING_TO_PAY & set(terms):
        return dict.fromkeys(sorted(AXES), ("0",))
    least: dict[str, int] = {}
    for option in options:
        sign = _CURRENCIES.get((option.currency or "").upper())
        if option.amount is None or option.amount < 0 or sign is None:
            continue
        steps = math.ceil(min(option.amount, MOST + 1) * _PARTS)
        axis = _SIGNS[sign]
        least[axis] = min(steps, least.get(axis, steps))
    return {axis: (str(steps),) for axis, steps in least.items()}
