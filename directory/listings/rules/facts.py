"""Facts that can be checked by themselves: ages, prices, places left, dates, languages, terms."""

import math
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from babel.core import Locale
from babel.localedata import locale_identifiers

from directory.listings.classification import find_term
from directory.listings.messages import N_
from directory.listings.record import (
    CostOption,
    Facts,
    Language,
    Metadata,
    Record,
    Schedule,
    Service,
    ServiceCapacity,
    Source,
    TaxonomyTerm,
)
from directory.listings.rules.problem import Around, Problem, join, refuse

STATUSES = frozenset({"active", "inactive", "defunct", "temporarily closed"})
OLDEST = 130

# Clocks differ around the world: "today" there may be tomorrow here.
LEEWAY = timedelta(days=1)

# Dates of things that have happened.
_PAST = frozenset(
    {"assured_date", "seen_on", "wait_checked", "accepting_new_checked", "licence_checked"}
)
_DATES: dict[type, tuple[str, ...]] = {
    Service: ("assured_date",),
    Schedule: ("valid_from", "valid_to", "dtstart", "until"),
    CostOption: ("valid_from", "valid_to"),
    Metadata: ("last_action_date",),
    Source: ("seen_on",),
    Facts: ("wait_checked", "accepting_new_checked", "licence_checked", "closing_date"),
}
_INSTANTS: dict[type, tuple[str, ...]] = {
    Service: ("last_modified",),
    ServiceCapacity: ("updated",),
}
_SPANS: dict[type, tuple[tuple[str, str], ...]] = {
    Schedule: (("valid_from", "valid_to"), ("dtstart", "until")),
    CostOption: (("valid_from", "valid_to"),),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_day(text: str) -> date | None:
    """A real `YYYY-MM-DD`, or None."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def read_instant(text: str) -> datetime | None:
    """A date and time with an offset (or a bare date), or None."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def date_problems(around: Around) -> Iterator[Problem]:
    for path, row in around.rows:
        for name in _DATES.get(type(row), ()):
            value = getattr(row, name)
            if value is not None:
                yield from _one_day(around, join(path, name), name, value)
        for name in _INSTANTS.get(type(row), ()):
            value = getattr(row, name)
            if value and read_instant(value) is None:
                yield refuse(
                    join(path, name),
                    "instant",
                    N_("“%(value)s” is not a date and time like 2026-03-01T09:30:00Z."),
                    value=value,
                )
        for first, last in _SPANS.get(type(row), ()):
            start, end = (read_day(getattr(row, n) or "") for n in (first, last))
            if start and end and start > end:
                yield refuse(
                    join(path, last),
                    "dates-order",
                    N_("The last day (%(end)s) is before the first day (%(start)s)."),
                    start=start.isoformat(),
                    end=end.isoformat(),
                )


def _one_day(around: Around, path: str, name: str, value: str) -> Iterator[Problem]:
    day = read_day(value)
    if day is None and name == "last_action_date" and (instant := read_instant(value)):
        day = instant.date()  # HSDS lets this one be either
    if day is None:
        yield refuse(
            path,
            "date",
            N_("“%(value)s” is not a day. Write year-month-day, such as 2026-03-01."),
            value=value,
        )
    elif name in _PAST and day > around.today + LEEWAY:
        yield refuse(
            path,
            "date-future",
            N_("This day is in the future (%(value)s). It must be a day that has passed."),
            value=value,
        )


def age_problems(around: Around) -> Iterator[Problem]:
    for path, service in around.each(Service):
        low, high = service.minimum_age, service.maximum_age
        for name, age in (("minimum_age", low), ("maximum_age", high)):
            if age is not None and not 0 <= age <= OLDEST:
                yield refuse(
                    join(path, name),
                    "age",
                    N_("An age must be between 0 and %(oldest)s years."),
                    oldest=OLDEST,
                )
        if low is not None and high is not None and low > high:
            yield refuse(
                join(path, "minimum_age"),
                "ages-order",
                N_("The youngest age (%(low)s) is above the oldest age (%(high)s)."),
                low=_short(low),
                high=_short(high),
            )


def status_problems(around: Around) -> Iterator[Problem]:
    for path, service in around.each(Service):
        if service.status not in STATUSES:
            yield refuse(
                join(path, "status"),
                "status",
                N_("“%(status)s” is no state of a service. Choose one from the list."),
                status=service.status,
            )


def capacity_problems(around: Around) -> Iterator[Problem]:
    for path, row in around.each(ServiceCapacity):
        for name in ("available", "maximum"):
            value = getattr(row, name)
            if value is not None and not (math.isfinite(value) and value >= 0):
                yield refuse(
                    join(path, name), "capacity", N_("The number of places must be 0 or more.")
                )
        if row.available is not None and row.maximum is not None and row.available > row.maximum:
            yield refuse(
                join(path, "available"),
                "capacity-order",
                N_("There cannot be more places left (%(left)s) than places (%(all)s)."),
                left=_short(row.available),
                all=_short(row.maximum),
            )


def _short(number: float) -> str:
    return f"{number:g}"


def cost_problems(around: Around) -> Iterator[Problem]:
    for path, row in around.each(CostOption):
        if row.currency is not None and row.currency.upper() not in _currencies():
            yield refuse(
                join(path, "currency"),
                "currency",
                N_("“%(code)s” is not a currency code. Use three letters, such as USD."),
                code=row.currency,
            )
        if row.amount is None:
            continue
        if not (math.isfinite(row.amount) and row.amount >= 0):
            yield refuse(
                join(path, "amount"),
                "amount",
                N_("The price must be a number, 0 or more. Write 0 if it is free."),
            )
        elif row.amount > 0 and row.currency is None and around.record is not None:
            yield refuse(
                join(path, "currency"),
                "currency-missing",
                N_("A price needs its currency, such as USD or GBP."),
            )


def language_problems(around: Around) -> Iterator[Problem]:
    for path, language in around.each(Language):
        if language.code is not None and not is_language(language.code):
            yield _no_language(join(path, "code"), language.code)
    for path, term in around.each(TaxonomyTerm):
        if term.language is not None and not is_language(term.language):
            yield _no_language(join(path, "language"), term.language)
    record = around.record
    if record is None:
        return
    for path, code in [("language", record.language)] + [
        (f"translations.{code}", code) for code in record.translations
    ]:
        if not is_language(code):
            yield _no_language(path, code)


def _no_language(path: str, code: str) -> Problem:
    message = N_("“%(code)s” is not a language code. Use two or three letters, such as en or es.")
    return refuse(path, "language", message, code=code)


def is_language(code: str) -> bool:
    """ISO 639-1 or 639-3, with or without region ("es-MX")."""
    main = code.replace("_", "-").split("-")[0]
    return main.islower() and main in _languages()


@cache
def _languages() -> frozenset[str]:
    known = {str(code).split("_")[0] for code in Locale("en").languages}
    known |= {code.split("_")[0] for code in locale_identifiers()}
    return frozenset(known) | _MORE_LANGUAGES


# Three-letter forms of languages whose two-letter code the list has, and signed languages.
_MORE_LANGUAGES = frozenset(
    """ara ben deu eng fas fra guj hat hin hmn hmo hye ita jpn khm kor lao mya nep pan pol por
    ron rus som spa swa tam tel tgl tha tur ukr urd vie zho yue cmn nan sqi amh hrv srp bos
    ces slk ell hun heb ind msa nld swe dan nor fin isl gle cym gla eus cat glg mlt lit lav
    est slv bul mkd ase bfi isg asf nzs fsl gsg lsf ssp mfs bzs jsl kvk ins psp csl tsm fil
    mww hnj quz nav""".split()
)


@cache
def _currencies() -> frozenset[str]:
    return frozenset(map(str, Locale("en").currencies)) - {"XXX", "XTS"}


def term_problems(around: Around) -> Iterator[Problem]:
    """Codes of our own classification that nobody knows."""
    record = around.record
    if record is None:
        return
    for axis, codes in record.terms.items():
        for n, code in enumerate(codes if isinstance(codes, list) else ()):
            if not _is_term(axis, code):
                yield refuse(
                    f"terms.{axis}[{n}]",
                    "term",
                    N_("“%(code)s” is not in our list for “%(axis)s”. Choose one from it."),
                    code=code,
                    axis=axis,
                )


def _is_term(axis: str, code: Any) -> bool:
    return isinstance(code, str) and find_term(axis, code) is not None


CHOICES = {
    "answered_by": frozenset({"peer", "volunteer", "professional", "staff", "mixed"}),
    "led_by": frozenset({"peer", "volunteer", "professional", "mixed"}),
    "how_to_join": frozenset({"drop_in", "sign_up", "referral", "contact"}),
}


def choice_problems(around: Around) -> Iterator[Problem]:
    for path, facts in around.each(Facts):
        for name, allowed in CHOICES.items():
            value = getattr(facts, name)
            if value is not None and value not in allowed:
                yield refuse(
                    join(path, name),
                    "choice",
                    N_("“%(value)s” is not one of the choices. Choose one from the list."),
                    value=value,
                )


def consent_problems(around: Around) -> Iterator[Problem]:
    record = around.record
    if isinstance(record, Record) and record.individual and not record.facts.consent:
        yield refuse(
            "facts.consent",
            "consent",
            N_("This is about one person. It needs their own consent, with the day and the way."),
        )
