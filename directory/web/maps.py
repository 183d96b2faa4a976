"""Maps on our pages: what they load, and whose ground they draw on.

A view that shows a map says `use_map()`; its template puts one with `components/map.html`. The
ground is ours, drawn in the browser from files of this site, or an operator's own.

Whoever asks another server for the ground tells it which part of the world a visitor looks at.
Only then, and only on pages with a map, the content policy lets that one server in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, url_for

from directory.config import current_settings
from directory.web.assets import asset_url, made_url
from directory.web.headers import allow_images_from, use_script

CODE = (
    "vendor/leaflet/dist/leaflet.js",
    "vendor/leaflet.markercluster/dist/leaflet.markercluster.js",
)
STYLES = ("vendor/leaflet/dist/leaflet.css", "css/map.css")
SHAPES = ("world", "states", "counties", "names")

# South, west, north, east: what a map shows before anybody said where.
WORLD_VIEW = "-50,-140,70,160"
HOME_VIEWS = {
    "US": "24.5,-125,49.5,-66.5",
    "CA": "42,-130,62,-55",
    "GB": "49.8,-8.2,59.5,1.9",
    "IE": "51.3,-10.6,55.5,-5.8",
    "AU": "-43.8,113,-10.5,154",
    "NZ": "-47.4,166,-34.3,178.8",
    "MX": "14.4,-117.2,32.8,-86.6",
    "ES": "35.9,-9.4,43.9,4.4",
}


def own_file() -> Path | None:
    """The operator's `.pmtiles`, if that is what the settings name and it is there."""
    named = current_settings().map_tiles
    if not named.endswith(".pmtiles"):
        return None
    file = Path(named).expanduser()
    return file if file.is_file() else None


def server() -> str | None:
    """The origin of the operator's tile server, such as https://tiles.example.org."""
    named = current_settings().map_tiles
    if not named or named.endswith(".pmtiles"):
        return None
    parts = urlsplit(named)
    return f"{parts.scheme}://{parts.netloc}"


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(map_files=files, map_credit=credit, map_server=server)


def home_view() -> str:
    """Where a map looks that knows of no place: the site's own country."""
    return HOME_VIEWS.get(current_settings().default_country, WORLD_VIEW)


def use_map() -> None:
    """This page has a map, or a button that opens one. Its policy lets the operator's tile server
    in, if there is one."""
    use_script("map", connect=True)
    if origin := server():
        allow_images_from(origin)


def files() -> dict[str, Any]:
    """Addresses of all that a map loads when somebody opens it."""
    code, ground = list(CODE), {}
    settings = current_settings()
    if server():
        ground = {"kind": "server", "address": settings.map_tiles}
    elif own_file():
        code.append("vendor/protomaps-leaflet/dist/protomaps-leaflet.js")
        ground = {"kind": "file", "address": url_for("pages.map_tiles")}
    else:
        code.append("vendor/topojson-client/dist/topojson-client.min.js")
        ground = {name: made_url(f"basemap/{name}.json") for name in SHAPES}
    return {
        "code": [made_url(name) for name in code],
        "styles": [made_url(name) for name in STYLES],
        "drawing": asset_url("js/map_drawing.js"),
        "points": asset_url("js/map_points.js"),
        "ground": ground,
    }


def credit() -> str:
    """Who made the ground, in a few words; empty for our own, whose makers the page names."""
    settings = current_settings()
    return settings.map_credit if settings.map_tiles else ""
