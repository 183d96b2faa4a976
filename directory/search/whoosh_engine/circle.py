"""Points in circles and boxes. All coordinates are degrees, all distances kilometres."""

import math

import numpy as np

from directory.search.circle import EARTH_KM
from directory.search.query import Box
from directory.search.whoosh_engine.columns import Array

CELL = 0.2  # degrees on a side
COLUMNS = round(360 / CELL)
ROWS = round(180 / CELL)
NO_CELL = np.iinfo(np.int32).max


def great_circle(latitude: float, longitude: float, lats: Array, lons: Array) -> Array:
    """Kilometres from one point to many, by the haversine formula."""
    lat, lats = math.radians(latitude), np.radians(lats)
    across = np.radians(lons) - math.radians(longitude)
    half = np.sin((lats - lat) / 2) ** 2 + math.cos(lat) * np.cos(lats) * np.sin(across / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))


def cells(lats: Array, lons: Array) -> Array:
    """The cell of each point as int32; NO_CELL where there is no point."""
    with np.errstate(invalid="ignore"):
        row = np.clip(np.floor((lats + 90) / CELL), 0, ROWS - 1)
        column = np.floor((lons + 180) / CELL) % COLUMNS
        number = row * COLUMNS + column
    return np.where(np.isnan(number), NO_CELL, number).astype(np.int32)


def z_order(count: int, documents: Array, lats: Array, lons: Array) -> Array:
    """Documents sorted by the Morton code of their first point, those without one last."""
    code = np.full(count, np.iinfo(np.int64).max)
    has = np.flatnonzero(~np.isnan(lats))
    y = ((lats[has] + 90) / 180 * 0xFFFF).astype(np.int64)
    x = ((lons[has] + 180) / 360 * 0xFFFF).astype(np.int64)
    # Backwards, so that the first point of a document is written last and stays.
    code[documents[has][::-1]] = (_spread(x) | _spread(y) << 1)[::-1]
    return np.argsort(code, kind="stable")


def _spread(bits: Array) -> Array:
    """A zero between each two of 16 bits."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits = (bits | bits << shift) & mask
    return bits


def in_cells(sorted_cells: Array, order: Array, box: Box) -> Array:
    """Spots whose cell touches the box: more than lie in it, never fewer."""
    low = max(0, math.floor((box.south + 90) / CELL))
    high = min(ROWS - 1, math.floor((box.north + 90) / CELL))
    west = math.floor((box.west + 180) / CELL)
    east = math.floor((box.east + 180) / CELL)
    if box.east < box.west:
        east += COLUMNS
    if east - west >= COLUMNS - 1:
        spans = [(0, COLUMNS - 1)]
    else:
        west, east = west % COLUMNS, west % COLUMNS + east - west
        spans = [(west, min(east, COLUMNS - 1))]
        if east >= COLUMNS:
            spans.append((0, east - COLUMNS))
    # Of the type of the sorted cells: else each search would first copy all of them.
    rows = np.arange(low, high + 1, dtype=sorted_cells.dtype) * COLUMNS
    begin = np.concatenate([rows + first for first, _ in spans]).astype(sorted_cells.dtype)
    end = np.concatenate([rows + last for _, last in spans]).astype(sorted_cells.dtype)
    starts = np.searchsorted(sorted_cells, begin, "left")
    stops = np.searchsorted(sorted_cells, end, "right")
    some = np.flatnonzero(stops > starts)
    if not len(some):
        return order[:0]
    return np.concatenate([order[starts[at] : stops[at]] for at in some])


def in_box(box: Box, lats: Array, lons: Array) -> Array:
    upright = (lats >= box.south) & (lats <= box.north)
    if box.west <= box.east:
        return upright & (lons >= box.west) & (lons <= box.east)
    return upright & ((lons >= box.west) | (lons <= box.east))
