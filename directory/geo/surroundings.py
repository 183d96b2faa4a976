"""What lies around a point: the nearest place, and whether the point is where it is said to be.

There are no borders in the gazetteer. A point is judged by the towns and ZIPs around it: it is in
Vermont when the nearest place is, and surely not when Vermont's nearest place is far beyond the
nearest of all.
"""

import math
from collections.abc import Iterator

from directory.geo.schema import CELLS_AROUND, CELLS_PER_DEGREE, SCALE, cell_of
from directory.geo.shelf import Entry, Shelf

KM_PER_DEGREE = 111.2
_RINGS = (1, 2, 4, 8, 16, 32)  # out to eight degrees; beyond lies open sea


def distance(entry: Entry, lat: int, lon: int) -> float:
    """Kilometres to a point in the file's whole numbers; good to half a percent near by."""
    narrow = math.cos(math.radians((entry.lat + lat) / 2 / SCALE))
    turn = (entry.lon - lon + 180 * SCALE) % (360 * SCALE) - 180 * SCALE
    return math.hypot(entry.lat - lat, turn * narrow) * KM_PER_DEGREE / SCALE


def nearest(shelf: Shelf, latitude: float, longitude: float) -> Entry | None:
    """The nearest town or ZIP within eight degrees."""
    for reach, found in _rings(shelf, latitude, longitude):
        best = min(found, default=None)
        if best and best[0] <= reach:
            return best[1]
    return None


def contains(
    shelf: Shelf, latitude: float, longitude: float, areas: set[tuple[str, str]]
) -> bool | None:
    """Whether a point lies in one of the areas (country and state code, "" for the whole
    country). None where the border is too near to say."""
    if areas.isdisjoint(shelf.areas):
        return None
    for reach, found in _rings(shelf, latitude, longitude):
        inside = outside = math.inf
        for away, entry in found:
            country, code, _ = shelf.regions[entry.region]
            if (country, code) in areas or (country, "") in areas:
                inside = min(inside, away)
            else:
                outside = min(outside, away)
        if inside <= min(outside, reach):
            return True
        doubt = 2 * outside + 10
        if doubt <= reach:
            return None if inside <= doubt else False
    return False


def _rings(
    shelf: Shelf, latitude: float, longitude: float
) -> Iterator[tuple[float, list[tuple[float, Entry]]]]:
    """Ever wider: kilometres within which nothing is missed, and what was found with distances.
    Nothing for numbers that are no point on earth."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # also when one is not a number
        return
    lat, lon = round(latitude * SCALE), round(longitude * SCALE)
    for rings in _RINGS:
        cells = _squares(latitude, longitude, rings)
        found = [(distance(entry, lat, lon), entry) for entry in shelf.in_cells(cells)]
        yield rings * KM_PER_DEGREE / CELLS_PER_DEGREE, found


def _squares(latitude: float, longitude: float, rings: int) -> Iterator[int]:
    """The square a point lies in and those around it."""
    row, column = divmod(cell_of(latitude, longitude), CELLS_AROUND)
    # Squares narrow towards the poles: take more of them to look as far east as north.
    wide = math.ceil(rings / max(0.1, math.cos(math.radians(latitude))))
    for up in range(-rings, rings + 1):
        for along in range(-wide, wide + 1):
            yield (row + up) * CELLS_AROUND + (column + along) % CELLS_AROUND
