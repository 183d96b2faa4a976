"""Hours in plain words, in the reader's language.

`say` turns a message id into the reader's language (a view gives Flask-Babel's `gettext`); names
of days, dates, times and zones come from Babel by `locale`, and so does the 12 or 24 hour clock.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, tzinfo
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_day_names, get_timezone_name
from babel.lists import format_list

from directory.listings.hours.plan import MIDNIGHT, Plan
from directory.listings.hours.reading import WEEKDAYS, read_schedule
from directory.listings.hours.recurrence import ByMonth, ByWeek, OnDates
from directory.listings.hours.state import OpenState, Session, State
from directory.listings.hours.zones import find_zone, zone_name
from directory.listings.messages import N_
from directory.listings.record import Schedule

Say = Callable[[str], str]

# As they stand before a day: "First and third Saturday of the month".
ORDINALS = {
    1: N_("First"),
    2: N_("Second"),
    3: N_("Third"),
    4: N_("Fourth"),
    5: N_("Fifth"),
    -1: N_("Last"),
    -2: N_("Second to last"),
    -3: N_("Third to last"),
    -4: N_("Fourth to last"),
    -5: N_("Fifth to last"),
}
NOON = time(12)


def same(message: str) -> str:
    return message


def describe(
    schedule: Schedule,
    locale: str = "en",
    say: Say = same,
    *,
    default_zone: str | tzinfo | None = None,
    reader_zone: str | None = None,
) -> str:
    """One row as a sentence without a full stop: "Every Tuesday, 6:30 pm to 8 pm".

    With `reader_zone` the zone is named where the reader's clock differs. Where the row cannot be
    read, its own words; where it has none, that one should ask.
    """
    words = _Words(locale, say)
    plan = read_schedule(schedule, default_zone)
    if plan.rule is None:
        if schedule.description:
            return schedule.description
        if plan.by_appointment:
            return say(N_("By appointment"))
        return say(N_("Ask for the times"))
    if plan.closed:
        return words.closed(plan)
    parts = [words.days(plan), words.times(plan)]
    if not plan.certain:
        parts.append(say(N_("ask which weeks")))
    parts += words.limits(plan)
    if plan.by_appointment:
        parts.append(say(N_("by appointment")))
    text = ", ".join(part for part in parts if part)
    if reader_zone and plan.zone and zone_name(plan.zone) != reader_zone:
        text += f" ({words.zone(plan.zone)})"
    return text


def describe_session(
    session: Session, locale: str = "en", say: Say = same, *, reader_zone: str | None = None
) -> str:
    """One session with its date; in both zones where the reader's clock differs then."""
    words = _Words(locale, say)
    text = words.session(session.start, session.end)
    theirs = _theirs(session.start, reader_zone)
    if theirs is None or session.start.tzinfo is None:
        return text
    end = session.end and session.end.astimezone(theirs.tzinfo)
    return say(N_("%(local)s, %(zone)s (%(yours)s where you are)")) % {
        "local": text,
        "zone": words.zone(session.start.tzinfo),
        "yours": words.session(theirs, end),
    }


def describe_zone(zone: tzinfo, locale: str = "en") -> str:
    """What people call a clock: "Central Time"."""
    return _Words(locale, same).zone(zone)


_DAY = re.compile(r"([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)")


def describe_days(byday: str, locale: str = "en", say: Say = same) -> str:
    """The days of a rule on their own: "Monday and Tuesday", "First Saturday of the month". What
    cannot be read stays as it is."""
    names = _known(locale)[1]
    parts = []
    for word in byday.upper().replace(" ", "").split(","):
        found = _DAY.fullmatch(word)
        nth = int(found[1]) if found and found[1] else 0
        if found is None or (nth and nth not in ORDINALS):
            return byday
        name = names[WEEKDAYS.index(found[2])]
        values = {"which": say(ORDINALS[nth]) if nth else "", "day": name}
        parts.append(say(N_("%(which)s %(day)s of the month")) % values if nth else name)
    return format_list(parts, locale=_known(locale)[0])


def describe_clock(at: str, locale: str = "en", say: Say = same) -> str:
    """A time of the day: "6:30 pm". What is none stays as it is."""
    try:
        return _Words(locale, say).clock(time.fromisoformat(at))
    except ValueError:
        return at


def describe_state(state: OpenState, at: datetime, locale: str = "en", say: Say = same) -> str:
    """The badge: "Open now until 8 pm", "Closed now, opens Tuesday at 6:30 pm"."""
    words = _Words(locale, say)
    match state:
        case OpenState(state=State.ROUND_THE_CLOCK):
            return say(N_("Open 24 hours a day, every day"))
        case OpenState(state=State.OPEN, until=datetime() as until):
            values = words.moment(until, at)
            if "day" in values and until.time() != MIDNIGHT:
                return say(N_("Open now until %(time)s on %(day)s")) % values
            return say(N_("Open now until %(time)s")) % values
        case OpenState(state=State.OPEN):
            return say(N_("Open now"))
        case OpenState(state=State.CLOSED, opens_next=datetime() as opens):
            values = words.moment(opens, at)
            if "day" in values:
                return say(N_("Closed now, opens %(day)s at %(time)s")) % values
            return say(N_("Closed now, opens at %(time)s")) % values
        case OpenState(state=State.CLOSED):
            return say(N_("Closed now"))
        case OpenState(state=State.BY_APPOINTMENT):
            return say(N_("By appointment"))
        case _:
            return say(N_("Hours not known, call first"))


def _theirs(start: datetime, reader_zone: str | None) -> datetime | None:
    """The reader's own wall time, None where it is the same."""
    zone = find_zone(reader_zone) if reader_zone else None
    theirs = start.astimezone(zone) if zone else None
    return theirs if theirs and theirs.utcoffset() != start.utcoffset() else None


@lru_cache(maxsize=64)
def _known(locale: str) -> tuple[Locale, Mapping[int, str], bool]:
    """What Babel knows of a language: itself, names of days, whether the clock has twelve hours."""
    known = Locale.parse(locale.replace("-", "_"))
    names = dict(get_day_names("wide", locale=known))
    return known, names, "h" in known.time_formats["short"].pattern


class _Words:
    def __init__(self, locale: str, say: Say) -> None:
        self.locale, self.names, self.twelve_hours = _known(locale)
        self.say = say

    def clock(self, at: time) -> str:
        if not self.twelve_hours:
            return format_time(at, "H:mm", locale=self.locale)
        if at == NOON:
            return self.say(N_("noon"))
        if at == MIDNIGHT:
            return self.say(N_("midnight"))
        form = "h:mm a" if at.minute else "h a"
        return format_time(at, form, locale=self.locale).lower()

    def full_date(self, day: date) -> str:
        return format_date(day, "long", locale=self.locale)

    def zone(self, zone: tzinfo) -> str:
        name = zone_name(zone)
        if name.startswith("UTC"):
            return name
        return get_timezone_name(zone, "long", locale=self.locale, zone_variant="generic")

    def weekday_and_date(self, day: date) -> str:
        return f"{self.names[day.weekday()]}, {format_skeleton('MMMMd', day, locale=self.locale)}"

    def session(self, start: datetime, end: datetime | None) -> str:
        times = self.span(start.time(), end.time() if end else None)
        return f"{self.weekday_and_date(start.date())}, {times}"

    def moment(self, moment: datetime, at: datetime) -> dict[str, str]:
        """The time alone if it is today, else with its weekday, else with its date."""
        days = (moment.date() - at.astimezone(moment.tzinfo).date()).days
        values = {"time": self.clock(moment.time())}
        if days > 6:
            values["day"] = self.weekday_and_date(moment.date())
        elif days > 0:
            values["day"] = self.names[moment.weekday()]
        return values

    def closed(self, plan: Plan) -> str:
        return self.say(N_("Closed: %(when)s")) % {"when": self.days(plan)}

    def times(self, plan: Plan) -> str:
        if plan.opens is None:
            return "" if plan.by_appointment else self.say(N_("ask for the times"))
        if plan.all_day:
            return self.say(N_("24 hours"))
        return self.span(plan.opens, plan.closes)

    def span(self, opens: time, closes: time | None) -> str:
        if closes is None:
            return self.say(N_("from %(start)s")) % {"start": self.clock(opens)}
        values = {"start": self.clock(opens), "end": self.clock(closes)}
        if closes <= opens and closes != MIDNIGHT:
            return self.say(N_("%(start)s to %(end)s the next day")) % values
        return self.say(N_("%(start)s to %(end)s")) % values

    def limits(self, plan: Plan) -> list[str]:
        if isinstance(plan.rule, OnDates):
            return []
        out = []
        if plan.last:
            out.append(self.say(N_("until %(date)s")) % {"date": self.full_date(plan.last)})
        if plan.exdates:
            dates = format_list(
                [self.full_date(d) for d in sorted(plan.exdates)], locale=self.locale
            )
            out.append(self.say(N_("not on %(dates)s")) % {"dates": dates})
        return out

    def days(self, plan: Plan) -> str:
        match plan.rule:
            case ByWeek(days=days, interval=interval):
                return self._weekly(sorted(days), interval)
            case ByMonth() as rule:
                return self._monthly(rule)
            case OnDates(first=first, last=last) if first == last:
                return f"{self.names[first.weekday()]}, {self.full_date(first)}"
            case OnDates(first=first, last=last):
                values = {"first": self.full_date(first), "last": self.full_date(last)}
                return self.say(N_("%(first)s to %(last)s")) % values
            case _:
                return ""

    def _weekly(self, days: list[int], interval: int) -> str:
        names = self._list(days)
        if interval == 2:
            return self.say(N_("Every second %(days)s")) % {"days": names}
        if interval > 2:
            values = {"number": interval, "days": names}
            return self.say(N_("Every %(number)s weeks on %(days)s")) % values
        if len(days) == 7:
            return self.say(N_("Every day"))
        if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
            values = {"first": self.names[days[0]], "last": self.names[days[-1]]}
            return self.say(N_("%(first)s to %(last)s")) % values
        return self.say(N_("Every %(days)s")) % {"days": names}

    def _list(self, days: list[int]) -> str:
        return format_list([self.names[day] for day in days], locale=self.locale)

    def _monthly(self, rule: ByMonth) -> str:
        parts = []
        for day in sorted({day for _, day in rule.nth}):
            which = sorted((n for n, d in rule.nth if d == day), key=lambda n: (n < 0, n))
            name = self.names[day]
            if 0 in which:
                parts.append(self.say(N_("Every %(days)s")) % {"days": name})
                continue
            words = [self.say(ORDINALS[n]) for n in which]
            words[1:] = [word.lower() for word in words[1:]]
            values = {"which": format_list(words, locale=self.locale), "day": name}
            parts.append(self.say(N_("%(which)s %(day)s of the month")) % values)
        if rule.month_days:
            parts.append(self._month_days(sorted(rule.month_days)))
        text = format_list(parts, locale=self.locale) if parts else ""
        if rule.interval > 1:
            every = {"days": text, "number": rule.interval}
            return self.say(N_("%(days)s, every %(number)s months")) % every
        return text

    def _month_days(self, days: list[int]) -> str:
        plain = [str(day) for day in days if day > 0]
        parts = []
        if plain:
            numbers = format_list(plain, locale=self.locale)
            parts.append(self.say(N_("On day %(days)s of the month")) % {"days": numbers})
        if -1 in days:
            parts.append(self.say(N_("On the last day of the month")))
        return format_list(parts, locale=self.locale)
