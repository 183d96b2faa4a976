"""Juniper County: a county that does not exist, with some 300 listings to try the site with.

The texts stand in `seed/demonstration/`, one listing on a line; here they get identifiers, times,
places, phones and check dates. The same day gives the same records. Everything is marked as
fictional: invented towns in an empty desert, ZIP codes that are not given out, numbers kept for
fiction, addresses under example.org.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from directory.exchange.demonstration.county import pick, the_county
from directory.exchange.demonstration.listing import all_sheets, make_record
from directory.geo.place import Place
from directory.listings.freshness import days_allowed
from directory.listings.record import Record

__all__ = [
    "DemonstrationCheck",
    "demonstration_checks",
    "demonstration_places",
    "demonstration_records",
]

_CHECKED_BY = (
    ("called", "moderator"),
    ("emailed", "moderator"),
    ("self-confirmed", "organization"),
    ("site-seen", "editor"),
)


@dataclass(frozen=True, slots=True)
class DemonstrationCheck:
    listing_id: str
    on: date
    how: str
    role: str


def demonstration_records(today: date) -> Iterator[Record]:
    """All listings. Courses, single events and closing dates lie around the month of `today`, so
    the records stay the same for a month."""
    county = the_county()
    for sheet in all_sheets():
        yield make_record(sheet, county, today.replace(day=1))


def demonstration_checks(today: date) -> Iterator[DemonstrationCheck]:
    """Dates of checks as a living site has them: most fresh, some due, a few lapsed. A few
    listings have none: nobody has checked them."""
    for record in demonstration_records(today):
        allowed = days_allowed(record.terms["kind"])
        fate = pick(100, record.id, "fate")
        if fate < 3:
            continue
        if fate < 6:
            age = 2 * allowed + 1 + pick(30, record.id, "age")
        elif fate < 16:
            age = allowed + 1 + pick(allowed - 1, record.id, "age")
        else:
            age = pick(allowed // 2, record.id, "age")
        how, role = _CHECKED_BY[pick(len(_CHECKED_BY), record.id, "how")]
        yield DemonstrationCheck(record.id, today - timedelta(days=age), how, role)


def demonstration_places() -> tuple[Place, ...]:
    """What a gazetteer must know so that the county can be searched: county, towns, codes."""
    return the_county().places()
