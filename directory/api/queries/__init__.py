"""Reading for the open data: lists with their filters, single things, what was removed."""

from directory.api.queries.contents import organizations, places, services
from directory.api.queries.filters import HERE
from directory.api.queries.gone import removed, tell_removed
from directory.api.queries.lists import List, Row
from directory.api.queries.standing import find, listings_of, standings, tell_minimal

__all__ = [
    "HERE",
    "List",
    "Row",
    "find",
    "listings_of",
    "organizations",
    "places",
    "removed",
    "services",
    "standings",
    "tell_minimal",
    "tell_removed",
]
