"""The next sessions of several listings, day by day on each listing's own clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from babel.dates import format_date, format_time, get_timezone_name

from directory.listings.hours import Session, sessions_between
from directory.listings.queries import Entry
from directory.listings.shown import Reader
from directory.listings.shown.place import place_line
from directory.listings.shown.reader import text_of
from directory.listings.shown.when import is_event, schedules_of

DAYS = timedelta(days=14)
MOST = 20  # sessions: more is a wall
ENDED = ("defunct", "inactive", "temporarily closed")
EACH = 3  # of one listing, so that a daily one does not hide the others


@dataclass(frozen=True, slots=True)
class Date:
    times: str
    slug: str
    name: str
    language: str
    place: str
    fictional: bool


@dataclass(frozen=True, slots=True)
class CalendarDay:
    iso: str
    words: str
    sessions: tuple[Date, ...]


def calendar_days(entries: Iterable[Entry], reader: Reader) -> list[CalendarDay]:
    every = [(session, entry) for entry in entries for session in _sessions(entry, reader)]
    every.sort(key=lambda pair: (pair[0].start.date(), pair[0].start.astimezone(UTC)))
    days: dict[str, list[tuple[Session, Entry]]] = {}
    for session, entry in every[:MOST]:
        days.setdefault(session.start.date().isoformat(), []).append((session, entry))
    return [
        CalendarDay(
            iso,
            format_date(pairs[0][0].start, "full", locale=reader.locale),
            tuple(_date(session, entry, reader) for session, entry in pairs),
        )
        for iso, pairs in days.items()
    ]


def _sessions(entry: Entry, reader: Reader) -> list[Session]:
    schedules = schedules_of(entry.record)
    if not is_event(entry.record, schedules) or entry.record.service.status in ENDED:
        return []
    return sessions_between(schedules, reader.now, reader.now + DAYS)[:EACH]


def _date(session: Session, entry: Entry, reader: Reader) -> Date:
    name, language = text_of(entry.record, "name", reader)
    return Date(
        times=_times(session, reader),
        slug=entry.slug,
        name=name,
        language=language,
        place=place_line(entry.record, reader),
        fictional=entry.record.fictional,
    )


def _times(session: Session, reader: Reader) -> str:
    """6:30 PM – 8:00 PM, CST."""

    def said(moment: datetime) -> str:
        return format_time(moment, "short", locale=reader.locale)

    times = said(session.start)
    if session.end is not None:
        times += f" – {said(session.end)}"
    zone = get_timezone_name(session.start, "short", locale=reader.locale)
    return f"{times}, {zone}"
