"""Make the shapes and names of the offline map, when the project is installed, from the packages
of the asset build and the gazetteer. Everything it needs is on this machine.

Shapes come from Natural Earth (countries) and the U.S. Census (states, counties), names from
GeoNames by way of the gazetteer. The map may weigh 450 kB with its code: details that nobody sees
at its zooms are left out. Run by hand: `python -m directory.geo.build_basemap`.
"""

import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent
VENDOR, TARGET = PACKAGE / "static/vendor", PACKAGE / "static/basemap"
GAZETTEER = Path(__file__).with_name("gazetteer.sqlite")
FILES = ("world", "states", "counties", "names")

WORLD_DETAIL = 0.02  # degrees: what is smaller than this on the ground is drawn straight
COUNTY_DETAIL = 0.015
COUNTY_STEP = 0.005  # degrees between two points that differ

UNITED_STATES = "840"  # ISO 3166-1 numeric, as world-atlas names its shapes

# How many people a town must have to be named, by country; elsewhere LARGE.
NAMED = {"US": 15_000, "GB": 60_000, "IE": 20_000, "CA": 60_000, "AU": 60_000, "NZ": 40_000}
NAMED |= {"MX": 150_000, "ES": 150_000, "PR": 15_000}
LARGE = 500_000

Point = tuple[float, float]
Arc = list[Point]


def build(vendor: Path = VENDOR, gazetteer: Path = GAZETTEER, target: Path = TARGET) -> None:
    """Writes world, states, counties and names. Raises OSError or RuntimeError where a source is
    missing or not what it was."""
    counties = _read(vendor / "us-atlas/counties-10m.json")
    made = {
        "world": _world(_read(vendor / "world-atlas/countries-50m.json")),
        "states": _bare(_read(vendor / "us-atlas/states-10m.json"), "nation", "states"),
        "counties": _county_lines(counties),
        "names": _names(gazetteer),
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        (target / f"{name}.json").write_text(text, encoding="utf-8")


def _read(file: Path) -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if topology.get("type") != "Topology":
        raise RuntimeError(f"{file} is no TopoJSON")
    return topology


def _world(topology: dict[str, Any]) -> dict[str, Any]:
    wide = topology["transform"]["scale"][0]
    arcs = [_steps(simpler(_walk(arc), WORLD_DETAIL / wide)) for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]
    # The United States come from the finer file, which leaves the Great Lakes out.
    others = [shape for shape in countries["geometries"] if shape.get("id") != UNITED_STATES]
    objects = {"countries": countries | {"geometries": others}}
    return _bare(topology | {"arcs": arcs, "objects": objects}, "countries")


def _bare(topology: dict[str, Any], *objects: str) -> dict[str, Any]:
    """Without the names and numbers of shapes: nothing asks for them."""
    kept = {name: _shape(topology["objects"][name]) for name in objects}
    return {
        "type": "Topology",
        "transform": topology["transform"],
        "objects": kept,
        "arcs": topology["arcs"],
    }


def _shape(thing: dict[str, Any]) -> dict[str, Any]:
    if "geometries" in thing:
        return {"type": thing["type"], "geometries": [_shape(each) for each in thing["geometries"]]}
    return {name: thing[name] for name in ("type", "arcs") if name in thing}


def _county_lines(topology: dict[str, Any]) -> dict[str, Any]:
    """Only the borders between two counties of one state: coasts and states are drawn anyway."""
    of_arc: dict[int, list[str]] = defaultdict(list)
    for county in topology["objects"]["counties"]["geometries"]:
        for arc in _arcs(county.get("arcs", [])):
            of_arc[arc if arc >= 0 else ~arc].append(str(county["id"])[:2])
    across, up = topology["transform"]["scale"]
    west, south = topology["transform"]["translate"]
    lines = []
    for number, states in sorted(of_arc.items()):
        if len(states) == 2 and states[0] == states[1]:
            ground = [
                (x * across + west, y * up + south) for x, y in _walk(topology["arcs"][number])
            ]
            line = simpler(ground, COUNTY_DETAIL)
            lines.append(
                _steps([(round(x / COUNTY_STEP), round(y / COUNTY_STEP)) for x, y in line])
            )
    return {
        "type": "Topology",
        "transform": {"scale": [COUNTY_STEP, COUNTY_STEP], "translate": [0, 0]},
        "objects": {"lines": {"type": "MultiLineString", "arcs": [[n] for n in range(len(lines))]}},
        "arcs": lines,
    }


def _arcs(nested: list[Any]) -> Iterator[int]:
    for each in nested:
        if isinstance(each, int):
            yield each
        else:
            yield from _arcs(each)


def _walk(arc: list[list[int]]) -> Arc:
    """TopoJSON writes each point as its step from the last."""
    x = y = 0
    points: Arc = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x, y))
    return points


def _steps(points: Arc) -> list[list[int]]:
    x = y = 0
    steps: list[list[int]] = []
    for at in points:
        to = (int(at[0]), int(at[1]))
        if steps and to == (x, y):
            continue
        steps.append([to[0] - x, to[1] - y])
        x, y = to
    # A line needs two ends, also where both fell on one point.
    return steps if len(steps) > 1 else [*steps, [0, 0]]


def simpler(points: Arc, detail: float) -> Arc:
    """The same line without points that lie nearer than `detail` to it (Douglas and Peucker). Its
    ends stay, so that shapes which share it still fit."""
    kept = {0, len(points) - 1}
    open_parts = [(0, len(points) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        away, at = max(
            ((_off(points[n], points[first], points[last]), n) for n in range(first + 1, last)),
            default=(0.0, 0),
        )
        if away > detail:
            kept.add(at)
            open_parts += [(first, at), (at, last)]
    return [points[n] for n in sorted(kept)]


def _off(point: Point, start: Point, end: Point) -> float:
    across, up = end[0] - start[0], end[1] - start[1]
    long = math.hypot(across, up)
    if long == 0:
        return math.hypot(point[0] - start[0], point[1] - start[1])
    return abs(up * (point[0] - start[0]) - across * (point[1] - start[1])) / long


def _names(gazetteer: Path) -> dict[str, Any]:
    """Countries by code, states and towns by name, the most people first; columns pack better
    than rows. Points are hundredths of a degree: a name is never exact to the kilometre."""
    statement = (
        "SELECT p.kind, p.name, r.country, r.code, p.lat, p.lon, p.population FROM places p"
        " JOIN regions r ON r.id = p.region WHERE p.kind IN (0, 1, 3) AND NOT p.fictional"
        " ORDER BY p.population DESC, p.id"
    )
    made: dict[str, list[tuple[str, int, int, int]]] = {"country": [], "state": [], "town": []}
    with closing(sqlite3.connect(f"file:{gazetteer}?mode=ro", uri=True)) as places:
        for kind, name, country, code, lat, lon, people in places.execute(statement):
            row = (name, round(lat / 100), round(lon / 100), people)
            if kind == 0:
                made["country"].append((country, *row[1:]))
            elif kind == 1 and country == "US" and code != "DC":
                made["state"].append(row)
            elif kind == 3 and people >= NAMED.get(country, LARGE):
                made["town"].append(row)
    if len(made["town"]) < 3000 or len(made["country"]) < 240:
        raise RuntimeError("the gazetteer names too few places for a map")
    return {
        kind: {
            "names": [row[0] for row in rows],
            "lat": [row[1] for row in rows],
            "lon": [row[2] for row in rows],
            # Powers of ten times ten: 50 is a hundred thousand people.
            "rank": [round(10 * math.log10(max(1, row[3]))) for row in rows],
        }
        for kind, rows in made.items()
    }


if __name__ == "__main__":
    build()
    for name in FILES:
        print(name, (TARGET / f"{name}.json").stat().st_size)
