"""A listing handed on with what the visitor has: their own messages, mail, address book, camera.
Nothing is sent by us and nobody is told."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask_babel import gettext as _

from directory.listings.shown import ListingPage
from directory.web.locales import canonical


@dataclass(frozen=True, slots=True)
class Share:
    url: str
    text: str
    sms: str
    mail: str


def share_of(listing: ListingPage) -> Share:
    """The name, the first number and the address of the page. The subject of a letter shows in
    lists of letters, so it says nothing."""
    url = canonical()
    numbers = [way.label for way in listing.ways if way.kind in ("call", "text")][:1]
    text = "\n".join([listing.card.name, *numbers, url])
    return Share(
        url=url,
        text=text,
        # Both "?" and "&": phones differ in what they read before the text.
        sms=f"sms:?&body={quote(text)}",
        mail=f"mailto:?subject={quote(_('A link for you'))}&body={quote(text)}",
    )
