"""A server on this machine that plays a geocoder, well and badly."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ADDRESS = "250 Marquette Ave, Minneapolis, MN 55401"
GOOD = [{"lat": "44.9810", "lon": "-93.2690", "display_name": "250 Marquette Avenue"}]


class FakeServer(ThreadingHTTPServer):
    daemon_threads = True
    mode = "good"
    asked = 0
    agent = ""
    before: Callable[[], None] | None = None  # what happens while it is asked


class Handler(BaseHTTPRequestHandler):
    server: FakeServer

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.server.asked += 1
        if self.server.before:
            self.server.before()
        self.server.agent = self.headers["User-Agent"]
        with suppress(OSError):  # the client has gone, as it should
            self.answer(self.server.mode)

    def answer(self, mode: str) -> None:
        far = [{"lat": "51.5", "lon": "-0.1", "display_name": "London"}]
        swapped = [{"lat": "-93.2690", "lon": "44.9810", "display_name": "x"}]
        nan = [{"lat": "NaN", "lon": "-93", "display_name": "x"}]
        shapes = {
            "good": GOOD,
            "unknown": [],
            "far": far,
            "swapped": swapped,
            "nan": nan,
            "no-list": {"error": "x"},
            "no-point": [{"display_name": "x"}],
            "number": 7,
        }
        if mode in shapes:
            self.send(json.dumps(shapes[mode]).encode())
        elif mode == "html":
            self.send(b"<html><title>Sign in</title></html>")
        elif mode == "huge":
            self.send(b" " * 10_000_000 + json.dumps(GOOD).encode())
        elif mode == "bomb":
            self.send(gzip.compress(b" " * 50_000_000), encoding="gzip")
        elif mode == "redirect":
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
            self.end_headers()
        elif mode in ("429", "500"):
            self.send(b"{}", status=int(mode))
        elif mode == "hang":
            time.sleep(2)
        elif mode == "drip":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            for _ in range(20):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)

    def send(self, body: bytes, status: int = 200, encoding: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def fake_geocoder() -> Iterator[FakeServer]:
    server = FakeServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
