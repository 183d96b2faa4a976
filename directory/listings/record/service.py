"""What is offered, in HSDS's words."""

from dataclasses import dataclass, field

from directory.listings.record.base import new_id
from directory.listings.record.contact import Contact, Language, Phone, Url
from directory.listings.record.organization import Funding, Organization, Program
from directory.listings.record.place import ServiceArea, ServiceAtLocation
from directory.listings.record.schedule import Schedule
from directory.listings.record.taxonomy import Attribute, Metadata


@dataclass(kw_only=True, slots=True)
class CostOption:
    """Free is `amount` 0. No cost option at all means that the cost is not known."""

    id: str = field(default_factory=new_id)
    valid_from: str | None = None
    valid_to: str | None = None
    option: str | None = None
    currency: str | None = None  # ISO 4217
    amount: float | None = None
    amount_description: str | None = None
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class RequiredDocument:
    id: str = field(default_factory=new_id)
    document: str | None = None
    uri: str | None = None
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Unit:
    id: str = field(default_factory=new_id)
    name: str = ""
    scheme: str | None = None
    identifier: str | None = None
    uri: str | None = None
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class ServiceCapacity:
    id: str = field(default_factory=new_id)
    unit: Unit | None = None
    available: float | None = None
    maximum: float | None = None
    description: str | None = None
    updated: str | None = None
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Service:
    id: str = field(default_factory=new_id)
    name: str = ""
    alternate_name: str | None = None
    description: str | None = None
    url: str | None = None
    email: str | None = None
    status: str = "active"  # active, inactive, defunct, temporarily closed: about the world
    interpretation_services: str | None = None
    application_process: str | None = None
    fees_description: str | None = None
    wait_time: str | None = None
    fees: str | None = None
    accreditations: str | None = None
    eligibility_description: str | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    assured_date: str | None = None
    assurer_email: str | None = None
    licenses: str | None = None
    alert: str | None = None
    last_modified: str | None = None  # ISO 8601 instant
    organization: Organization | None = None
    program: Program | None = None
    additional_urls: list[Url] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    schedules: list[Schedule] = field(default_factory=list)
    service_areas: list[ServiceArea] = field(default_factory=list)
    service_at_locations: list[ServiceAtLocation] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)
    funding: list[Funding] = field(default_factory=list)
    cost_options: list[CostOption] = field(default_factory=list)
    required_documents: list[RequiredDocument] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    capacities: list[ServiceCapacity] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)
