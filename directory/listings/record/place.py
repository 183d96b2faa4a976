"""Where: locations with their addresses and access, and the areas a service covers."""

from dataclasses import dataclass, field

from directory.listings.record.base import new_id, ours
from directory.listings.record.contact import Contact, Language, Phone
from directory.listings.record.schedule import Schedule
from directory.listings.record.taxonomy import Attribute, Metadata


@dataclass(kw_only=True, slots=True)
class Address:
    id: str = field(default_factory=new_id)
    attention: str | None = None
    address_1: str = ""
    address_2: str | None = None
    city: str = ""
    region: str | None = None
    state_province: str = ""
    postal_code: str = ""
    country: str = ""  # ISO 3166-1 alpha-2
    address_type: str = "physical"  # physical, postal, virtual
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Accessibility:
    id: str = field(default_factory=new_id)
    description: str | None = None
    details: str | None = None
    url: str | None = None
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Location:
    """`latitude`/`longitude` (degrees, WGS 84) are what may be shown to anybody. Where the exact
    place is private they are the town's centre and `precision` says so: filters, distances and
    maps use only these, or a hidden place could be found by asking often."""

    id: str = field(default_factory=new_id)
    location_type: str = "physical"  # physical, postal, virtual
    url: str | None = None
    name: str | None = None
    alternate_name: str | None = None
    description: str | None = None
    transportation: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    external_identifier: str | None = None
    external_identifier_type: str | None = None
    # exact, street, postcode (the middle of the postal area, with an address that may be shown),
    # town or area (a private place: no address); None: not stated
    precision: str | None = ours()
    town: str | None = ours()  # what to show where there is no public address
    state: str | None = ours()
    country: str | None = ours()
    languages: list[Language] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    accessibility: list[Accessibility] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    schedules: list[Schedule] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class ServiceArea:
    """`coverage` makes an area searchable: "world", "US", "US-MN" or "US-MN-Hennepin"."""

    id: str = field(default_factory=new_id)
    name: str | None = None
    description: str | None = None
    extent: str | None = None
    extent_type: str | None = None  # geojson, topojson, kml, text
    uri: str | None = None
    coverage: str | None = ours()
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class ServiceAtLocation:
    """This service here, with what differs here."""

    id: str = field(default_factory=new_id)
    description: str | None = None
    location: Location | None = None
    service_areas: list[ServiceArea] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    schedules: list[Schedule] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)
