"""A map of the states of the US as outlines for an SVG, drawn from the us-atlas file that comes
with the site. Plain: the file's content comes from outside.

Equal-area (Albers, USGS parallels), so that a large pale state is as pale as it looks; Alaska and
Hawaii stand small in the corner, as people know it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import cos, hypot, radians, sin, sqrt
from typing import Any

Point = tuple[float, float]

WIDTH, HEIGHT = 600, 370
NEAREST = 1.2  # of the drawing's units: points closer than that are left out
# FIPS codes, the census's numbers of states, with the letters that people write.
STATES = {
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT", "10": "DE",
    "11": "DC", "12": "FL", "13": "GA", "15": "HI", "16": "ID", "17": "IL", "18": "IN", "19": "IA",
    "20": "KS", "21": "KY", "22": "LA", "23": "ME", "24": "MD", "25": "MA", "26": "MI", "27": "MN",
    "28": "MS", "29": "MO", "30": "MT", "31": "NE", "32": "NV", "33": "NH", "34": "NJ", "35": "NM",
    "36": "NY", "37": "NC", "38": "ND", "39": "OH", "40": "OK", "41": "OR", "42": "PA", "44": "RI",
    "45": "SC", "46": "SD", "47": "TN", "48": "TX", "49": "UT", "50": "VT", "51": "VA", "53": "WA",
    "54": "WV", "55": "WI", "56": "WY",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    code: str
    name: str
    outline: str  # the `d` of an SVG path


def states(topology: Mapping[str, Any]) -> list[State]:
    """The fifty states and the District. Raises KeyError for a file of another form."""
    arcs = [list(_arc(arc, topology["transform"])) for arc in topology["arcs"]]
    found = []
    for shape in topology["objects"]["states"]["geometries"]:
        code = STATES.get(str(shape["id"]).zfill(2))
        if code is None:
            continue
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [_ring(ring, arcs) for part in parts for ring in part]
        outline = "".join(_drawn([_placed(code, p) for p in ring]) for ring in rings)
        found.append(State(code, shape["properties"]["name"], outline))
    return sorted(found, key=lambda state: state.name)


def _arc(arc: list[list[int]], transform: Mapping[str, Any]) -> Iterator[Point]:
    x = y = 0
    (scale_x, scale_y), (from_x, from_y) = transform["scale"], transform["translate"]
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * scale_x + from_x, y * scale_y + from_y


def _ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _placed(code: str, point: Point) -> Point:
    """Where a point stands in the drawing."""
    longitude, latitude = point
    if code == "AK":
        longitude -= 360 if longitude > 0 else 0  # the last islands lie beyond the date line
        x, y = _albers(longitude, latitude, (55.0, 65.0), (-154.0, 50.0))
        return 95 + x * 210, 345 - y * 210
    if code == "HI":
        x, y = _albers(longitude, latitude, (8.0, 18.0), (-157.0, 20.5))
        return 205 + x * 600, 340 - y * 600
    x, y = _albers(longitude, latitude, (29.5, 45.5), (-96.0, 37.5))
    return 307 + x * 760, 190 - y * 760


def _albers(longitude: float, latitude: float, parallels: Point, middle: Point) -> Point:
    first, second = map(radians, parallels)
    n = (sin(first) + sin(second)) / 2
    c = cos(first) ** 2 + 2 * n * sin(first)
    near = sqrt(c - 2 * n * sin(radians(middle[1]))) / n
    far = sqrt(c - 2 * n * sin(radians(latitude))) / n
    angle = n * radians(longitude - middle[0])
    return far * sin(angle), near - far * cos(angle)


def _drawn(points: list[Point]) -> str:
    """One ring, without what is too small to see."""
    kept = points[:1]
    for point in points[1:]:
        if hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= NEAREST:
            kept.append(point)
    if len(kept) < 4:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"
