"""What becomes of a row: published, put before a person, or refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from directory.exchange.row import Row, Weight, hold, refused, review
from directory.geo.gazetteer import Gazetteer
from directory.listings.points import give_points
from directory.listings.record import Location, Record
from directory.listings.rules import Problem, problems
from directory.listings.rules.crisis import answers_crisis

Place = Literal["publish", "queue", "nowhere"]

# A wrong point is dropped and the rest kept: people find the place by its address (sample data).
_DROP_POINT = frozenset({"coordinates-elsewhere", "coordinates-zero", "coordinates-half"})
# What an import cannot mend and what harms nobody while it waits: a person puts it right.
_FOR_A_PERSON = frozenset({"crisis-name"})
_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")
# Who meets there may be followed there.
_FOLLOWED = frozenset({"domestic-abuse", "sexual-violence", "abuse"})


@dataclass(slots=True)
class Judged:
    row: Row
    goes_to: Place
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What the directory has under a record's id."""

    record: Record
    is_public: bool
    revision: int = 0


class Places:
    """The gazetteer as the rules ask it."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def contains(self, country: str, state: str, lat: float, lon: float) -> bool | None:
        return self.gazetteer.contains(lat, lon, country, state)


def judge(
    row: Row,
    *,
    known: Mapping[str, Known],
    publish: bool,
    hold_new_phones: bool,
    today: date,
    places: Places | None,
) -> Judged:
    """Adds to the row's findings what the rules say. Wrong points are taken off the record."""
    record = row.record
    if row.same:
        return Judged(row, "nowhere")
    if record is None:
        alone = row.alone is not None and publish and not row.has(Weight.REFUSED)
        return Judged(row, "publish" if alone else "nowhere")
    record.crisis = answers_crisis(record)
    found = problems(record, today=today, places=places)
    if _drop_points(record, found, row):
        found = problems(record, today=today, places=places)
    if places is not None:
        before = known.get(record.id)
        give_points(record, before.record if before else None, places.gazetteer)
    for problem in found:
        if problem.severity == "refuse":
            tell = hold if problem.code in _FOR_A_PERSON else refused
            row.findings.append(
                tell(problem.path, problem.sentence.message, **problem.sentence.values)
            )
    if row.has(Weight.REFUSED):
        return Judged(row, "nowhere", found)
    if publish:
        row.findings += _reasons_to_wait(record, known.get(record.id), hold_new_phones)
    waits = not publish or row.has(Weight.HOLD)
    return Judged(row, "queue" if waits else "publish", found)


def _drop_points(record: Record, found: Sequence[Problem], row: Row) -> bool:
    dropped = False
    for problem in found:
        if problem.code not in _DROP_POINT:
            continue
        place = _at(record, problem.path.rpartition(".")[0])
        if isinstance(place, Location) and place.latitude is not None:
            place.latitude = place.longitude = place.precision = None
            dropped = True
            row.findings.append(
                review(
                    problem.path,
                    "The point was left out: it is not where the address is. Check both.",
                )
            )
    return dropped


def _at(thing: Any, path: str) -> Any:
    """What stands at a path of the codec's, such as "service.phones[0]"."""
    for step in path.split("."):
        found = _STEP.fullmatch(step)
        assert found
        thing = getattr(thing, found.group(1))
        if found.group(2):
            thing = thing[int(found.group(2))]
    return thing


def _reasons_to_wait(record: Record, known: Known | None, hold_new_phones: bool) -> list[Any]:
    """Why this record is not published straight in, although the rest of the file is."""
    reasons = []
    if record.crisis or (known and known.record.crisis):
        reasons.append(
            hold("crisis", "A line for people in crisis needs two people to confirm it.")
        )
    if known and not known.is_public:
        reasons.append(
            hold("id", "This listing was taken out of public sight here. A person must decide.")
        )
    if known and hold_new_phones and phones(known.record) != phones(record):
        reasons.append(
            hold("phones", "Many telephone numbers in this file changed. A person must confirm it.")
        )
    if _FOLLOWED & {*record.terms.get("topic", ())} and _has_street(record):
        reasons.append(
            hold(
                "location",
                "People may be followed here. Ask whether the address may be public.",
            )
        )
    return reasons


def phones(record: Record) -> list[tuple[str, float | None]]:
    """The numbers under which a listing itself answers."""
    own = [*record.service.phones]
    for here in record.service.service_at_locations:
        own += here.phones
    return sorted((phone.number, phone.extension or 0) for phone in own)


def _has_street(record: Record) -> bool:
    return any(
        here.location and here.location.addresses and here.location.precision != "town"
        for here in record.service.service_at_locations
    )
