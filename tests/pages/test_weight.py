"""First pages are light: they come over a weak signal in one round trip. Sizes are facts of the
files, so they can be tested where times cannot."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.exchange.seed import load_demonstration, load_seed
from directory.extensions import db, now
from directory.search import actions
from directory.search.engine import current_engine

FIRST_TRIP = 14 * 1024  # bytes: what a server may send before it waits for an answer
ALL_SCRIPTS = 15 * 1024
PAGES = (
    "/",
    "/search",
    "/search?q=grief&near=Alder+Falls",
    "/search?near=Alder+Falls",
    "/search?near=Alder+Falls&view=support",
    "/search?kind=support-group&cost=free&page=2",
)


@pytest.fixture
def full(app: Flask, home: Path) -> FlaskClient:
    """The site as it is after it was set up: the seed and the made-up county."""
    load_seed(at=now())
    load_demonstration(at=now(), home=home)
    db.session.commit()
    actions.rebuild(current_engine())()
    db.session.commit()
    return app.test_client()


def packed(client: FlaskClient, address: str) -> int:
    with client.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200, address
        return len(answer.data)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_page_and_styles_fit_into_one_round_trip(full: FlaskClient, prefix: str) -> None:
    heavy = {}
    for path in PAGES:
        text = full.get(prefix + path).text
        styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
        assert len(styles) >= 2
        size = packed(full, prefix + path) + sum(packed(full, sheet) for sheet in styles)
        if size > FIRST_TRIP:
            heavy[path] = size
    assert heavy == {}


def test_scripts_of_home_and_results_are_small(full: FlaskClient, app: Flask) -> None:
    scripts: set[str] = set()
    for path in ("/", "/search?q=grief"):
        scripts |= set(re.findall(r'<script src="/static/([^"?]+)', full.get(path).text))
    assert {"js/exit.js", "js/results.js", "js/suggest.js"} <= scripts
    folder = Path(app.static_folder or "")
    sizes = {name: len(gzip.compress((folder / name).read_bytes(), 6)) for name in scripts}
    assert sum(sizes.values()) <= ALL_SCRIPTS, sizes
