"""The map that needs nobody else: its shapes, its names, its weight."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from directory.geo import build_basemap
from directory.geo.build_basemap import FILES, GAZETTEER, VENDOR, build, simpler

STATIC = VENDOR.parent
# What a browser loads for a map, besides the shapes and names themselves.
CODE = (
    "vendor/leaflet/dist/leaflet.js",
    "vendor/leaflet/dist/leaflet.css",
    "vendor/leaflet.markercluster/dist/leaflet.markercluster.js",
    "vendor/topojson-client/dist/topojson-client.min.js",
    "js/map.js",
    "js/map_drawing.js",
    "js/map_points.js",
    "css/map.css",
)
LARGEST = 450_000


@pytest.fixture(scope="module")
def basemap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (VENDOR.exists() and GAZETTEER.exists()):
        pytest.skip("the browser files and the gazetteer are made by start.py")
    folder = tmp_path_factory.mktemp("basemap")
    build(target=folder)
    return folder


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6, mtime=0))


def test_code_and_data_of_the_map_weigh_at_most_450_kilobytes(basemap: Path) -> None:
    data = {name: packed(basemap / f"{name}.json") for name in FILES}
    code = {name: packed(STATIC / name) for name in CODE}
    assert sum((data | code).values()) <= LARGEST, data | code


def test_people_find_their_town_on_the_map(basemap: Path) -> None:
    towns = read(basemap, "names")["town"]
    at = towns["names"].index("Minneapolis")
    assert (towns["lat"][at], towns["lon"][at]) == (4498, -9326)
    assert {"London", "Dublin", "Chicago", "Toronto"} <= set(towns["names"])
    assert towns["rank"] == sorted(towns["rank"], reverse=True)
    assert len({len(column) for column in towns.values()}) == 1


def test_every_shape_points_at_lines_that_are_there(basemap: Path) -> None:
    for name in ("world", "states", "counties"):
        topology = read(basemap, name)
        used = {arc if arc >= 0 else ~arc for arc in build_basemap._arcs(shapes(topology))}
        assert used
        assert max(used) < len(topology["arcs"])
        assert min(len(arc) for arc in topology["arcs"]) >= 2


def shapes(topology: Any) -> list[Any]:
    found = []
    for thing in topology["objects"].values():
        found += [each.get("arcs", []) for each in thing.get("geometries", [thing])]
    return found


def test_a_line_is_made_simpler_but_keeps_its_ends_and_corners() -> None:
    line = [(0.0, 0.0), (1.0, 0.01), (2.0, 0.0), (2.0, 2.0), (2.0, 4.0)]
    assert simpler(line, 0.1) == [(0.0, 0.0), (2.0, 0.0), (2.0, 4.0)]
    ring = [(0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (0.0, 0.0)]
    assert simpler(ring, 0.1) == ring


def test_a_build_with_a_broken_source_makes_no_map(tmp_path: Path) -> None:
    (tmp_path / "us-atlas").mkdir()
    (tmp_path / "us-atlas/counties-10m.json").write_text("{}")
    with pytest.raises(RuntimeError, match="no TopoJSON"):
        build(vendor=tmp_path, target=tmp_path / "made")
    assert not (tmp_path / "made").exists()
