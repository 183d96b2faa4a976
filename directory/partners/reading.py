"""A service as a partner's system sends it, in HSDS JSON, read into a record.

Faults are told by the path in the document that was sent and in the same sentences that people
hear. What a partner may not say (when we checked, who found it, whether it is made up) is left
out, and they are told so.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from directory.config import current_settings
from directory.geo.gazetteer import Gazetteer, gazetteer_at
from directory.listings import codec, mapping, text
from directory.listings.classification import terms_from_attributes
from directory.listings.publishable import publishable
from directory.listings.queries import Entry
from directory.listings.record import (
    PROFILE_PREFIX,
    Attribute,
    Location,
    Record,
    Service,
    ServiceAtLocation,
    Source,
)
from directory.listings.rules import Problem, answers_crisis, problems
from directory.listings.serializers import hsds
from directory.listings.serializers.inside import inside
from directory.listings.shared import SHARED, services_of
from directory.listings.tree import walk
from directory.partners.merging import Document, merged

DEEPEST = 12  # the standard nests eight deep
BESIDE = ("facts", "language", "translations", "individual")
NOT_THEIRS = frozenset(
    {"last_modified", "metadata", "assured_date", "assurer_email"}
    | {f"{PROFILE_PREFIX}{name}" for name in ("source", "crisis", "fictional", "distance")}
)


@dataclass(frozen=True, slots=True)
class Fault:
    """`path` is that of the body, such as "service.phones[0].number"."""

    path: str
    code: str
    sentence: str


class Unfit(Exception):
    """What was sent cannot be taken; all of it is said at once."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Read:
    record: Record
    problems: list[Problem]
    left_out: list[str]


class _Places:
    """The gazetteer as the rules ask it."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def contains(self, country: str, state: str, lat: float, lon: float) -> bool | None:
        return self._gazetteer.contains(lat, lon, country, state)


def read(
    sent: Mapping[str, Any],
    service_id: str,
    base: Entry | None,
    *,
    source: Source,
    own: str | None,
    at: datetime,
) -> Read:
    """The record that would stand here if this were accepted. `base` is the listing as the sender
    saw it, `own` the organization they may change. Raises Unfit."""
    document = deepcopy(dict(sent))
    faults: list[Fault] = []
    _settle(document, UUID(service_id), "service", 0, faults)
    if faults:
        raise Unfit(faults)
    document["id"] = service_id
    left_out = [f"service.{key}" for key in sorted(NOT_THEIRS & document.keys())]
    for key in NOT_THEIRS:
        document.pop(key, None)
    record = _record(_laid_over(document, base, at), source, faults, left_out)
    if base is not None:
        record.source, record.fictional = base.record.source, base.record.fictional
    _leave_to_others(record.service, own, left_out)
    record.crisis = answers_crisis(record)
    found = _problems(record, base, at)
    faults += [_fault(problem) for problem in found if problem.severity == "refuse"]
    if faults:
        raise Unfit(faults)
    return Read(record, found, left_out)


def _problems(record: Record, base: Entry | None, at: datetime) -> list[Problem]:
    """Of a change only what it brings: an old fault must not stop a new telephone number."""
    settings = current_settings()
    places = _Places(gazetteer_at(settings.home, settings.default_country))
    today = at.date()
    if base is None:
        return problems(record, today=today, places=places, audience="form")
    known = {(p.path, p.code) for p in problems(base.record, today=today, places=places)}
    found = problems(record, today=today, places=places)
    return [p for p in found if (p.path, p.code) not in known]


def _laid_over(document: Document, base: Entry | None, at: datetime) -> Document:
    if base is None:
        return _with_terms(document)
    public = publishable(base.record, today=at.date())
    served = _with_terms(hsds.service(public, at))
    held = codec.hsds(base.record.service, profile=True) | {
        "terms": base.record.terms,
        **{
            f"{PROFILE_PREFIX}{name}": value
            for name, value in codec.plain(base.record).items()
            if name in BESIDE
        },
    }
    sent = _with_terms(document)
    if "terms" in sent:  # no label of an axis was sent: all of them are taken away
        sent["terms"] = dict.fromkeys(served.get("terms", {})) | sent["terms"]
    return merged(held, served, sent)


def _with_terms(document: Document) -> Document:
    """Our own terms taken out of the attributes, where they stand outside, by axis."""
    attributes = document.get("attributes")
    if not isinstance(attributes, list):
        return document
    known, _, _ = codec.read(_Labels, {"attributes": attributes}, hsds=True)
    terms, others = terms_from_attributes(known.attributes)
    return document | {
        "terms": terms,
        "attributes": [codec.hsds(attribute, profile=True) for attribute in others],
    }


@dataclass(kw_only=True, slots=True)
class _Labels:
    attributes: list[Attribute]


def _record(document: Document, source: Source, faults: list[Fault], left_out: list[str]) -> Record:
    document = dict(document)
    beside = {name: document.pop(PROFILE_PREFIX + name, None) for name in BESIDE}
    beside["terms"] = document.pop("terms", None)
    around = {name: value for name, value in beside.items() if value is not None}
    record, misfits, unread = codec.read(Record, around)
    service, more, also_unread = codec.read(Service, document, hsds=True)
    for misfit in misfits:
        faults.append(Fault(f"service.{PROFILE_PREFIX}{misfit.path}", "shape", misfit.sentence))
    for misfit in more:
        path = f"service.{misfit.path}" if misfit.path else "service"
        faults.append(Fault(path, "shape", misfit.sentence))
    left_out += [f"service.{PROFILE_PREFIX}{path}" for path in unread]
    left_out += [f"service.{path}" for path in also_unread]
    if not service.name:
        faults.append(Fault("service.name", "empty", "This must not be empty."))
    if faults:
        raise Unfit(faults)
    service.status = service.status or "active"
    inside(service)
    record.service, record.source = service, source
    cleaned: Record = text.cleaned(record)
    return cleaned


def _settle(thing: Any, space: UUID, path: str, depth: int, faults: list[Fault]) -> None:
    """Every object gets an id, the same each time it is sent. What is an id must be a UUID."""
    if depth > DEEPEST:
        faults.append(Fault(path, "deep", "This is nested too deeply."))
        return
    if isinstance(thing, list):
        for index, item in enumerate(thing):
            _settle(item, space, f"{path}[{index}]", depth + 1, faults)
    if not isinstance(thing, dict):
        return
    if depth and "id" not in thing:
        thing["id"] = str(uuid5(space, path))
    for key, value in thing.items():
        at = f"{path}.{key}"
        if (key == "id" or key.endswith("_id")) and key != "tax_id" and value is not None:
            try:
                thing[key] = str(UUID(value))
            except (ValueError, TypeError, AttributeError):
                faults.append(Fault(at, "uuid", "This must be a UUID."))
        elif not key.startswith(PROFILE_PREFIX):
            _settle(value, space, at, depth + 1, faults)


def _leave_to_others(service: Service, own: str | None, left_out: list[str]) -> None:
    """An organization or a place that other listings share is not changed on the way by one of
    them: the organization stays as we hold it, a place becomes one of this listing's own."""
    for spot in list(walk(service)):
        thing = spot.thing
        if spot.cls not in SHARED or thing.id == own:
            continue
        before = mapping.load(spot.cls, [thing.id]).get(thing.id)
        if before is None or codec.plain(before) == codec.plain(thing):
            continue
        if not services_of(spot.cls, [thing.id]).get(thing.id, set()) - {service.id}:
            continue
        if isinstance(thing, Location) and isinstance(spot.parent, ServiceAtLocation):
            thing.id = str(uuid5(UUID(service.id), thing.id))
        elif spot.branch is not None and not spot.branch.many:
            setattr(spot.parent, spot.branch.name, before)
            left_out.append(f"service.{spot.branch.name}")


def _fault(problem: Problem) -> Fault:
    return Fault(outer_path(problem.path), problem.code, str(problem.sentence))


def outer_path(path: str) -> str:
    """A path of the record as one of the body."""
    first, _, rest = path.partition(".")
    if first == "service":
        return path
    if first == "terms":
        return "service.attributes"
    return "service" + "".join(f".{part}" for part in (f"{PROFILE_PREFIX}{first}", rest) if part)
