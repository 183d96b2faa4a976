"""A real browser before the real site. Each page is watched: whatever it asks of another host, and
whatever the content policy had to stop, fails the test."""

import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",  # root and containers have no sandbox to give
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _missing() -> str:
    """What a browser test needs and this machine has not; empty where all is there."""
    if find_spec("playwright") is None:
        return "the browser set is not installed: python3 start.py browser"
    return "" if CHROMIUM.exists() else f"{CHROMIUM} is not there"


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> Any:
    """Without a browser a file of tests is one that is skipped, and is not read: it imports what
    is not there."""
    return _Left.from_parent(parent, path=module_path) if _missing() else None


class _Left(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        yield _Skipped.from_parent(self, name="all of it")


class _Skipped(pytest.Item):
    def runtest(self) -> None:
        pytest.skip(_missing())


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": str(CHROMIUM), "args": list(QUIET)}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Unused here; the plugin's own fixture is of a kind that pytest will drop."""


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of the application of this test, served by a thread."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def context(context: Any, site: str) -> Iterator[Any]:
    """A visitor's browser that reports strangers and breaches of the content policy."""
    faults: list[str] = []

    def asked(request: Any) -> None:
        if not request.url.startswith((site, "data:", "blob:")):
            faults.append(f"asked another host: {request.url}")

    def said(message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            faults.append(message.text)

    context.on("request", asked)
    context.on("console", said)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context
    assert faults == []
