"""Who reads this request: its language, the moment, the site's units."""

import orjson
from markupsafe import Markup

from directory.config import current_settings
from directory.extensions import now
from directory.listings.publishable import publishable
from directory.listings.queries import Entry
from directory.listings.serializers import schema_org
from directory.listings.shown import Card, ListingPage, Reader, card_of, page_of
from directory.web.locales import canonical, current_language, gettext


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
        doubts=entry.doubts,
    )


def structured(entry: Entry) -> Markup | None:
    """The listing for search machines: a block of data that no browser runs."""
    record = publishable(entry.record, today=now().date())
    own_check = entry.checked_how is not None and entry.checked_by != "organization"
    data = schema_org.page(
        record,
        url=canonical(),
        now=now(),
        changed=entry.changed_at,
        checked=entry.checked_at.date() if entry.checked_at else None,
        reviewer=current_settings().site_name if own_check else None,
    )
    if data is None:
        return None
    text = orjson.dumps(data).decode()
    # Nothing in it can end the block.
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704


def page(entry: Entry, reader: Reader) -> ListingPage:
    return page_of(
        entry.record,
        reader,
        slug=entry.slug,
        checked_at=entry.checked_at,
        checked_how=entry.checked_how,
        doubts=entry.doubts,
    )
