"""What can be asked of an engine and what it answers: plain data, the same for every engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Sort = Literal["best", "distance", "next", "checked", "name"]

MAX_WORDS = 16  # more is cut by the grammar: the cost of a question is known beforehand
MAX_PER_PAGE = 1000
SHELF = 3  # listings on a shelf

# What counts as being there without a journey: codes of the axis `format`.
REMOTE_FORMATS = frozenset({"online", "phone", "text", "chat", "hybrid"})
# Whose listings: asked for like a facet by the organization's id, and never counted.
ORGANIZATION = "@organization"
# Kinds of listing where somebody answers; round the clock they make the shelf "always".
LINE_KINDS = frozenset({"crisis-line", "warm-line"})
# Coverage of a listing that helps from afar and did not say where: matches every place, last.
ANYWHERE_UNSTATED = "?"


@dataclass(frozen=True, slots=True)
class Circle:
    """All points at most `km` from a point (degrees, WGS 84), by great circle."""

    latitude: float
    longitude: float
    km: float


@dataclass(frozen=True, slots=True)
class Box:
    """All points between two parallels and two meridians, in degrees. `west` greater than `east`
    means across the antimeridian."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Choice:
    """One facet's wishes: any of these, none of those. With `or_unknown`, a listing of which
    nothing is known on the axis is let in too: unknown is never No."""

    any_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()
    or_unknown: bool = False


@dataclass(frozen=True, slots=True)
class OpenAt:
    """Open at one instant, read on the clock of each listing's own zone."""

    instant: datetime


@dataclass(frozen=True, slots=True)
class OpenDuring:
    """Open at some time in a part of the week on the listing's own clock.

    `days` are 0 (Monday) to 6; `start` and `end` are minutes of the day, `end` up to 1440 and
    later than `start`.
    """

    days: frozenset[int]
    start: int = 0
    end: int = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question that was already understood. Nothing in here hides: whatever narrows the answer
    stands in one of these fields and can be shown and taken away.

    A listing matches the text when it holds any of `words` (the more and the rarer the better);
    it must hold `phrase` word by word if there is one, and none of `without`. It matches the
    place when one of its published points lies in `place` or it serves one of `areas`.
    """

    now: datetime  # aware; decides freshness and "open now"
    words: tuple[str, ...] = ()  # as typed; a trailing * asks for all words that begin so
    phrase: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    typed: str = ""  # the whole box, for names that hold words understood as something else
    meant: frozenset[str] = frozenset()  # words that were understood; never taken for a slip
    language: str = "en"  # how the words are to be stemmed first

    place: Circle | Box | None = None
    areas: tuple[str, ...] = ()  # what holds the place: "world", "US", "US-MN", "US-MN-Hennepin"
    here_only: bool = False  # leave out what serves the place from elsewhere

    facets: Mapping[str, Choice] = field(default_factory=dict)
    prefer: Mapping[str, frozenset[str]] = field(default_factory=dict)  # ranks, never narrows
    open: OpenAt | OpenDuring | None = None

    sort: Sort = "best"
    page: int = 1
    per_page: int = 20

    correct: bool = True  # mend words that no listing holds; False is "search as typed"
    synonyms: bool = True
    lapsed: bool = False  # also what freshness took out of results
    fictional: bool = True  # False leaves demonstration rows out altogether
    count: tuple[str, ...] | None = None  # axes to count; None for all that have labels
    shelves: bool = False  # fill the three shelves besides the hits
    rescue: bool = True  # when nothing is found, work out what to drop

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("now must know its zone")
        if self.page < 1 or not 1 <= self.per_page <= MAX_PER_PAGE:
            raise ValueError("page and per_page must be 1 or more")

    @property
    def today(self) -> int:
        """The day of `now` in UTC, as days since 1970."""
        return days(self.now)


def days(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(days=1)


EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Hit:
    listing_id: str
    revision: int
    score: float
    km: float | None = None  # from the asked place to the nearest location that matches
    location_id: str | None = None
    matched: tuple[str, ...] = ()  # the asked words it holds, as they were looked for


@dataclass(frozen=True, slots=True)
class Correction:
    """A word no listing holds and the one that was looked for in its place."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True)
class Rescue:
    """Nothing was found; without this there would be `total`.

    `drop` says what: "word", "phrase", "without", "place", "radius", "open" or "facet:AXIS".
    """

    drop: str
    value: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    hits: tuple[Hit, ...]
    total: int  # listings that match
    total_all_words: int  # of these, the ones that hold every word
    counts: Mapping[str, Mapping[str, int]]  # axis to code to number, under all other filters
    shelves: Mapping[str, tuple[Hit, ...]] = field(default_factory=dict)  # near, online, always
    corrections: tuple[Correction, ...] = ()
    forms: frozenset[str] = frozenset()  # folded words to mark in the text of the hits
    unknown_hours: int = 0  # matches left out only because nobody knows when they are open
    rescues: tuple[Rescue, ...] = ()
