"""HSDS JSON documents, version 3.2.3. Keys of our profile carry its prefix."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from directory.listings import codec
from directory.listings.publishable import Publishable
from directory.listings.record import PROFILE_PREFIX, Location, ServiceAtLocation
from directory.listings.serializers.outside import outside, ready

Document = dict[str, Any]
VERSION = "3.2.3"

# One-to-one parts that items of lists hold beside their plain values.
_IN_ITEMS = {
    "service": ("organization", "program"),
    "organization": (),
    "service_at_location": ("location", "service"),
}


def service(record: Publishable, now: datetime, *, profile: bool = True) -> Document:
    """A service with everything below it, as by id and with `full`."""
    document = codec.hsds(outside(record, now), profile=profile)
    return document | _beside(record) if profile else document


def service_item(record: Publishable, now: datetime, *, profile: bool = True) -> Document:
    """A service as it stands in a list: its own values, organization and program."""
    return item(service(record, now, profile=profile), "service")


def organization(
    records: Sequence[Publishable], now: datetime, *, profile: bool = True
) -> Document:
    """The organization of these listings, which are its own and at least one, with them inside."""
    documents = [service(record, now, profile=profile) for record in records]
    whole: Document = next(
        document["organization"] for document in documents if "organization" in document
    )
    for document in documents:
        document.pop("organization", None)
    return whole | {"services": documents}


def organization_item(record: Publishable, now: datetime, *, profile: bool = True) -> Document:
    """The organization of a listing as it stands in a list: its own values alone."""
    return item(service(record, now, profile=profile)["organization"], "organization")


def service_at_location(
    record: Publishable, here: ServiceAtLocation, now: datetime, *, profile: bool = True
) -> Document:
    """One place of a service with everything, the service inside without its places."""
    return at_location(service(record, now, profile=profile), here.id)


def at_location(whole: Document, here_id: str) -> Document:
    """One place out of the document of its service."""
    within = {key: value for key, value in whole.items() if key != "service_at_locations"}
    places = whole["service_at_locations"]
    found: Document = next(place for place in places if place["id"] == here_id)
    return found | {"service": within}


def service_at_location_item(
    record: Publishable, here: ServiceAtLocation, now: datetime, *, profile: bool = True
) -> Document:
    """One place of a service as it stands in a list."""
    return item(service_at_location(record, here, now, profile=profile), "service_at_location")


def location(place: Location, now: datetime, *, profile: bool = True) -> Document:
    """A location that passed the gate inside its record."""
    return codec.hsds(ready(place, now), profile=profile)


def _beside(record: Publishable) -> Document:
    """What our profile says about the record as a whole."""
    out: Document = {
        PROFILE_PREFIX + "facts": codec.plain(record.facts),
        PROFILE_PREFIX + "source": codec.plain(record.source),
        PROFILE_PREFIX + "language": record.language,
        PROFILE_PREFIX + "translations": record.translations,
        PROFILE_PREFIX + "crisis": record.crisis,
        PROFILE_PREFIX + "individual": record.individual,
        PROFILE_PREFIX + "fictional": record.fictional,
    }
    return {key: value for key, value in out.items() if value not in ({}, False)}


def item(document: Document, kind: str) -> Document:
    """Plain values, and one-to-one parts with their own plain values."""
    kept: Document = {}
    for key, value in document.items():
        if key in _IN_ITEMS.get(kind, ()):
            kept[key] = item(value, key)
        elif not isinstance(value, list) and (
            not isinstance(value, dict) or key.startswith(PROFILE_PREFIX)
        ):
            kept[key] = value
    return kept
