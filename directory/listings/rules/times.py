"""Times as they are written: each value of a schedule by itself, and values that exclude each
other. What a rule means, and whether it ever happens, is for `listings/hours` to say."""

import re
from collections.abc import Iterator
from zoneinfo import available_timezones

from directory.listings import hours
from directory.listings.messages import N_, Sentence, say
from directory.listings.record import Schedule
from directory.listings.rules.problem import Around, Problem, incomplete, join, warn

_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?P<offset>Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?")
_DAYS = "MO|TU|WE|TH|FR|SA|SU"
_WEEKLY_DAY = re.compile(rf"(?:{_DAYS})")
_MONTHLY_DAY = re.compile(rf"(?:[+-]?[1-5])?(?:{_DAYS})")
_MONTH_DAY = re.compile(r"-?(?:[1-9]|[12]\d|3[01])")
_YEAR_DAY = re.compile(r"-?(?:[1-9]\d{0,1}|[12]\d\d|3[0-5]\d|36[0-6])")
_WEEK = re.compile(r"-?(?:[1-9]|[1-4]\d|5[0-3])")
# Judged with the other dates of a record.
_DATES = frozenset({"valid_from", "valid_to", "dtstart", "until"})
_FREQUENCIES = frozenset({"WEEKLY", "MONTHLY"})
_ZONES = frozenset(available_timezones())


def schedule_problems(around: Around) -> Iterator[Problem]:
    for path, row in around.each(Schedule):
        said = set()
        for name, code, sentence in (*_clock(around, row), *_rule(row), *_lists(row)):
            said.add(name)
            yield Problem(join(path, name), code, "refuse", sentence)
        for name, message in _excluded(row):
            said.add(name)
            yield warn(join(path, name), "schedule-odd", message)
        if around.record is None:
            continue
        for name, message in hours.schedule_problems(row):
            # Each value can be read, but nobody can tell when it happens: shown as "Ask".
            if name not in said and name not in _DATES:
                yield incomplete(join(path, name), "schedule-unclear", message)


def _clock(around: Around, row: Schedule) -> Iterator[tuple[str, str, Sentence]]:
    for name in ("opens_at", "closes_at"):
        value = getattr(row, name)
        if value is None:
            continue
        time = _TIME.fullmatch(value)
        if not time and around.profile and _TIME.fullmatch(f"{value}:00"):
            continue  # inside, "18:30" can be read; the standard's documents need the seconds
        if not time:
            sentence = N_("“%(value)s” is not a time of day. Write it like 18:30:00.")
            yield name, "time", say(sentence, value=value)
        elif not around.profile and not time["offset"] and row.timezone is None:
            sentence = N_("The time %(value)s does not say its offset from UTC, such as +01:00.")
            yield name, "time-offset", say(sentence, value=value)
    if row.timezone is not None and not -12 <= row.timezone <= 14:
        yield "timezone", "timezone", say(N_("An offset from UTC is between -12 and 14 hours."))
    if row.zone is not None and row.zone not in _ZONES:
        sentence = N_("“%(zone)s” is not a time zone. Use a name such as America/Chicago.")
        yield "zone", "zone", say(sentence, zone=row.zone)


def _rule(row: Schedule) -> Iterator[tuple[str, str, Sentence]]:
    if row.freq is not None and row.freq not in _FREQUENCIES:
        sentence = N_("“%(freq)s” is no rhythm. Use WEEKLY or MONTHLY.")
        yield "freq", "freq", say(sentence, freq=row.freq)
    if row.wkst is not None and not _WEEKLY_DAY.fullmatch(row.wkst):
        sentence = N_("“%(day)s” is not a day of the week. Use MO, TU, WE, TH, FR, SA or SU.")
        yield "wkst", "wkst", say(sentence, day=row.wkst)
    for name in ("interval", "count"):
        value = getattr(row, name)
        if value is not None and not (value >= 1 and float(value).is_integer()):
            yield name, name, say(N_("This must be a whole number, 1 or more."))


def _lists(row: Schedule) -> Iterator[tuple[str, str, Sentence]]:
    days = _MONTHLY_DAY if row.freq != "WEEKLY" else _WEEKLY_DAY
    for name, pattern, sentence in (
        ("byday", days, N_("“%(value)s” does not name days. Write MO,TU or, for months, 1SA.")),
        ("bymonthday", _MONTH_DAY, N_("“%(value)s” does not name days of the month, such as 10.")),
        ("byyearday", _YEAR_DAY, N_("“%(value)s” does not name days of the year, 1 to 366.")),
        ("byweekno", _WEEK, N_("“%(value)s” does not name weeks of the year, 1 to 53.")),
    ):
        value = getattr(row, name)
        if value is not None and not all(pattern.fullmatch(v.strip()) for v in value.split(",")):
            yield name, name, say(sentence, value=value)


def _excluded(row: Schedule) -> Iterator[tuple[str, str]]:
    """HSDS and iCalendar disagree here, or the two values cannot both be meant."""
    if row.count is not None and row.until is not None:
        yield "count", N_("Give the last day or the number of times, not both.")
    if row.byyearday or (row.byweekno and row.freq in _FREQUENCIES):
        yield (
            "byyearday" if row.byyearday else "byweekno",
            N_("Weeks or days of the year do not go with a weekly or monthly rhythm."),
        )
    if row.interval is not None and row.interval > 1 and not row.dtstart:
        yield "interval", N_("“Every other” needs a first day, or nobody can tell which.")
