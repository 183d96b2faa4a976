"""How many listings there are: counted at most once a minute, for a large directory has many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from directory.listings.queries import count_checked_since, count_published, last_change

RECENTLY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Numbers:
    listings: int
    checked: int  # within RECENTLY
    made_up: int


def numbers(at: datetime) -> Numbers:
    """What changed since shows at once, as long as an index still waits for it."""
    key = (last_change(), at.replace(second=0, microsecond=0))
    held: tuple[object, Numbers] | None = current_app.extensions.get("numbers")
    if held is not None and held[0] == key:
        return held[1]
    real = count_published()
    found = Numbers(
        listings=real,
        checked=count_checked_since(at - RECENTLY),
        made_up=count_published(fictional=True) - real,
    )
    current_app.extensions["numbers"] = (key, found)
    return found
