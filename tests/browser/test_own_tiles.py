"""An operator's own map: a file of theirs, served in parts, or a tile server that visitors are told
about. Only then does a page let anything in from elsewhere, and only that."""

import shutil
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from directory import create_app
from directory.config import SettingError, Settings
from directory.extensions import db
from directory.operations.health import findings
from directory.search.actions import rebuild
from directory.search.engine import current_engine
from tests.live import served
from tests.making import make_listing

Open = Callable[[str], tuple[Flask, str]]


def varints(*numbers: int) -> bytes:
    out = b""
    for number in numbers:
        while number > 127:
            out += bytes([number & 127 | 128])
            number >>= 7
        out += bytes([number])
    return out


def part(field: int, body: bytes) -> bytes:
    """A length-delimited field of a protocol buffer."""
    return varints(field << 3 | 2, len(body)) + body


def pmtiles() -> bytes:
    """The smallest world there is: one square of land in one vector tile (PMTiles 3)."""
    square = varints(9, 0, 0, 26, 8192, 0, 0, 8192, 8191, 0, 15)
    feature = part(2, varints(0, 0)) + varints(3 << 3, 3) + part(4, square)
    layer = varints(15 << 3, 2) + part(1, b"earth") + part(2, feature)
    layer += part(3, b"kind") + part(4, part(1, b"earth")) + varints(5 << 3, 4096)
    tile = part(3, layer)
    root, about = varints(1, 0, 1, len(tile), 1), b'{"vector_layers":[]}'
    starts = [127, len(root), 127 + len(root), len(about), 0, 0, 127 + len(root) + len(about)]
    head = b"PMTiles\x03" + struct.pack("<11Q", *starts, len(tile), 1, 1, 1)
    head += bytes([1, 1, 1, 1, 0, 0]) + struct.pack(
        "<4i", -1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000
    )
    head += bytes([0]) + struct.pack("<2i", 0, 0)
    assert len(head) == 127
    return head + root + about + tile


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = zlib.compress(b"\0\x80")
    head = struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def tile_server() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Somebody else's tiles; it notes what it is told."""
    asked: list[dict[str, str]] = []

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append({"path": self.path, **dict(self.headers.items())})
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(png())

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def opened(tmp_path: Path, _template: Path) -> Iterator[Open]:
    """A site whose operator has set up a map of their own."""

    def open_with(tiles: str) -> tuple[Flask, str]:
        home = tmp_path / "instance"
        shutil.copytree(_template, home)
        environ = {
            "DIRECTORY_HOME": str(home),
            "DIRECTORY_MAP_TILES": tiles,
            "DIRECTORY_MAP_CREDIT": "© Those who made it",
        }
        app = create_app(Settings.read(environ))
        with app.app_context():
            make_listing("Grief Circle")
            rebuild(current_engine())()
            db.session.commit()
            db.session.remove()
        closing.callback(dispose, app)
        return app, closing.enter_context(served(app))

    def dispose(app: Flask) -> None:
        with app.app_context():
            db.engine.dispose()

    with ExitStack() as closing:
        yield open_with


def said_by_check(app: Flask) -> str:
    with app.app_context():
        return " ".join(finding.sentence for finding in findings())


def test_a_file_of_the_operators_is_read_in_parts_from_this_site_only(
    opened: Open, browser: Any, tmp_path: Path
) -> None:
    file = tmp_path / "county.pmtiles"
    file.write_bytes(pmtiles())
    app, site = opened(str(file))
    page = browser.new_page()
    asked, statuses, faults = [], [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "response",
        lambda answer: statuses.append(answer.status) if "pmtiles" in answer.url else None,
    )
    page.goto(f"{site}/map")
    page.locator(".map-frame canvas.leaflet-tile").first.wait_for(state="attached")
    page.locator("[data-map-without]").wait_for(state="hidden")
    page.wait_for_timeout(800)
    assert page.get_by_text("© Those who made it").is_visible()
    assert statuses
    assert set(statuses) == {206}
    assert [address for address in asked if not address.startswith(site)] == []
    assert faults == []
    assert page.locator(".map-frame .pin").count() == 1
    page.close()
    assert "nobody else learns where visitors look" in said_by_check(app)
    assert "only from this site" in app.test_client().get("/privacy").text


def test_a_tile_server_alone_is_let_in_and_people_are_told(
    opened: Open, browser: Any, tile_server: tuple[str, list[dict[str, str]]]
) -> None:
    origin, told = tile_server
    app, site = opened(origin + "/{z}/{x}/{y}.png")
    page = browser.new_page()
    breaches: list[str] = []
    page.on(
        "console",
        lambda said: breaches.append(said.text) if "Content Security" in said.text else None,
    )
    page.goto(f"{site}/search?q=grief+canary")
    page.get_by_role("link", name="Map", exact=True).click()
    page.locator(".map-frame img.leaflet-tile-loaded").first.wait_for()
    assert breaches == []
    assert told
    for request in told:
        assert "canary" not in str(request)
        assert "Referer" not in request
        assert "Cookie" not in request
    page.close()

    client = app.test_client()
    assert f"img-src 'self' {origin};" in client.get("/map").headers["Content-Security-Policy"]
    for path in ("/", "/search", "/crisis", "/privacy"):
        assert origin not in client.get(path).headers["Content-Security-Policy"], path
    privacy = client.get("/privacy").text
    assert f"asks {origin} for its pictures" in privacy
    assert "only from this site" not in privacy
    assert f"{origin} learns the network address" in said_by_check(app)


def test_a_file_that_is_not_there_leaves_our_own_map(opened: Open) -> None:
    app, _ = opened("/nowhere/county.pmtiles")
    client = app.test_client()
    assert client.get("/map/tiles.pmtiles").status_code == 404
    assert "basemap/world.json" in client.get("/map").text
    assert "which is not there" in said_by_check(app)


@pytest.mark.parametrize(
    "tiles",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/map.png",
        "https://{s}.tiles.example.org/{z}/{x}/{y}.png",
        "https://a.example;script-src/{z}/{x}/{y}.png",
        "county.mbtiles",
    ],
)
def test_a_setting_that_cannot_work_stops_the_start(tmp_path: Path, tiles: str) -> None:
    with pytest.raises(SettingError, match="DIRECTORY_MAP_TILES"):
        Settings.read({"DIRECTORY_HOME": str(tmp_path), "DIRECTORY_MAP_TILES": tiles})
