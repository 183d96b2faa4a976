"""Who reads, and when: language, clock and units. Nothing about the person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from directory.listings.messages import N_
from directory.listings.record import Record

MILES_COUNTRIES = frozenset({"US", "GB", "LR", "MM"})
KM_IN_A_MILE = 1.609344


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """What Babel knows of a language. Asked for many times a page."""
    return Locale.parse(language, sep="-")


def same(message: str) -> str:
    return message


@dataclass(frozen=True, slots=True)
class Reader:
    """`say` turns an English message into the reader's language. `country` decides units."""

    now: datetime
    language: str = "en"
    say: Callable[[str], str] = same
    zone: str | None = None
    country: str = "US"

    @property
    def locale(self) -> Locale:
        return locale_of(self.language)

    def says(self, message: str, **values: Any) -> str:
        words = self.say(message)
        return words % values if values else words

    def day(self, iso: str | date) -> str:
        """A date in words; what is no date stays as it is."""
        try:
            when = iso if isinstance(iso, date) else date.fromisoformat(iso[:10])
        except ValueError:
            return str(iso)
        return format_date(when, "long", locale=self.locale)

    def listing(self, items: list[str]) -> str:
        """ "one, two and three"."""
        return format_list(items, locale=self.locale)

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self.locale)

    def money(self, amount: float, currency: str | None) -> str:
        if not currency:
            return self.number(amount)
        text = format_currency(amount, currency, locale=self.locale)
        if not float(amount).is_integer():
            return text
        zeros = format_decimal(0.5, "0.00", locale=self.locale)[1:].replace("5", "0")
        return text.replace(zeros, "", 1)

    def territory(self, code: str) -> str:
        return self.locale.territories.get(code.upper(), code)

    def language_name(self, code: str) -> str:
        """What people who speak it call it: Español, not Spanish."""
        try:
            name = Locale.parse(code, sep="-").get_display_name()
        except (ValueError, UnknownLocaleError):
            name = None
        # Some languages, sign languages among them, are no locale and have a name in English only.
        name = name or self.locale.languages.get(code) or Locale("en").languages.get(code, code)
        return name[:1].upper() + name[1:]

    def digits(self, number: str) -> str:
        """A number that keeps its order on a right-to-left page."""
        if self.locale.text_direction == "rtl":
            return f"\N{LEFT-TO-RIGHT ISOLATE}{number}\N{POP DIRECTIONAL ISOLATE}"
        return number

    def distance(self, km: float) -> str:
        """How far, never finer than the places we keep allow."""
        if self.country in MILES_COUNTRIES:
            value, words = km / KM_IN_A_MILE, (N_("less than 1 mile away"), N_("%(n)s miles away"))
        else:
            value, words = km, (N_("less than 1 km away"), N_("%(n)s km away"))
        if value < 1:
            return self.says(words[0])
        return self.says(words[1], n=self.number(round(value, 1) if value < 10 else round(value)))


def text_of(record: Record, field: str, reader: Reader) -> tuple[str, str]:
    """A text of the record in the reader's language where there is one, and its language."""
    translated = record.translations.get(reader.language, {}).get(field)
    if translated:
        return translated, reader.language
    return getattr(record.service, field) or "", record.language
