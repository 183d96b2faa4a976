"""Reading what somebody typed: the town they mean, the record it makes, what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from directory.config import current_settings
from directory.geo.gazetteer import gazetteer_at
from directory.geo.place import Place
from directory.geo.zone import zone_at
from directory.listings import codec
from directory.listings.mapping import load
from directory.listings.record import Organization, Record
from directory.listings.rules import Problem, problems
from directory.submissions.building import field_of, record_of

TOWNS = frozenset({"town", "zip", "postcode", "district"})


@dataclass(frozen=True, slots=True)
class Read:
    record: Record
    problems: list[Problem]
    place: Place | None
    others: tuple[Place, ...]  # what the town may mean as well

    def of_fields(self, answers: Mapping[str, Any]) -> dict[str, list[Problem]]:
        """What stops publishing, by the name of the field it speaks of; "" for the rest."""
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            if problem.severity == "refuse":
                found.setdefault(field_of(problem.path, answers), []).append(problem)
        return found


def read(answers: Mapping[str, Any], listing_id: str, at: datetime) -> Read:
    settings = current_settings()
    gazetteer = gazetteer_at(settings.home, settings.default_country)
    town = str(answers.get("town") or "").strip()
    places = gazetteer.locate(town) if town else []
    doubtful = gazetteer.doubtful(places)
    place = places[0] if places else None
    home = place or next(iter(gazetteer.locate(settings.default_country)), None)
    record = record_of(
        answers,
        listing_id,
        place=place,
        zone=zone_at(*home.point) if home else None,
        country=settings.default_country,
        owner=_owner(answers),
    )
    return Read(
        record,
        problems(record, today=at.date(), audience="form"),
        place,
        tuple(places[1:4]) if doubtful else (),
    )


def _owner(answers: Mapping[str, Any]) -> Organization | None:
    """The organization of somebody who signed in for it; no form has a field for its id."""
    key = str(answers.get("organization_id") or "")
    found: Organization | None = load(Organization, [key]).get(key) if key else None
    return found


def stored(problem: Problem) -> dict[str, Any]:
    """A problem as a submission keeps it."""
    return {
        "path": problem.path,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.sentence.message,
        "values": {key: str(value) for key, value in problem.sentence.values.items()},
        "sentence": str(problem.sentence),
    }


def restored(record: str) -> Record:
    restored: Record = codec.restore(Record, orjson.loads(record))
    return restored
