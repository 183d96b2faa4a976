"""How the work stands, in a few figures and pictures drawn here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import median

import orjson
from flask import current_app, render_template
from flask_babel import gettext

from directory.accounts.guard import asks
from directory.extensions import now
from directory.listings.classification import find_axis, find_term, terms
from directory.listings.queries import count_never_checked, count_published
from directory.moderation import queries
from directory.moderation.blueprint import moderation
from directory.moderation.figures import listings_by_state, listings_by_term
from directory.moderation.state_map import State, states
from directory.moderation.waiting import business_days, is_late, weeks_back
from directory.search import empty_searches
from directory.submissions import takedowns
from directory.upkeep import links
from directory.web.locales import current_language
from directory.web.outside import may_ask

WEEKS = 12
AGES = (("0–1", 0, 1), ("2", 2, 2), ("3–5", 3, 5), ("6–10", 6, 10), ("11+", 11, 10_000))
CHECKED = ((30, "0–30"), (90, "31–90"), (180, "91–180"), (365, "181–365"), (100_000, "366+"))


@moderation.get("/figures")
@asks("see the dashboard")
def dashboard() -> str:
    at = now()
    waits = [business_days(since, at) for since in queries.waiting_since()]
    mondays = weeks_back(at, WEEKS)
    moves = queries.decisions_by_week(at - timedelta(weeks=WEEKS + 1))
    by_week = Counter(
        moment.date() - timedelta(days=moment.weekday())
        for moment, move in moves
        if move in ("accept", "reject", "return")
    )
    checked = [(at - moment).days for moment in queries.checked_dates() if moment]
    fresh = Counter(next(label for most, label in CHECKED if age <= most) for age in checked)
    return render_template(
        "moderation/dashboard.html",
        waiting=len(waits),
        late=sum(is_late(since, at) for since in queries.waiting_since()),
        middle=median(waits) if waits else 0,
        published=count_published(),
        never=count_never_checked(),
        ages=[(label, sum(low <= wait <= high for wait in waits)) for label, low, high in AGES],
        weeks=[(monday, by_week[monday]) for monday in mondays],
        fresh=[(label, fresh[label]) for _, label in CHECKED],
        map=_map(),
        topics=_topics(),
        empty=_empty(at),
        broken=len(links.broken()),
        links_on=may_ask("links"),
        wishes=len(takedowns.open_wishes()),
    )


@dataclass(frozen=True, slots=True)
class Area:
    """A state in the picture; `shade`: 0 for none, then 1 to 4."""

    state: State
    listings: int
    shade: int


STEPS = (1, 5, 20, 100)  # listings from which a shade begins
EMPTY = timedelta(days=90)  # how far back the counts of searches go


def _map() -> list[Area]:
    """The states of the US with how much there is in each; none without the outlines' file."""
    counts = listings_by_state("US")
    return [
        Area(state, counts[state.code], sum(counts[state.code] >= step for step in STEPS))
        for state in _outlines()
    ]


@cache
def _outlines() -> tuple[State, ...]:
    file = Path(current_app.static_folder or "") / "vendor" / "us-atlas" / "states-10m.json"
    if not file.exists():
        return ()
    return tuple(states(orjson.loads(file.read_bytes())))


def _topics() -> list[tuple[str, int]]:
    """(topic, how many listings), the fewest first: what is missing stands on top."""
    counts, language = listings_by_term("topic"), current_language()
    rows = [(t.label(language), counts[t.code]) for t in terms("topic")]
    return sorted(rows, key=lambda row: (row[1], row[0]))


def _empty(at: datetime) -> list[tuple[str, list[tuple[str, int]]]]:
    """What people looked for and did not find: (axis, [(what, how often)])."""
    since, language = (at - EMPTY).date(), current_language()
    found = []
    for axis in empty_searches.ABOUT:
        rows = [
            (term.label(language), times)
            for code, times in empty_searches.totals(since, axis)
            if (term := find_term(axis, code))
        ]
        named = find_axis(axis)
        found.append((named.label(language) if named else axis, rows))
    found.append((gettext("Place"), empty_searches.totals(since, "place")))
    return found
