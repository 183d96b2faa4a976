"""A record as HSDS wants it outside: offsets on its times, our terms as attributes, and no
object without the fields that the standard requires."""

from datetime import datetime
from typing import Any

from directory.listings import codec
from directory.listings.classification import attributes_of
from directory.listings.hours import outward
from directory.listings.publishable import Publishable
from directory.listings.record import Address, Organization, Program, Schedule, Service

_ADDRESS = ("address_1", "city", "state_province", "postal_code", "country", "address_type")


def outside(record: Publishable, now: datetime, language: str | None = None) -> Service:
    """The record's service with everything below it, ready to be written. A copy."""
    service: Service = _ready(record.service, now)
    service.attributes = [*attributes_of(record, language or record.language), *service.attributes]
    return service


def ready(thing: Any, now: datetime) -> Any:
    """Any part of a record that passed the gate, ready to be written. A copy."""
    return _ready(thing, now)


def _ready(thing: Any, now: datetime) -> Any:
    if isinstance(thing, Schedule):
        return outward(thing, now)
    copy = codec.copy(thing)
    cls: type = type(thing)
    for shape in codec.parts(cls):
        value = getattr(thing, shape.name)
        if shape.kind == "many" and value:
            kept = [_ready(child, now) for child in value if _is_whole(child)]
            setattr(copy, shape.name, kept)
        elif shape.kind == "one" and value is not None:
            setattr(copy, shape.name, _ready(value, now))
    if isinstance(copy, Organization | Program) and not copy.description:
        copy.description = copy.name  # required, and a name is true where nothing more is known
    return copy


def _is_whole(thing: Any) -> bool:
    """HSDS has no address without a postal code: such a one is left out, never filled up."""
    return not isinstance(thing, Address) or all(getattr(thing, name) for name in _ADDRESS)
