"""The rows of the schedule editor."""

from directory.listings.record import Schedule
from directory.submissions.building.typed import Typed

ROWS = 4  # schedules that one page offers
LINES = frozenset({"crisis-line", "warm-line"})
NTH = {"first": "1", "second": "2", "third": "3", "fourth": "4", "last": "-1"}


def schedules(typed: Typed, zone: str | None) -> list[Schedule]:
    """`zone`: where the times hold."""
    return [row for n in range(ROWS) if (row := _schedule(typed, n, zone)) is not None]


def _schedule(typed: Typed, n: int, zone: str | None) -> Schedule | None:
    """One row of the editor; None where nothing was chosen."""
    every, days = typed.one(f"when{n}_every"), typed.many(f"when{n}_day")
    start = typed.one(f"when{n}_date")
    if every is None:
        return None
    row = Schedule(
        id=typed.id(f"schedule/{n}"),
        opens_at=_seconds(typed.one(f"when{n}_from")),
        closes_at=_seconds(typed.one(f"when{n}_to")),
        dtstart=start,
        until=typed.one(f"when{n}_until") if every != "once" else None,
        zone=zone,
        group="regular",
        purpose="hours" if typed.one("kind") in LINES else "event",
    )
    if every == "once":
        return row
    if every in NTH:
        row.freq, row.byday = "MONTHLY", ",".join(f"{NTH[every]}{day}" for day in days) or None
    else:
        row.freq, row.byday = "WEEKLY", ",".join(days) or None
        row.interval = 2 if every == "second-week" else None
    if every == "day":
        row.byday = "MO,TU,WE,TH,FR,SA,SU"
    return row


def _seconds(clock: str | None) -> str | None:
    """Browsers send 18:30; the record keeps 18:30:00."""
    return f"{clock}:00" if clock and clock.count(":") == 1 else clock
