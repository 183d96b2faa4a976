"""The tables: HSDS's own, and what makes a service a listing of ours."""

from directory.listings.models.doubt import Doubt
from directory.listings.models.hsds import NODES, Branch, Node, entity_of
from directory.listings.models.listing import (
    ARCHIVED,
    DRAFT,
    HIDDEN,
    PUBLISHED,
    Check,
    Import,
    Listing,
    ListingTerm,
    PointWanted,
    Revision,
    SearchChange,
    Slug,
)
from directory.listings.models.words import OwnTerm

__all__ = [
    "ARCHIVED",
    "DRAFT",
    "HIDDEN",
    "NODES",
    "PUBLISHED",
    "Branch",
    "Check",
    "Doubt",
    "Import",
    "Listing",
    "ListingTerm",
    "Node",
    "OwnTerm",
    "PointWanted",
    "Revision",
    "SearchChange",
    "Slug",
    "entity_of",
]
