"""The county itself: towns, venues, organizations, and choices that are always the same."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from directory.geo.place import Place
from directory.listings.classification import labels
from directory.listings.record import (
    Accessibility,
    Address,
    Location,
    Organization,
    ServiceArea,
)
from directory.listings.seed_files import seed_file

# Never change it: the listings' identifiers follow from it and from their keys.
_NAMESPACE = UUID("c4d0b6f2-9a35-4e1b-8d6e-7f20b5a1c983")
AREA_CODE = "775"
_STEP = 0.0021  # degrees between venues of one town: two streets


def made_id(*parts: str) -> str:
    return str(uuid5(_NAMESPACE, "/".join(parts)))


def pick(choices: int, *words: str) -> int:
    """A number below `choices` that these words always give."""
    digest = blake2b("/".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % choices


class Room(NamedTuple):
    number: int  # of the venue in its town: neighbors share a street corner
    name: str
    street: str
    access: Sequence[str]
    transport: str | None


@dataclass(frozen=True, slots=True)
class County:
    name: str
    state: str
    state_name: str
    country: str
    zone: str
    towns: Mapping[str, Mapping[str, Any]]
    venues: Mapping[str, Sequence[Mapping[str, Any]]]  # by town
    organizations: Mapping[str, Mapping[str, Any]]
    order: tuple[str, ...]  # of the organizations: their phone numbers follow from it

    @property
    def coverage(self) -> str:
        return f"{self.country}-{self.state}-{self.name.removesuffix(' County')}"

    def places(self) -> tuple[Place, ...]:
        """The county, its towns and their codes, for a gazetteer."""
        towns = list(self.towns.values())
        middle = Place(
            kind="county",
            name=self.name,
            label=f"{self.name}, {self.state_name}",
            latitude=round(sum(town["latitude"] for town in towns) / len(towns), 4),
            longitude=round(sum(town["longitude"] for town in towns) / len(towns), 4),
            country=self.country,
            state=self.state,
            state_name=self.state_name,
            county=self.name,
            population=sum(town["population"] for town in towns),
            uncertainty_km=20.0,
            fictional=True,
        )
        rows = [middle]
        for about in towns:
            town = replace(
                middle,
                kind="town",
                name=about["name"],
                label=f"{about['name']}, {self.state_name}",
                latitude=about["latitude"],
                longitude=about["longitude"],
                population=about["population"],
                uncertainty_km=3.0,
            )
            code = about["postal_code"]
            rows += [town, replace(town, kind="zip", code=code, label=f"{town.label} {code}")]
        return tuple(rows)

    def area(self, key: str) -> ServiceArea:
        return ServiceArea(id=made_id(key, "area"), name=self.name, coverage=self.coverage)

    def number(self, organization: str, line: int = 0) -> str:
        """A number that nobody has: 0100 to 0199 are kept for fiction."""
        last = (self.order.index(organization) + 60 * line) % 100
        return f"({AREA_CODE}) 555-01{last:02}"

    def organization(self, code: str) -> Organization:
        about = self.organizations[code]
        return Organization(
            id=made_id("organization", code),
            name=about["name"],
            description=about["description"],
            website=f"https://{code}.example.org/",
            email=f"hello@{code}.example.org",
        )

    def room(self, town: str, organization: str, *, office: bool) -> Room:
        """Where an organization meets people in a town: under its own roof, in an office of its
        own, or in a room that it borrows; always the same one."""
        venues = self.venues[town]
        own = [n for n, venue in enumerate(venues) if venue.get("home") == organization]
        n = own[0] if own else pick(len(venues), organization, town)
        venue = venues[n]
        if own or not office:
            return Room(n, venue["name"], venue["street"], venue["access"], venue.get("transport"))
        street = venue["street"].lstrip("0123456789 ")
        number = 100 + pick(90, organization, town)
        name = self.organizations[organization]["name"]
        return Room(n, name, f"{number} {street}", venue["access"], None)

    def location(self, town: str, room: Room, key: str) -> Location:
        about = self.towns[town]
        return Location(
            id=made_id(key, "location", town),
            name=room.name,
            transportation=room.transport,
            latitude=round(about["latitude"] + _STEP * (room.number % 3 - 1), 4),
            longitude=round(about["longitude"] + _STEP * (room.number // 3 - 0.5), 4),
            precision="exact",
            town=about["name"],
            state=self.state,
            country=self.country,
            addresses=[
                Address(
                    id=made_id(key, "address", town),
                    address_1=room.street,
                    city=about["name"],
                    state_province=self.state,
                    postal_code=about["postal_code"],
                    country=self.country,
                )
            ],
            accessibility=[
                Accessibility(
                    id=made_id(key, "accessibility", town, label),
                    description=label,
                )
                for label in labels("access", room.access)
            ],
        )

    def hidden(self, town: str, key: str) -> Location:
        """A place whose address is kept private: the middle of its town stands for it."""
        about = self.towns[town]
        return Location(
            id=made_id(key, "location", town),
            latitude=about["latitude"],
            longitude=about["longitude"],
            precision="town",
            town=about["name"],
            state=self.state,
            country=self.country,
        )


@cache
def the_county() -> County:
    data = json.loads(seed_file("demonstration", "county.json"))
    venues: dict[str, list[Mapping[str, Any]]] = {}
    for venue in data["venues"]:
        venues.setdefault(venue["town"], []).append(venue)
    return County(
        name=data["name"],
        state=data["state"],
        state_name=data["state_name"],
        country=data["country"],
        zone=data["zone"],
        towns={town["code"]: town for town in data["towns"]},
        venues=venues,
        organizations={about["code"]: about for about in data["organizations"]},
        order=tuple(about["code"] for about in data["organizations"]),
    )
