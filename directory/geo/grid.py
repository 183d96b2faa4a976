"""British National Grid references to latitude and longitude, for Code-Point Open.

The formulas are those of the Ordnance Survey's published guide to coordinate systems in Great
Britain: transverse Mercator on the Airy ellipsoid, then a Helmert shift to WGS 84. Good to about
five metres, far inside a postcode.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

_AIRY = (6377563.396, 6356256.909)
_WGS84 = (6378137.0, 6356752.3141)
_SCALE = 0.9996012717
_ORIGIN = (radians(49), radians(-2))
_FALSE_EAST, _FALSE_NORTH = 400_000.0, -100_000.0
# OSGB36 to WGS 84: metres, a scale in millionths, rotations in seconds of arc.
_SHIFT = (446.448, -125.157, 542.060)
_GROW = -20.4894e-6
_TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))


def latitude_longitude(easting: float, northing: float) -> tuple[float, float]:
    """WGS 84 degrees of a grid point given in metres."""
    return _shifted(*_unprojected(easting, northing))


def _unprojected(easting: float, northing: float) -> tuple[float, float]:
    """Radians on the Airy ellipsoid."""
    a, b = _AIRY
    lat0, lon0 = _ORIGIN
    n = (a - b) / (a + b)
    lat, arc = lat0, 0.0
    while abs(northing - _FALSE_NORTH - arc) >= 1e-5:
        lat += (northing - _FALSE_NORTH - arc) / (a * _SCALE)
        up, down = lat + lat0, lat - lat0
        arc = (
            b
            * _SCALE
            * (
                (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * down
                - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(down) * cos(up)
                + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * down) * cos(2 * up)
                - 35 / 24 * n**3 * sin(3 * down) * cos(3 * up)
            )
        )
    e2 = 1 - b**2 / a**2
    across = a * _SCALE / sqrt(1 - e2 * sin(lat) ** 2)
    along = a * _SCALE * (1 - e2) / (1 - e2 * sin(lat) ** 2) ** 1.5
    bend = across / along - 1
    t, east = tan(lat), easting - _FALSE_EAST
    seven = t / (2 * along * across)
    eight = t / (24 * along * across**3) * (5 + 3 * t**2 + bend - 9 * t**2 * bend)
    nine = t / (720 * along * across**5) * (61 + 90 * t**2 + 45 * t**4)
    ten = 1 / (cos(lat) * across)
    eleven = 1 / (6 * cos(lat) * across**3) * (across / along + 2 * t**2)
    twelve = 1 / (120 * cos(lat) * across**5) * (5 + 28 * t**2 + 24 * t**4)
    return (
        lat - seven * east**2 + eight * east**4 - nine * east**6,
        lon0 + ten * east - eleven * east**3 + twelve * east**5,
    )


def _shifted(lat: float, lon: float) -> tuple[float, float]:
    """From radians on Airy to degrees on WGS 84, by way of x, y and z from the earth's middle."""
    a, b = _AIRY
    e2 = 1 - b**2 / a**2
    across = a / sqrt(1 - e2 * sin(lat) ** 2)
    x, y = across * cos(lat) * cos(lon), across * cos(lat) * sin(lon)
    z = (1 - e2) * across * sin(lat)
    rx, ry, rz = _TURN
    grow = 1 + _GROW
    moved_x = _SHIFT[0] + grow * x - rz * y + ry * z
    moved_y = _SHIFT[1] + rz * x + grow * y - rx * z
    moved_z = _SHIFT[2] - ry * x + rx * y + grow * z
    a, b = _WGS84
    e2 = 1 - b**2 / a**2
    flat = hypot(moved_x, moved_y)
    lat = atan2(moved_z, flat * (1 - e2))
    for _ in range(4):  # each round is a thousand times closer
        across = a / sqrt(1 - e2 * sin(lat) ** 2)
        lat = atan2(moved_z + e2 * across * sin(lat), flat)
    return degrees(lat), degrees(atan2(moved_y, moved_x))
