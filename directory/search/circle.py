"""Circles and boxes on the globe: degrees and kilometres, the same for every engine."""

import math

from directory.search.query import Box, Circle

EARTH_KM = 6371.0088  # mean radius


def around(circle: Circle) -> Box:
    """The smallest box that holds the circle; a little larger, so that rounding loses nothing."""
    reach = math.degrees(circle.km / EARTH_KM) * 1.0001 + 1e-9
    south, north = circle.latitude - reach, circle.latitude + reach
    if south <= -90 or north >= 90 or reach >= 90:
        return Box(max(south, -90), -180, min(north, 90), 180)
    sine = math.sin(math.radians(reach)) / math.cos(math.radians(circle.latitude))
    wide = math.degrees(math.asin(min(1.0, sine))) * 1.0001 + 1e-9
    if wide >= 180:
        return Box(south, -180, north, 180)
    return Box(south, _wrap(circle.longitude - wide), north, _wrap(circle.longitude + wide))


def _wrap(longitude: float) -> float:
    return (longitude + 180) % 360 - 180


def middle(box: Box) -> tuple[float, float]:
    wide = box.east - box.west if box.west <= box.east else box.east - box.west + 360
    return ((box.south + box.north) / 2, _wrap(box.west + wide / 2))
