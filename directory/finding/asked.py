"""What a visitor asked for: the whole question, and what addresses of results are made of.

Plain: forms read it, results and addresses are made from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

# In the order in which they help most people to narrow.
AXES = (
    "format",
    "topic",
    "kind",
    "audience",
    "language",
    "cost",
    "support",
    "category",
    "access",
    "source",
)
SORTS = ("best", "distance", "next", "checked")
RADII = (2, 5, 10, 25, 50, 100)  # in miles or km, by the country's custom
DEFAULT_RADIUS = 25
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Minutes of the day.
PARTS = {"morning": (360, 720), "afternoon": (720, 1020), "evening": (1020, 1320)}
HOURS = tuple(f"{hour:02}:00" for hour in range(24))
ABOUT_AN_HOUR = 30  # minutes: who asks for seven also means what begins at half past
VIEWS = ("list", "support")


@dataclass(frozen=True, slots=True)
class Asked:
    words: str = ""
    near: str = ""
    radius: int | None = None
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    without: tuple[str, ...] = ()  # terms to leave out, such as "kind:class"
    open_now: bool = False
    days: tuple[str, ...] = ()  # of DAYS
    time: str = ""  # of PARTS or HOURS
    view: str = "list"
    discreet: bool = False  # no word in any address, nothing to be seen in the history
    sort: str = "best"
    page: int = 1
    exactly: bool = False
    # Names of what was read out of the words and then taken away, such as "topic:grief".
    ignored: tuple[str, ...] = ()

    def parameters(self) -> dict[str, Any]:
        """For an address: only what differs from an empty question."""
        found: dict[str, Any] = {}
        if self.words:
            found["q"] = self.words
        if self.near:
            found["near"] = self.near
        if self.radius:
            found["radius"] = self.radius
        found |= {axis: list(codes) for axis, codes in self.codes.items() if codes}
        if self.without:
            found["without"] = list(self.without)
        if self.open_now:
            found["open"] = "now"
        if self.days:
            found["day"] = list(self.days)
        if self.time:
            found["time"] = self.time
        if self.view != "list":
            found["view"] = self.view
        if self.discreet:
            found["private"] = "discreet"
        if self.sort != "best":
            found["sort"] = self.sort
        if self.exactly:
            found["exactly"] = "yes"
        if self.ignored:
            found["not"] = list(self.ignored)
        if self.page > 1:
            found["page"] = self.page
        return found

    def pairs(self, *without: str) -> Iterator[tuple[str, str]]:
        """The same as (name, value), for hidden fields."""
        for name, value in self.parameters().items():
            if name not in without:
                for each in value if isinstance(value, list) else [value]:
                    yield name, str(each)

    def less(self, axis: str, code: str | None = None) -> Asked:
        """Without one code of an axis, or without any wish about it; from the first page."""
        left = tuple(c for c in self.codes.get(axis, ()) if code is not None and c != code)
        codes = {name: kept for name, kept in self.codes.items() if name != axis}
        without = self.without
        if code is None:
            without = tuple(name for name in without if name.partition(":")[0] != axis)
        return replace(self, page=1, codes=codes | ({axis: left} if left else {}), without=without)

    @property
    def week(self) -> tuple[frozenset[int], int, int] | None:
        """Days (0 is Monday) and minutes of the day that were chosen; None for any time."""
        if not (self.days or self.time):
            return None
        days = frozenset(DAYS.index(day) for day in self.days or DAYS)
        if self.time in HOURS:
            start = HOURS.index(self.time) * 60
            return days, start, start + ABOUT_AN_HOUR
        return days, *PARTS.get(self.time, (0, 24 * 60))

    @property
    def narrowed(self) -> bool:
        return bool(
            self.codes
            or self.without
            or self.open_now
            or self.week
            or self.sort != "best"
            or self.radius
        )

    @property
    def empty(self) -> bool:
        return not (self.words or self.near or self.codes or self.open_now or self.week)
