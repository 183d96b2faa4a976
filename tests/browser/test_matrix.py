"""Every public page, by light and dark, in English, Spanish and a made-up right-to-left language,
on phone and desktop: no barrier that a machine can find, nothing cut off.

The pages are those of `tests/test_pages.py` and of `test_pages.py` beside this file: who adds a
page adds it there, once.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask

from tests.browser import test_pages as beside
from tests.live import served
from tests.pseudo import write_catalogues
from tests.small_directory import open_small_site
from tests.test_pages import PAGES as OF_STRICT_HTML

PAGES = sorted({p for p in OF_STRICT_HTML if not p.startswith("/es/")} | set(beside.PAGES))
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced"]}}
LANGUAGES = ["", "/es", "/he"]
WIDTHS = [360, 1280]


@pytest.fixture(scope="module")
def strange_site(tmp_path_factory: pytest.TempPathFactory, _template: Path) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("translations")
    write_catalogues(folder, spanish=True)
    with open_small_site(
        tmp_path_factory, _template, languages="en,es,he,de", translations=folder
    ) as app:
        yield app


@pytest.fixture(scope="module")
def site(strange_site: Flask) -> Iterator[str]:
    with served(strange_site) as address:
        yield address


def faults(page: Any, path: str, options: dict[str, Any]) -> list[str]:
    return [
        f"{path}: {fault['id']}: {node['html'][:160]} {node['any'][:1]}"
        for fault in Axe().run(page, options=options).response["violations"]
        for node in fault["nodes"]
    ]


def chosen(language: str, width: int) -> list[str]:
    """Each page in every language and on both widths, but not every pair of them, for that takes
    twice as long: BARRIERS=all takes every pair."""
    odd = (LANGUAGES.index(language) + WIDTHS.index(width)) % 2
    return PAGES if os.environ.get("BARRIERS") == "all" else PAGES[odd::2]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_barrier_on_any_page(page: Any, site: str, language: str, width: int) -> None:
    """Every rule by day; at night what can differ there, the contrast."""
    page.set_viewport_size({"width": width, "height": 800})
    found = []
    for path in chosen(language, width):
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(site + language + path)
        found += faults(page, path, beside.OPTIONS)
        page.emulate_media(color_scheme="dark")
        found += [f"dark {fault}" for fault in faults(page, path, CONTRAST)]
    assert found == []
    assert page.context.cookies() == []


@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", ["/es", "/he", "/de"])
def test_longer_words_and_the_other_direction_fit_the_narrowest_screen(
    page: Any, site: str, language: str
) -> None:
    """320 px wide. What stands outside the page's edge could not be read."""
    page.set_viewport_size({"width": 320, "height": 640})
    cut = []
    for path in PAGES:
        page.goto(site + language + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        out = page.evaluate("""() => [...document.querySelectorAll('main *')]
            .filter(e => e.checkVisibility() && !e.closest('.unseen, .trap, .scroll, svg'))
            .filter(e => !e.parentElement.closest('pre, .map-frame'))
            .map(e => [e, e.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.left < -1 || box.right > 321))
            .map(([e]) => e.outerHTML.slice(0, 80)).slice(0, 3)""")
        if wide > 320 or out:
            cut.append((path, wide, out))
    assert cut == []
