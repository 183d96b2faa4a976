"""What a rule says, and what rules are told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from directory.listings.codec import shapes
from directory.listings.messages import Sentence, say
from directory.listings.record import Record

# refuse: unsafe, false, malformed or dangerous. incomplete: shown as "Ask", ranks lower, listed for
# moderators. warn: for a moderator's eyes.
Severity = Literal["refuse", "incomplete", "warn"]
Audience = Literal["import", "form"]


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` is the codec's: "service.phones[0].number". `str(problem.sentence)` is English."""

    path: str
    code: str
    severity: Severity
    sentence: Sentence


def refuse(path: str, code: str, message: str, /, **values: str | int) -> Problem:
    return Problem(path, code, "refuse", say(message, **values))


def incomplete(path: str, code: str, message: str, /, **values: str | int) -> Problem:
    return Problem(path, code, "incomplete", say(message, **values))


def warn(path: str, code: str, message: str, /, **values: str | int) -> Problem:
    return Problem(path, code, "warn", say(message, **values))


class Places(Protocol):
    """What the gazetteer must be able to say."""

    def contains(self, country: str, state: str, lat: float, lon: float) -> bool | None:
        """Is the point in that state, or in the country where `state` is ""? None: not known."""


@dataclass(frozen=True)
class Around:
    """What every rule may look at: the thing itself, flat and with paths, and the day."""

    thing: Any
    today: date
    places: Places | None = None
    audience: Audience = "import"
    profile: bool = True  # our own fields are in use: `zone` holds the truth about time
    rows: tuple[tuple[str, Any], ...] = field(default=())

    @property
    def record(self) -> Record | None:
        return self.thing if isinstance(self.thing, Record) else None

    @property
    def fictional(self) -> bool:
        return self.record is not None and self.record.fictional

    def each(self, cls: type) -> Iterator[tuple[str, Any]]:
        return ((path, row) for path, row in self.rows if type(row) is cls)


def look_around(thing: Any, today: date, **more: Any) -> Around:
    return Around(thing, today, rows=tuple(walk(thing)), **more)


def walk(thing: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every row of a record (or of any part of one) with its path, the whole first."""
    yield path, thing
    for shape in shapes(thing.__class__):
        value = getattr(thing, shape.name)
        if not value or shape.kind not in ("one", "many"):
            continue
        if shape.kind == "one":
            yield from walk(value, join(path, shape.name))
        else:
            for n, item in enumerate(value):
                yield from walk(item, f"{join(path, shape.name)}[{n}]")


def join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
