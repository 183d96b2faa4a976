"""The readable part of a listing's address."""

import re
import unicodedata
from collections.abc import Iterator

from directory.listings.record import Record

LONGEST = 80


def slug_of(text: str) -> str:
    """ "Café für Trauernde" becomes "cafe-fur-trauernde". Empty if no letter or digit is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").lower()).strip("-")
    return slug[:LONGEST].rstrip("-")


def towns(record: Record) -> Iterator[str]:
    for place in record.service.service_at_locations:
        if place.location is None:
            continue
        yield from (address.city for address in place.location.addresses if address.city)
        if place.location.town:
            yield place.location.town


def candidates(record: Record) -> list[str]:
    """Addresses to try in order: the name, the name with its town, the name with a part of the
    listing's id, which is its own."""
    name = slug_of(record.service.name) or "listing"
    with_towns = [slug_of(f"{name} {town}") for town in towns(record)]
    return list(dict.fromkeys([name, *with_towns, f"{name}-{record.id[:8]}"]))


def made_from(slug: str, record: Record) -> bool:
    """Whether this address still fits the listing's name."""
    name = slug_of(record.service.name) or "listing"
    return slug == name or slug.startswith(f"{name}-")
