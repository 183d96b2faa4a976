"""Points for places that came without one: the middle of their postal area or, where the address
is hidden, of their town; offline, and said to be no more than that. Without any point nobody near
would find them. An outside geocoder, where the operator names one, is asked later, by a job."""

from collections.abc import Iterator

from directory.geo.gazetteer import Gazetteer
from directory.listings import codec
from directory.listings.record import Location, Record


def give_points(record: Record, known: Record | None, gazetteer: Gazetteer) -> None:
    """In place. What the directory knows better already (by a geocoder, by a person) stays, as
    long as the address is the same."""
    before = {place.id: place for place in places(known)} if known else {}
    for place in places(record):
        if place.location_type != "physical" or place.latitude is not None:
            continue
        old = before.get(place.id)
        if old is not None and old.latitude is not None and _same_address(old, place):
            place.latitude, place.longitude = old.latitude, old.longitude
            place.precision = old.precision
        else:
            _locate(place, gazetteer)


def needs_point(place: Location, *, outside: bool) -> bool:
    """Whether this place should be looked up: it has no point or, where somebody `outside` can be
    asked, only the middle of its postal area. A pin set by hand, and a private place, stay."""
    if place.location_type != "physical":
        return False
    if place.latitude is None:
        return True
    return outside and place.precision == "postcode" and bool(address_words(place))


def address_words(place: Location) -> str:
    """The address that anybody may see, in one line for a geocoder; empty where there is none."""
    if place.precision in ("town", "area") or not place.addresses:
        return ""
    address = place.addresses[0]
    if not (address.address_1 and (address.city or address.postal_code)):
        return ""
    state_and_code = " ".join(p for p in (address.state_province, address.postal_code) if p)
    parts = (address.address_1, address.city, state_and_code, address.country)
    return ", ".join(part for part in parts if part)


def _locate(place: Location, gazetteer: Gazetteer) -> None:
    address = next(iter(place.addresses), None)
    shown = address is not None and place.precision != "town"
    words = address.postal_code if address and shown else _town(place)
    found = gazetteer.locate(words, place.country, limit=1) if words else []
    country = place.country or (address.country if address else None)
    kinds = ("zip", "outward") if shown else ("town",)
    if found and found[0].kind in kinds and country in (None, found[0].country):
        place.latitude, place.longitude = found[0].point
        place.precision = "postcode" if shown else "town"


def _town(place: Location) -> str:
    """A hidden place gives its town alone; states tell towns of one name apart in the US."""
    in_state = place.state if place.country == "US" else None
    return ", ".join(part for part in (place.town, in_state) if part)


def _same_address(old: Location, new: Location) -> bool:
    return [codec.plain(a) for a in old.addresses] == [codec.plain(a) for a in new.addresses]


def places(record: Record) -> Iterator[Location]:
    for here in record.service.service_at_locations:
        if here.location:
            yield here.location
