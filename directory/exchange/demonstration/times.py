"""The short way in which the demonstration's files write times, as schedule rows.

w TU 18:30-20:00        every Tuesday
f TU,TH 18:30-20:00     every other week
m 2SA 10:00-11:30       the second Saturday of each month; -1FR is the last Friday
course TH 17:30-19:00 x8    eight Thursdays, beginning soon
once 24 10:00-15:00     one day, so many days after the month that begins the count
h MO-FR 09:00-17:00     somebody is there; several spans with ";" between them
appt                    by appointment
-                       no times
"""

from datetime import date, timedelta

from directory.exchange.demonstration.county import made_id, pick
from directory.listings.hours import describe
from directory.listings.record import Schedule

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ANCHOR = date(2026, 1, 5)  # a Monday: from here every other week is counted
_MONTH = timedelta(days=31)
_YEAR = timedelta(days=365)


def schedules(
    when: str, key: str, zone: str, base: date, language: str, *, season: bool = False
) -> list[Schedule]:
    """Rows for a listing. `base` is the first day of the month that courses are counted from;
    what runs for a `season` ends a year after it."""
    manner, _, rest = when.partition(" ")
    if manner == "-":
        return []
    if manner == "appt":
        words = "Con cita" if language == "es" else "By appointment"
        return [Schedule(id=made_id(key, "schedule"), description=words, zone=zone)]
    rows = []
    for n, span in enumerate(rest.split(";")):
        row = _row(manner, span.split(), key, base)
        row.id = made_id(key, "schedule", str(n))
        row.zone, row.group = zone, "regular"
        row.purpose = "hours" if manner == "h" else "event"
        if season and row.count is None:
            row.until = (base + _YEAR).isoformat()
        row.description = describe(row)
        rows.append(row)
    return rows


def _row(manner: str, words: list[str], key: str, base: date) -> Schedule:
    days, times = words[0], words[1]
    opens, closes = (f"{time}:00" for time in times.split("-"))
    row = Schedule(opens_at=opens, closes_at=closes, freq="WEEKLY")
    match manner:
        case "m":
            row.freq, row.byday = "MONTHLY", days
        case "once":
            row.freq, row.count = None, 1
            row.dtstart = (base + _MONTH + timedelta(days=int(days))).isoformat()
        case "course":
            row.byday, row.count = days, int(words[2].removeprefix("x"))
            start = base + timedelta(days=10 + 7 * pick(4, key, "start"))
            row.dtstart = _first(days, start).isoformat()
        case "f":
            row.byday, row.interval = days, 2
            start = _ANCHOR + timedelta(days=7 * pick(2, key, "week"))
            row.dtstart = _first(days.split(",")[0], start).isoformat()
        case "h":
            row.byday = _span(days)
        case "w":
            row.byday = days
            if pick(5, key, "pause") == 0:
                row.exdates = _winter_break(row.byday.split(","), base)
        case _:
            raise ValueError(f"no such way to write times: {manner!r}")
    return row


def _span(days: str) -> str:
    """ "MO-FR" and "WE,FR" alike as a list of days."""
    first, dash, last = days.partition("-")
    if not dash:
        return days
    return ",".join(_DAYS[_DAYS.index(first) : _DAYS.index(last) + 1])


def _first(day: str, start: date) -> date:
    return start + timedelta(days=(_DAYS.index(day) - start.weekday()) % 7)


def _winter_break(days: list[str], base: date) -> str:
    """The last week of the year off."""
    start = date(base.year, 12, 24)
    return ",".join(_first(day, start).isoformat() for day in days)
