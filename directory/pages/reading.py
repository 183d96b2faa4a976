"""Who reads this request: its language, the moment, the site's units."""

from flask_babel import gettext

from directory.config import current_settings
from directory.extensions import now
from directory.listings.queries import Entry
from directory.listings.shown import Card, ListingPage, Reader, card_of, page_of
from directory.web.locales import current_language


def current_reader(country: str | None = None) -> Reader:
    """`country`: of the place that was asked for, else the site's own."""
    return Reader(
        now=now(),
        language=current_language(),
        say=gettext,
        country=country or current_settings().default_country,
    )


def card(
    entry: Entry, reader: Reader, *, km: float | None = None, why: tuple[str, ...] = ()
) -> Card:
    return card_of(
        entry.record,
        reader,
        slug=entry.slug,
        checked_at=entry.checked_at,
        checked_how=entry.checked_how,
        km=km,
        why=why,
    )


def page(entry: Entry, reader: Reader) -> ListingPage:
    return page_of(
        entry.record,
        reader,
        slug=entry.slug,
        checked_at=entry.checked_at,
        checked_how=entry.checked_how,
    )
