"""A real browser before the real site. Each page is watched: whatever it asks of another host, and
whatever the content policy had to stop, fails the test."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from flask import Flask

from directory import create_app
from directory.config import Settings
from directory.exchange.seed import load_demonstration, load_seed
from directory.extensions import db, now
from directory.finding.lines import keep_lines
from directory.search import actions
from directory.search.engine import current_engine
from tests.live import served

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
    with served(app) as address:
        yield address


@pytest.fixture(scope="session")
def full_site(tmp_path_factory: pytest.TempPathFactory, _template: Path) -> Iterator[str]:
    """The seed and the made-up county with the real engine, for tests that only read."""
    home = tmp_path_factory.mktemp("full") / "instance"
    copytree(_template, home)
    app = create_app(Settings.read({"DIRECTORY_HOME": str(home), "DIRECTORY_PATTERN_PAGE": "yes"}))
    with app.app_context():
        load_seed(at=now())
        load_demonstration(at=now(), home=home)
        db.session.commit()
        actions.rebuild(current_engine())()
        db.session.commit()
        keep_lines()
        db.session.remove()
    with served(app) as address:
        yield address
    with app.app_context():
        db.engine.dispose()


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
