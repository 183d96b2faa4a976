"""A real browser before the real site. Each page is watched: whatever it asks of another host, and
whatever the content policy had to stop, fails the test."""

import threading
from collections.abc import Iterator
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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    if not config.pluginmanager.hasplugin("playwright"):
        reason = "the browser set is not installed: python3 start.py browser"
    elif not CHROMIUM.exists():
        reason = f"{CHROMIUM} is not there"
    else:
        return
    for item in here:
        item.add_marker(pytest.mark.skip(reason=reason))


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
