"""The import pages in a real browser: a damaged file and a sound one, the bar that moves, and the
same without scripts."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python import sync_playwright as axe
from flask import Flask

from directory.jobs.worker import Worker
from directory.listings.queries import count_published
from tests.browser.test_staff import OPTIONS, _come_in
from tests.exchange.wizard import TABLE

PICTURES = os.environ.get("STAFF_PICTURES", "")


@pytest.fixture
def worker(app: Flask) -> Iterator[Worker]:
    """The worker beside the site, as `directory serve` runs it; the test starts it."""
    worker = Worker(app)
    yield worker
    worker.stop()


class Looker:
    def __init__(self, page: Any, width: int) -> None:
        self.page, self.width, self.number = page, width, 0
        self.found: list[str] = []

    def look(self, name: str) -> None:
        self.number += 1
        if PICTURES:
            path = Path(PICTURES) / f"{self.width}-import-{self.number:02}-{name}.png"
            self.page.screenshot(path=path, full_page=True)
        if self.page.evaluate("document.documentElement.scrollWidth") > self.width:
            self.found.append(f"{name}: wider than the screen")
        for fault in axe.Axe().run(self.page, options=OPTIONS).response["violations"]:
            for node in fault["nodes"]:
                self.found.append(f"{name}: {fault['id']}: {node['html'][:140]}")


def _send(page: Any, site: str, path: Path, source: str) -> None:
    page.goto(f"{site}/staff/imports")
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_label("Name of the new source").fill(source)
    page.get_by_role("button", name="Send the file").click()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_file_is_sent_looked_at_taken_in_and_undone(
    app: Flask, page: Any, context: Any, site: str, tmp_path: Path, worker: Worker, width: int
) -> None:
    _come_in(context, app, site, "admin")
    worker.start()
    page.set_viewport_size({"width": width, "height": 900})
    looker = Looker(page, width)
    (tmp_path / "groups.csv").write_text(TABLE + "Broken,,\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    _send(page, site, tmp_path / "picture.png", "City list")
    page.get_by_text("Nothing was changed.").wait_for()
    looker.look("refused")
    _send(page, site, tmp_path / "groups.csv", "City list")
    page.get_by_role("heading", name="What the columns mean").wait_for()
    looker.look("columns")
    page.get_by_label("What kind of offer").select_option("support-group")
    page.get_by_label("Group, online or professional").select_option("community")
    page.get_by_role("button", name="Keep this and show the first rows").click()
    page.get_by_role("heading", name="Grief Circle 10").wait_for()
    looker.look("first-rows")
    page.get_by_label("Publish straight in, without a moderator").check()
    page.get_by_role("button", name="Look at what would happen").click()
    page.get_by_role("heading", name="What would happen").wait_for()
    looker.look("preview")
    page.get_by_role("button", name="Take it in").click()
    page.get_by_role("heading", name="What was done").wait_for()
    looker.look("done")
    with app.app_context():
        assert count_published() == 20
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_role("heading", name="What was taken back").wait_for()
    looker.look("undone")
    for name in ("imports", "sources", "sources/1"):
        page.goto(f"{site}/staff/{name}")
        looker.look(name.replace("/", "-"))
    page.goto(f"{site}/open-data")
    looker.look("open-data")
    assert looker.found == []


def test_a_file_comes_in_without_scripts(
    app: Flask, browser: Any, site: str, tmp_path: Path, worker: Worker
) -> None:
    context = browser.new_context(java_script_enabled=False)
    _come_in(context, app, site, "moderator")
    worker.start()
    page = context.new_page()
    (tmp_path / "groups.csv").write_text(TABLE)
    _send(page, site, tmp_path / "groups.csv", "City list")
    page.get_by_role("button", name="Keep this and show the first rows").click()
    page.get_by_role("button", name="Look at what would happen").click()
    page.get_by_role("heading", name="What would happen").wait_for(timeout=60_000)
    page.get_by_role("button", name="Take it in").click()
    page.get_by_role("heading", name="What was done").wait_for(timeout=60_000)
    context.close()
