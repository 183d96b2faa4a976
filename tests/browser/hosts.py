"""Other people's websites for tests: pages of any content with any headers, on an origin of their
own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Green Clinic</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width"></head>
<body><main><h1>Green Clinic</h1><p><a href="#before">Before</a></p>{inside}
<p id="after"><a href="#after">After</a></p></main></body></html>"""


class Host:
    """`put` gives the address of a page."""

    def __init__(self, port: int) -> None:
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.address = f"http://127.0.0.1:{port}"

    def put(self, inside: str, *, name: str = "page", head: str = "", **headers: str) -> str:
        text = PAGE.replace("{inside}", inside).replace("</head>", f"{head}</head>")
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        self.pages[f"/{name}"] = text, named
        return f"{self.address}/{name}"


@contextmanager
def open_host() -> Iterator[Host]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text, headers = host.pages.get(self.path, ("not here", {}))
            body = text.encode()
            self.send_response(200 if self.path in host.pages else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host = Host(server.server_port)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
