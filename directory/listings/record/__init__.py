"""The record, HSDS-shaped: typed plain data, no framework. HSDS 3.2.3 names and nesting;
fields marked `ours` are our profile's. Read the noun's own file for meanings and units."""

from directory.listings.record.base import PROFILE_PREFIX, new_id
from directory.listings.record.contact import Contact, Language, Phone, Url
from directory.listings.record.facts import STAFF_ONLY_FACTS, Facts
from directory.listings.record.listing import Record, Source
from directory.listings.record.organization import (
    Funding,
    Organization,
    OrganizationIdentifier,
    Program,
)
from directory.listings.record.place import (
    Accessibility,
    Address,
    Location,
    ServiceArea,
    ServiceAtLocation,
)
from directory.listings.record.schedule import Schedule
from directory.listings.record.service import (
    CostOption,
    RequiredDocument,
    Service,
    ServiceCapacity,
    Unit,
)
from directory.listings.record.taxonomy import (
    Attribute,
    Metadata,
    MetaTableDescription,
    Taxonomy,
    TaxonomyTerm,
)

__all__ = [
    "PROFILE_PREFIX",
    "STAFF_ONLY_FACTS",
    "Accessibility",
    "Address",
    "Attribute",
    "Contact",
    "CostOption",
    "Facts",
    "Funding",
    "Language",
    "Location",
    "MetaTableDescription",
    "Metadata",
    "Organization",
    "OrganizationIdentifier",
    "Phone",
    "Program",
    "Record",
    "RequiredDocument",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCapacity",
    "Source",
    "Taxonomy",
    "TaxonomyTerm",
    "Unit",
    "Url",
    "new_id",
]
