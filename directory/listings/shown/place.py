"""Where a listing is or whom it reaches, and only as exactly as may be public."""

from dataclasses import dataclass

from directory.listings.messages import N_
from directory.listings.record import Address, Location, Record
from directory.listings.shown.reader import Reader

# A private place: its address may stand in a record by mistake and is still not shown.
VAGUE = frozenset({"town", "area"})


@dataclass(frozen=True, slots=True)
class Spot:
    """One place. `lines` are the address, or the town with `vague`."""

    name: str
    lines: tuple[str, ...]
    vague: bool
    transport: str
    access: tuple[str, ...]
    location_id: str


def spots_of(record: Record) -> list[Spot]:
    places = (spot.location for spot in record.service.service_at_locations)
    return [
        _spot(place) for place in places if place is not None and place.location_type == "physical"
    ]


def _spot(place: Location) -> Spot:
    address = next((a for a in place.addresses if a.address_type == "physical"), None)
    vague = place.precision in VAGUE or address is None
    lines = town_words(place, address) if vague or address is None else _address(address)
    access = [a.description or a.details or "" for a in place.accessibility]
    return Spot(
        name="" if vague else place.name or "",
        lines=tuple(line for line in lines if line),
        vague=vague,
        transport=place.transportation or "",
        access=tuple(text for text in access if text),
        location_id=place.id,
    )


def _address(address: Address) -> list[str]:
    town = " ".join(
        part for part in (_comma(address.city, address.state_province), address.postal_code) if part
    )
    return [address.address_1, address.address_2 or "", town]


def town_words(place: Location, address: Address | None) -> list[str]:
    """ "Minneapolis, MN": all that is shown of a private place."""
    town = place.town or (address.city if address else "")
    state = place.state or (address.state_province if address else "")
    return [_comma(town, state)]


def _comma(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def place_line(record: Record, reader: Reader) -> str:
    """The place in one line: a town, what area is served, or nothing when nobody said."""
    towns = []
    for spot in record.service.service_at_locations:
        place = spot.location
        if place is None or place.location_type != "physical":
            continue
        address = next((a for a in place.addresses if a.address_type == "physical"), None)
        words = town_words(place, address)[0]
        if words and words not in towns:
            towns.append(words)
    if len(towns) > 1:
        return (
            reader.says(N_("%(town)s and %(n)s more places"), town=towns[0], n=len(towns) - 1)
            if len(towns) > 2
            else reader.listing(towns)
        )
    if towns:
        return towns[0]
    areas = areas_of(record, reader)
    if not areas:
        return ""
    return reader.says(N_("Covers: %(places)s"), places=reader.listing(areas[:3]))


def areas_of(record: Record, reader: Reader) -> list[str]:
    """Names of the areas served: whole countries, and everywhere, in the reader's language."""
    areas = []
    for area in record.service.service_areas:
        code = area.coverage or ""
        ours = coverage_name(code, reader)
        whole = code and "-" not in code
        name = (ours if whole else area.name or ours) or area.name or area.extent or ""
        if name and name not in areas:
            areas.append(name)
    return areas


def coverage_name(code: str, reader: Reader) -> str:
    """The area of a code such as "US-MN", without its country where it is part of one."""
    if code == "world":
        return reader.says(N_("every country"))
    parts = code.split("-")
    if len(parts) == 1:
        return reader.territory(code) if code else ""
    return ", ".join(reversed(parts[1:]))
