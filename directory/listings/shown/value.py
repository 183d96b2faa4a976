"""How the value of any one fact reads, wherever single facts stand: in comparisons, histories, and
on pages of staff. Codes become the words that people know.

    value_in_words(("service", "schedules", "#1", "byday"), "MO,TU", reader) == "Monday and Tuesday"
"""

from collections.abc import Callable
from typing import Any

from babel import Locale

from directory.listings.classification import labels
from directory.listings.hours import describe_clock, describe_days, describe_zone, find_zone
from directory.listings.messages import N_
from directory.listings.shown.place import coverage_name
from directory.listings.shown.questions import CODES, NO, YES
from directory.listings.shown.reader import Reader, locale_of

CHOICES: dict[str, dict[str, str]] = {
    **CODES,
    "freq": {"WEEKLY": N_("Weekly"), "MONTHLY": N_("Monthly")},
    "type": {
        "voice": N_("Voice call"),
        "text": N_("Text message"),
        "cell": N_("Mobile phone"),
        "fax": N_("Fax"),
        "video": N_("Video call"),
        "pager": N_("Pager"),
        "textphone": N_("Textphone"),
    },
    "status": {
        "active": N_("Active"),
        "inactive": N_("Not active"),
        "defunct": N_("Has closed"),
        "temporarily closed": N_("Closed for a while"),
    },
    "location_type": {
        "physical": N_("A place to go to"),
        "postal": N_("For letters only"),
        "virtual": N_("Online or by phone"),
    },
    "precision": {
        "exact": N_("The exact place"),
        "street": N_("The street"),
        "postcode": N_("The postal area"),
        "town": N_("The town"),
        "area": N_("The area"),
    },
    "channel": {
        "chat": N_("Chat"),
        "community": N_("Community"),
        "app": N_("App"),
        "signup": N_("Signing up"),
        "information": N_("Information"),
        "social": N_("Social media"),
    },
    "purpose": {"hours": N_("Opening hours"), "event": N_("Sessions")},
    "group": {"regular": N_("As usual"), "holiday": N_("On holidays")},
}
CHOICES["address_type"] = CHOICES["location_type"]

_DAYS = frozenset(
    """dtstart until valid_from valid_to assured_date seen_on wait_checked licence_checked
    accepting_new_checked closing_date""".split()
)
_WORDS: dict[str, Callable[[str, Reader], str]] = {
    **dict.fromkeys(_DAYS, lambda value, reader: reader.day(value)),
    "byday": lambda value, reader: describe_days(value, reader.language, reader.say),
    "wkst": lambda value, reader: describe_days(value, reader.language, reader.say),
    "bymonthday": lambda value, reader: _month_days(value, reader),
    "exdates": lambda value, reader: _days(value, reader),
    "opens_at": lambda value, reader: describe_clock(value, reader.language, reader.say),
    "closes_at": lambda value, reader: describe_clock(value, reader.language, reader.say),
    "zone": lambda value, reader: _zone(value, reader),
    "country": lambda value, reader: reader.territory(value),
    "coverage": lambda value, reader: coverage_name(value, reader) or value,
    "currency": lambda value, reader: str(reader.locale.currencies.get(value, value)),
    "language": lambda value, reader: name_of_language(value, reader.language),
}


def value_in_words(path: tuple[str, ...], value: Any, reader: Reader) -> str:
    """The value that stands at this path of a record laid flat. What no table knows stays as it
    is: better a code than nothing."""
    name = path[-1]
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return reader.says(YES if value else NO)
    if path[0] == "terms":
        return ", ".join(_term(path[1], code, reader) for code in value)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, float | int):
        exact = name in ("latitude", "longitude") or not float(value).is_integer()
        return str(value) if exact else str(int(value))
    if path[0] == "translations":
        return str(value)
    if name == "code" and "languages" in path:
        name = "language"
    if name in CHOICES:
        return reader.says(CHOICES[name].get(value, value))
    return _WORDS[name](value, reader) if name in _WORDS else str(value)


def name_of_language(code: str, language: str) -> str:
    """A language as those who read in `language` call it: Spanish, not Español."""
    name = locale_of(language).languages.get(code.replace("-", "_"))
    return str(name or Locale("en").languages.get(code, code))


def _term(axis: str, code: str, reader: Reader) -> str:
    return next(iter(labels(axis, [code], reader.language)), code)


def _days(value: str, reader: Reader) -> str:
    return reader.listing([reader.day(each.strip()) for each in value.split(",")])


def _month_days(value: str, reader: Reader) -> str:
    last = reader.says(N_("the last day"))
    return reader.listing([last if day.strip() == "-1" else day for day in value.split(",")])


def _zone(value: str, reader: Reader) -> str:
    zone = find_zone(value)
    return describe_zone(zone, reader.language) if zone else value
