"""When a clock shows what, and how near an area served is: the same for every engine."""

from datetime import datetime

from directory.listings.hours import find_zone
from directory.search.query import ANYWHERE_UNSTATED
from directory.search.weights import SERVES

QUARTERS = 7 * 96  # quarter-hours of a week, from Monday 00:00


def quarter(instant: datetime, zone: str) -> int:
    """The quarter-hour of the week, 0 to 671, that a clock in `zone` shows."""
    local = instant.astimezone(find_zone(zone))
    return local.weekday() * 96 + local.hour * 4 + local.minute // 15


def worth_of_serving(code: str) -> float:
    """What serving this area is worth beside being there."""
    if code == ANYWHERE_UNSTATED:
        return SERVES["unstated"]
    if code == "world":
        return SERVES["world"]
    return SERVES[("country", "state", "local")[min(code.count("-"), 2)]]
