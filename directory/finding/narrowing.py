"""Ways to narrow: facets with counts, what to leave out, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time as clock

from babel.dates import format_time, get_day_names

from directory.finding.asked import AXES, DAYS, HOURS, PARTS, Asked
from directory.listings import classification
from directory.listings.messages import N_
from directory.listings.shown import Reader
from directory.search import prices

SHOWN_FIRST = 5  # values of a facet before "show more"
SHOWN_MORE = 3  # the page stays light; further values come up once others narrow
# With fewer values than this a facet cannot help to choose.
WORTH_CHOOSING = 2
LEAVE_OUT = ("kind", "format", "topic")  # what people ask to be spared
LEFT_OUT_FIRST = 4  # values of each
OFFERED_HOURS = HOURS[7:22]
PART_NAMES = {
    "morning": N_("Morning (6 am to noon)"),
    "afternoon": N_("Afternoon (noon to 5 pm)"),
    "evening": N_("Evening (5 pm to 10 pm)"),
}


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    checked: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    title: str
    options: tuple[Option, ...]
    more: tuple[Option, ...]


def facets(asked: Asked, counts: Mapping[str, Mapping[str, int]], reader: Reader) -> list[Facet]:
    found = []
    for axis in AXES:
        options = _options(axis, asked, counts.get(axis, {}), reader)
        chosen = asked.codes.get(axis, ())
        if len(options) < WORTH_CHOOSING and not chosen:
            continue
        first = max(SHOWN_FIRST, len(chosen))
        more = tuple(options[first : first + SHOWN_MORE])
        found.append(Facet(axis, title_of(axis, reader), tuple(options[:first]), more))
    return found


def _options(axis: str, asked: Asked, numbers: Mapping[str, int], reader: Reader) -> list[Option]:
    chosen = asked.codes.get(axis, ())
    options = [
        Option(code, label_of(axis, code, reader), code in chosen, numbers.get(code, 0))
        for code in _codes(axis, (*chosen, *numbers))
        if numbers.get(code) or code in chosen
    ]
    options.sort(key=lambda option: (not option.checked, -(option.count or 0)))
    return options


def _codes(axis: str, known: Sequence[str]) -> Sequence[str]:
    """In our own order; languages are no terms of ours and come as they are."""
    if axis == "language":
        return sorted(set(known))
    return [term.code for term in classification.terms(axis)]


def left_out(
    asked: Asked, counts: Mapping[str, Mapping[str, int]], reader: Reader
) -> tuple[Option, ...]:
    """What can be left out: the most frequent kinds, ways and topics, and what is out already."""
    found = []
    for name in asked.without:
        found.append(Option(name, label_of_name(name, reader), True, None))
    for axis in LEAVE_OUT:
        options = _options(axis, Asked(), counts.get(axis, {}), reader)
        for option in options[:LEFT_OUT_FIRST] if len(options) >= WORTH_CHOOSING else ():
            name = f"{axis}:{option.value}"
            if name not in asked.without:
                found.append(Option(name, option.label, False, option.count))
    return tuple(found)


def days(asked: Asked, reader: Reader) -> tuple[Option, ...]:
    names = get_day_names("abbreviated", locale=reader.locale)
    return tuple(Option(day, names[at], day in asked.days, None) for at, day in enumerate(DAYS))


def times(reader: Reader) -> tuple[tuple[str, str], ...]:
    """(value, words): parts of the day, then hours."""
    return (
        *((part, reader.say(words)) for part, words in PART_NAMES.items()),
        *((hour, _hour(hour, reader)) for hour in OFFERED_HOURS),
    )


def week_words(asked: Asked, reader: Reader) -> str:
    """The days and the time of day that were chosen, for a chip."""
    names = get_day_names("wide", locale=reader.locale)
    parts = [reader.listing([names[DAYS.index(day)] for day in asked.days])] if asked.days else []
    if asked.time in PARTS:
        parts.append(reader.say(PART_NAMES[asked.time]))
    elif asked.time:
        parts.append(_hour(asked.time, reader))
    return ", ".join(parts)


def _hour(hour: str, reader: Reader) -> str:
    return format_time(clock.fromisoformat(hour), "short", locale=reader.locale)


def title_of(axis: str, reader: Reader) -> str:
    if axis == "language":
        return reader.says(N_("Language"))
    about = classification.find_axis("cost" if axis in prices.AXES else axis)
    return about.label(reader.language) if about else axis


def label_of(axis: str, code: str, reader: Reader) -> str:
    if axis == "language":
        return reader.language_name(code)
    term = classification.find_term(axis, code)
    return term.label(reader.language) if term else code


def label_of_name(name: str, reader: Reader) -> str:
    """Of a term with its axis, such as "kind:class"."""
    axis, _, code = name.partition(":")
    return label_of(axis, code, reader)
