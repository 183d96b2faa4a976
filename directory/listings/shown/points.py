"""Where a listing stands on a map: a pin where its address may be shown, else an area.

Only what passed the gate comes in, and a private place is drawn as wide as it is vague.
"""

from dataclasses import dataclass

from directory.listings.publishable import Publishable, published_point
from directory.listings.record import Location

# Kilometres around the given point within which the place lies.
VAGUE_KM = {"town": 4.0, "area": 12.0, "postcode": 1.5}
NO_ADDRESS_KM = 4.0


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, WGS 84. `km` is 0 for a pin, else the radius of the area."""

    latitude: float
    longitude: float
    km: float = 0.0


def points_by_place(record: Publishable) -> dict[str, Point]:
    """Where each of its places is, by the place's id."""
    places = (here.location for here in record.service.service_at_locations)
    found = ((place.id, _point(place)) for place in places if place)
    return {name: point for name, point in found if point}


def points_of(record: Publishable) -> tuple[Point, ...]:
    """Each point once, in the order of the record."""
    return tuple(dict.fromkeys(points_by_place(record).values()))


def _point(place: Location) -> Point | None:
    if place.location_type != "physical":
        return None
    if place.latitude is None or place.longitude is None:
        return None
    km = VAGUE_KM.get(place.precision or "", 0.0)
    addressed = any(a.address_type == "physical" and a.address_1 for a in place.addresses)
    if not km and not addressed:
        # Nobody may know the address, so nobody learns it from the map.
        latitude, longitude = published_point(place.latitude, place.longitude, "town")
        return Point(latitude, longitude, NO_ADDRESS_KM)
    return Point(round(place.latitude, 5), round(place.longitude, 5), km)
