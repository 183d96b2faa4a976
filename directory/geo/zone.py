"""The time zone of a point, offline."""

import tzfpy


def zone_at(latitude: float, longitude: float) -> str | None:
    """The IANA name of the zone around a point, such as America/Chicago; None at sea or where
    there is no such point."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    name = tzfpy.get_tz(longitude, latitude)
    return name if name and not name.startswith("Etc/") else None
