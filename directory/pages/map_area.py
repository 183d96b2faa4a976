"""A part of the map that somebody looks at, as an address or a form carries it.

Plain. It is never finer than a grid of 0.02 degrees (about 2 km): what a browser knows better of
where somebody is does not reach us.
"""

from __future__ import annotations

import math

from directory.search.query import Box

GRID = 0.02
# Everything that has a place at all.
WORLD = Box(-90.0, -180.0, 90.0, 180.0)


def read_box(text: str) -> Box | None:
    """South, west, north and east in degrees; None for what is no such box."""
    parts = text.split(",")
    if len(text) > 100 or len(parts) != 4:
        return None
    try:
        south, west, north, east = (float(part) for part in parts)
    except ValueError:
        return None
    if not all(math.isfinite(value) for value in (south, west, north, east)):
        return None
    south, north = max(-90.0, south), min(90.0, north)
    if south >= north or not (-180 <= west <= 180 and -180 <= east <= 180) or west == east:
        return None
    return Box(_down(south), _down(west), _up(north), _up(east))


def write_box(box: Box) -> str:
    return ",".join(f"{value:g}" for value in (box.south, box.west, box.north, box.east))


def _down(value: float) -> float:
    return round(math.floor(round(value / GRID, 6)) * GRID, 2)


def _up(value: float) -> float:
    return round(math.ceil(round(value / GRID, 6)) * GRID, 2)
