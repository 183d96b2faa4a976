"""Undoing what HSDS wants only outside (see listings.serializers.outside)."""

from directory.exchange.identity import namespace, stable
from directory.listings.record import Location, Service, ServiceAtLocation

_STAND_INS = namespace("stand-in rows of tabular packages")


def inside(service: Service) -> None:
    """Where a schedule names its zone, the wall clock and the zone are the truth: the offsets
    that HSDS wants beside them are made anew at every export. In place."""
    places = [here.location for here in service.service_at_locations if here.location]
    if service.organization:
        places += service.organization.locations
    holders: list[Service | ServiceAtLocation | Location] = [service, *places]
    for holder in (*holders, *service.service_at_locations):
        for schedule in holder.schedules:
            if schedule.zone:
                schedule.timezone = None
                schedule.opens_at = schedule.opens_at and schedule.opens_at[:8]
                schedule.closes_at = schedule.closes_at and schedule.closes_at[:8]


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
