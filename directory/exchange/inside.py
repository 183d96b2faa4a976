"""Undoing what HSDS wants only outside (see listings.serializers.outside)."""

from directory.exchange.identity import namespace, stable
from directory.listings.record import Service

_STAND_INS = namespace("stand-in rows of tabular packages")


def stand_in(kind: str, id: str) -> str:
    """The id of a row that a table demands and the record does not have: its organization, its
    location. It says whose it is, so that the reader can take it away again."""
    return stable(_STAND_INS, kind, id)


def without_stand_ins(service: Service) -> None:
    """In place."""
    organization = service.organization
    if organization and organization.id == stand_in("organization", service.id):
        service.organization = None
    for here in service.service_at_locations:
        if here.location and here.location.id == stand_in("location", here.id):
            here.location = None
