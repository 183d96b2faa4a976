"""Places as GeoJSON features (RFC 7946): longitude first."""

from collections.abc import Iterator
from typing import Any

from directory.listings.publishable import Publishable
from directory.listings.serializers.flat import flat_rows


def features(record: Publishable, page: str | None = None) -> Iterator[dict[str, Any]]:
    """A feature for each place of the listing; one without geometry where it has no point.
    `page` is the address of its page."""
    for row in flat_rows(record, page):
        latitude, longitude = row.pop("latitude"), row.pop("longitude")
        point = None
        if latitude is not None and longitude is not None:
            point = {"type": "Point", "coordinates": [longitude, latitude]}
        properties = {key: value for key, value in row.items() if value not in (None, "")}
        yield {
            "type": "Feature",
            "id": row["place_id"] or row["id"],
            "geometry": point,
            "properties": properties,
        }
