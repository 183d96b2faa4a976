"""Sizes of the loader and the first view, and the time until the first rows are seen on somebody
else's page, for several numbers of listings; beside tsml-ui on the same listings if it is here.

    python bench/widget/run.py --sizes 100 1000
    python bench/widget/run.py --sizes 100 1000 20000 100000 --times 9 --tsml ../tsml-ui/public

`--tsml` is a folder with tsml-ui's own built `app.js` (github.com/code4recovery/tsml-ui keeps one
in its repository; no package registry has it). Each number is the median of fresh browser contexts
on this machine; ratios within one run say more than seconds.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.client
import json
import multiprocessing
import re
import statistics
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import Browser, sync_playwright

from bench.homes import home_with
from bench.listings import DAY
from directory import create_app
from directory.config import Settings
from directory.listings.publishable import publishable
from directory.listings.queries import each_published
from directory.listings.serializers.meetings import meetings
from directory.operations.server import listen, make_server

BATCH = 500
TSML_LATEST = 60_000  # ms until we stop waiting for its first row
PAGE = "<!doctype html><html lang=en><title>Host</title><body><h1>Host</h1>{inside}</body></html>"
SEEN = """async () => {
    const box = document.querySelector("[data-support-directory]");
    if (!window.ready) await new Promise(done =>
        addEventListener("supportdirectory:loaded", done, { once: true }));
    return performance.now();
}"""
NOTE = "addEventListener('supportdirectory:loaded', () => { window.ready = true; });"


def make_app(home: Path) -> Any:
    return create_app(Settings.read({"DIRECTORY_HOME": str(home)}))


def write_feed(home: Path, feed: Path) -> None:
    """What tsml-ui reads: the meetings of the same listings."""
    with make_app(home).app_context():
        rows = [
            row
            for entry in each_published()
            for row in meetings(publishable(entry.record, today=DAY.date()), entry.slug, "")
        ]
        feed.write_text(json.dumps(rows))


def serve(home: Path, port: Any) -> None:
    listener = listen("127.0.0.1", 0)
    port.send(listener.getsockname()[1])
    make_server(make_app(home), listener).run()


def packed(port: int, path: str) -> tuple[int, str]:
    """(bytes on the way, text)."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, path
    if response.headers.get("Content-Encoding") == "gzip":
        return len(body), gzip.decompress(body).decode()
    return len(body), body.decode()


def sizes(port: int) -> tuple[int, int]:
    """(loader, first view with its style sheets), compressed."""
    view, text = packed(port, "/embed/v1/")
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', text)
    return packed(port, "/embed/v1/loader.js")[0], view + sum(
        packed(port, sheet.replace("&amp;", "&"))[0] for sheet in sheets
    )


def ours(browser: Browser, host: str, times: int) -> list[float]:
    took = []
    for _ in range(times):
        context = browser.new_context()
        context.add_init_script(NOTE)
        page = context.new_page()
        page.goto(f"{host}/ours.html", wait_until="commit")
        took.append(page.evaluate(SEEN))
        assert page.frame_locator("iframe").locator(".card").count() > 0
        context.close()
    return took


def theirs(browser: Browser, host: str, times: int) -> list[float]:
    took = []
    for _ in range(times):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{host}/tsml.html", wait_until="commit")
        page.wait_for_selector("#tsml-ui tbody tr", timeout=TSML_LATEST)
        took.append(page.evaluate("performance.now()"))
        context.close()
    return took


def median(took: list[float]) -> str:
    return f"{statistics.median(took):.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--tsml", type=Path, help="a folder with tsml-ui's app.js")
    parser.add_argument(
        "--tsml-most", type=int, default=20_000, help="listings it is asked to show"
    )
    wanted = parser.parse_args()
    medians: dict[int, float] = {}
    for size in wanted.sizes:
        with tempfile.TemporaryDirectory() as folder:
            medians[size] = measure(Path(folder), size, wanted)
    first, last = min(medians), max(medians)
    print(f"ratio {last:,} to {first:,}: {medians[last] / medians[first]:.2f}")
    if wanted.tsml is None:
        print("tsml-ui: not run, give its folder with --tsml")


def measure(folder: Path, size: int, wanted: argparse.Namespace) -> float:
    pages = folder / "pages"
    pages.mkdir()
    home = home_with(size, folder)
    if wanted.tsml:
        write_feed(home, pages / "feed.json")
    print(f"{size:,} listings", flush=True)
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(home, there), daemon=True)
    server.start()
    port = here.recv()
    inside = (
        "<div data-support-directory><p>Links</p></div>"
        f'<script async src="http://localhost:{port}/embed/v1/loader.js"></script>'
    )
    (pages / "ours.html").write_text(PAGE.format(inside=inside))
    if wanted.tsml:
        (pages / "app.js").write_bytes((wanted.tsml / "app.js").read_bytes())
        theirs_inside = (
            '<div id="tsml-ui" data-src="/feed.json" data-timezone="America/Chicago"></div>'
            '<script async src="/app.js"></script>'
        )
        (pages / "tsml.html").write_text(PAGE.format(inside=theirs_inside))

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing."""

    host = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(pages)))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{host.server_port}"
    loader, view = sizes(port)
    print(f"  ours: loader {loader:,} bytes, first view {view:,} bytes, compressed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        ours(browser, address, 1)  # the server's first answer is not what we ask about
        took = ours(browser, address, wanted.times)
        print(f"  ours: first rows {median(took)}", flush=True)
        if wanted.tsml and size <= wanted.tsml_most:
            script = len(gzip.compress((pages / "app.js").read_bytes(), 6))
            data = len(gzip.compress((pages / "feed.json").read_bytes(), 6))
            print(f"  tsml-ui: script {script:,} bytes, data {data:,} bytes, compressed")
            print(f"  tsml-ui: first rows {median(theirs(browser, address, wanted.times))}")
        browser.close()
    host.shutdown()
    server.terminate()
    return statistics.median(took)


if __name__ == "__main__":
    main()
