"""Undoing what HSDS wants only outside (see `outside`)."""

from directory.listings.record import Location, Service, ServiceAtLocation


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
