"""A plan: what one schedule row says, typed, and when a day's session begins and ends."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from directory.listings.hours.recurrence import DAY, ByWeek, Rule

MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Plan:
    """One schedule row that was read.

    `rule` None: the row does not say on which days. `opens` None: at no known time.
    `first`/`last`: days between which it happens; `valid_from`/`valid_to`: between which the
    information holds. All dates are the local day on which a session starts.
    """

    id: str
    zone: tzinfo | None
    rule: Rule | None
    opens: time | None
    closes: time | None
    first: date | None = None
    last: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    exdates: frozenset[date] = frozenset()
    holiday: bool = False
    closed: bool = False
    by_appointment: bool = False
    counted: bool = True  # False: `count` is given but not where it begins

    def happens(self, day: date) -> bool:
        """Does a session start on this local day, as far as the rule says?"""
        return (
            self.rule is not None
            and (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
            and day not in self.exdates
            and self.rule.happens(day)
        )

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @property
    def certain(self) -> bool:
        """Whether the days it happens on are exactly known."""
        return self.rule is not None and self.rule.certain and self.counted

    @property
    def says_when(self) -> bool:
        """Whether anything can be told from it at all."""
        return self.rule is not None and (self.zone is not None or self.closed)

    @property
    def complete(self) -> bool:
        """Whether its sessions are fully known: the days, when they start and when they end."""
        return self.certain and self.opens is not None and self.closes is not None

    @property
    def every_day(self) -> bool:
        return (
            isinstance(self.rule, ByWeek) and self.rule.interval == 1 and len(self.rule.days) == 7
        )

    @property
    def all_day(self) -> bool:
        return self.opens == self.closes == MIDNIGHT

    @property
    def always(self) -> bool:
        """Open each day all day: true whatever the zone."""
        return self.every_day and self.all_day

    @property
    def overnight(self) -> bool:
        """Whether it goes on after midnight."""
        return (
            self.opens is not None
            and self.closes is not None
            and MIDNIGHT < self.closes <= self.opens
        )

    def opening(self, day: date) -> datetime | None:
        """The instant, in UTC, at which the session of `day` starts."""
        if self.opens is None or self.zone is None:
            return None
        return datetime.combine(day, self.opens, self.zone).astimezone(UTC)

    def closing(self, day: date) -> datetime | None:
        """The instant, in UTC, at which the session of `day` ends. In a night whose clock change
        leaves nothing between the two wall times, the session keeps its usual length."""
        start = self.opening(day)
        if start is None or self.opens is None or self.closes is None:
            return None
        last_day = day if self.closes > self.opens else day + DAY
        wall_end = datetime.combine(last_day, self.closes)
        end = wall_end.replace(tzinfo=self.zone).astimezone(UTC)
        usual = wall_end - datetime.combine(day, self.opens)
        return end if end > start else start + usual
