"""Does a service area drawn as GeoJSON hold a point? Plain numbers, no projection: areas of
services are small or have straight edges, and nobody is turned away at a border by it."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

Ring = list[tuple[float, float]]
Polygon = list[Ring]  # the outline, then its holes


def holds(extent: str, latitude: float, longitude: float) -> bool | None:
    """None where the text draws no area that can be tested."""
    polygons = _polygons(extent)
    if not polygons:
        return None
    return any(_within(polygon, latitude, longitude) for polygon in polygons)


@lru_cache(maxsize=512)
def _polygons(extent: str) -> tuple[Polygon, ...]:
    try:
        return tuple(_read(json.loads(extent)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return ()


def _read(shape: Any) -> Iterator[Polygon]:
    match shape["type"]:
        case "Polygon":
            yield _polygon(shape["coordinates"])
        case "MultiPolygon":
            for part in shape["coordinates"]:
                yield _polygon(part)
        case "Feature":
            yield from _read(shape["geometry"])
        case "FeatureCollection":
            for feature in shape["features"]:
                yield from _read(feature)
        case "GeometryCollection":
            for part in shape["geometries"]:
                yield from _read(part)


def _polygon(rings: Any) -> Polygon:
    return [[(float(point[0]), float(point[1])) for point in ring] for ring in rings]


def _within(polygon: Polygon, latitude: float, longitude: float) -> bool:
    outline, *gaps = polygon
    return _inside(outline, latitude, longitude) and not any(
        _inside(gap, latitude, longitude) for gap in gaps
    )


def _inside(ring: Ring, latitude: float, longitude: float) -> bool:
    """Counts the edges that a line going east from the point crosses."""
    crossed = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > latitude) != (y2 > latitude):
            at = x1 + (latitude - y1) * (x2 - x1) / (y2 - y1)
            crossed ^= longitude < at
    return crossed
