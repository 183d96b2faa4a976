"""Who runs it."""

from dataclasses import dataclass, field

from directory.listings.record.base import new_id
from directory.listings.record.contact import Contact, Phone, Url
from directory.listings.record.place import Location
from directory.listings.record.taxonomy import Attribute, Metadata


@dataclass(kw_only=True, slots=True)
class Funding:
    id: str = field(default_factory=new_id)
    source: str | None = None
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Program:
    id: str = field(default_factory=new_id)
    name: str = ""
    alternate_name: str | None = None
    description: str = ""
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class OrganizationIdentifier:
    id: str = field(default_factory=new_id)
    identifier_scheme: str | None = None  # org-id.guide, such as GB-CHC
    identifier_type: str = ""
    identifier: str = ""
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Organization:
    """Shared by all listings that it offers: a change to it touches each of them."""

    id: str = field(default_factory=new_id)
    name: str = ""
    alternate_name: str | None = None
    description: str = ""
    email: str | None = None
    website: str | None = None
    tax_status: str | None = None
    tax_id: str | None = None
    year_incorporated: float | None = None
    legal_status: str | None = None
    logo: str | None = None
    uri: str | None = None
    parent_organization_id: str | None = None
    additional_websites: list[Url] = field(default_factory=list)
    funding: list[Funding] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    locations: list[Location] = field(default_factory=list)
    programs: list[Program] = field(default_factory=list)
    organization_identifiers: list[OrganizationIdentifier] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)
