"""Points for the addresses of listings. Never for a visitor's words: those go to the gazetteer."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from directory.config import Settings
from directory.geo.gazetteer import Gazetteer, gazetteer_at
from directory.geo.place import Point


@dataclass(frozen=True, slots=True)
class Located:
    """`precision` as in the record's Location: street, town or area. `credit` is to be shown."""

    latitude: float
    longitude: float
    precision: str
    credit: str

    @property
    def point(self) -> Point:
        return (self.latitude, self.longitude)


class GeocoderUnavailable(Exception):
    """Not now: ask again after `wait`. The address stays as typed, saved and pending."""

    def __init__(self, reason: str, wait: timedelta) -> None:
        super().__init__(reason)
        self.wait = wait


class Geocoder(Protocol):
    def locate(self, words: str) -> Located | None:
        """The point of an address; None where it is not known. Raises GeocoderUnavailable."""

    def ping(self) -> bool:
        """Whether it could answer now, without asking it."""


class OfflineGeocoder:
    """The middle of the ZIP, postcode or town an address ends in."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def locate(self, words: str) -> Located | None:
        if point := self._gazetteer.unit(words):
            return Located(*point, precision="street", credit="Ordnance Survey")
        parts = [part.strip() for part in words.split(",") if part.strip()]
        for first in range(len(parts)):
            for place in self._gazetteer.locate(", ".join(parts[first:]), limit=1):
                if place.kind in ("town", "zip", "outward"):
                    return Located(*place.point, precision="town", credit="GeoNames")
        return None

    def ping(self) -> bool:
        return self._gazetteer.available


def listing_geocoder(settings: Settings) -> Geocoder:
    """The geocoder this installation uses for listings: the gazetteer, unless the operator names
    one of geopy's. Call it inside the application's context."""
    offline = OfflineGeocoder(gazetteer_at(settings.home, settings.default_country))
    if not settings.geocoder:
        return offline
    from directory.geo.geopy_geocoder import GeopyGeocoder

    return GeopyGeocoder(
        settings.geocoder,
        settings.geocoder_options,
        user_agent=f"{settings.site_name} ({settings.contact_email})",
        offline=offline,
    )
