"""Organizations, programs and locations stand in several listings: a change to one touches all."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.listings import codec
from directory.listings.mapping import load
from directory.listings.models import NODES
from directory.listings.record import Location, Organization, Program, Service, ServiceAtLocation
from directory.listings.tree import walk

SHARED = (Organization, Program, Location)


def listings_touched(services: Sequence[Service]) -> set[str]:
    """Ids of other services that will read differently once these are saved. Ask before."""
    coming: dict[type, dict[str, Any]] = {cls: {} for cls in SHARED}
    for service in services:
        for spot in walk(service):
            if spot.cls in coming:
                coming[spot.cls].setdefault(spot.thing.id, spot.thing)
    saving = {service.id for service in services}
    touched: set[str] = set()
    for cls, things in coming.items():
        others = {key: ids - saving for key, ids in services_of(cls, things).items()}
        others = {key: ids for key, ids in others.items() if ids}
        before = load(cls, sorted(others))
        for key, ids in others.items():
            if key in before and codec.plain(before[key]) != codec.plain(things[key]):
                touched |= ids
    return touched


def services_of(cls: type, ids: Iterable[str]) -> dict[str, set[str]]:
    """For each shared id the services in which it stands."""
    services = NODES[Service].table
    if cls is Location:
        here = NODES[ServiceAtLocation].table
        places = NODES[Location].table
        statements = [
            select(here.c.location_id, here.c.service_id),
            select(places.c.id, services.c.id).join(
                services, services.c.organization_id == places.c.organization_id
            ),
        ]
        columns = [here.c.location_id, places.c.id]
    else:
        key = services.c.organization_id if cls is Organization else services.c.program_id
        statements, columns = [select(key, services.c.id)], [key]
    found: dict[str, set[str]] = {}
    wanted = sorted(ids)
    for statement, column in zip(statements, columns, strict=True):
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            for shared_id, service_id in db.session.execute(statement.where(column.in_(part))):
                if service_id:
                    found.setdefault(shared_id, set()).add(service_id)
    return found
