"""How the work stands, in a few figures and pictures drawn here."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from statistics import median

from flask import render_template

from directory.accounts.guard import asks
from directory.extensions import now
from directory.listings.queries import count_never_checked, count_published
from directory.moderation import queries
from directory.moderation.blueprint import moderation
from directory.moderation.waiting import business_days, is_late, weeks_back

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
    )
