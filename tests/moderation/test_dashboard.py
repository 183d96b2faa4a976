"""The figures that staff see."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.search import empty_searches
from directory.search.models import EmptySearch
from tests.making import make_listing
from tests.staff import signed_in


def search(app: Flask, words: str, times: int = 1) -> None:
    client = app.test_client()
    for _ in range(times):
        client.get("/search", query_string={"q": words})


def test_the_map_shows_where_listings_are(app: Flask) -> None:
    make_listing()
    make_listing("Second Circle", key="second")
    make_listing("Made Up", key="made-up", fictional=True)
    page = signed_in(app).get("/staff/figures").text
    assert '<th scope="row">Minnesota</th><td>2</td>' in page
    assert '<th scope="row">Texas</th><td>0</td>' in page
    assert page.count('class="shade-1"') == 2  # one state, and the key


def test_searches_that_find_nothing_are_counted_by_topic_without_words(app: Flask) -> None:
    run_due()
    search(app, "xylophone grief support", 12)
    search(app, "anxiety zither", 9)
    empty_searches.write()
    rows = {row.what: row.times for row in db.session.query(EmptySearch)}
    assert rows["topic:grief"] == 12
    assert not [what for what in rows if "xylophone" in what or "zither" in what]
    page = signed_in(app).get("/staff/figures").text
    part = page[page.index("What people did not find") :]
    assert "Grief" in part
    assert "Anxiety" not in part


def test_days_with_fewer_than_ten_are_forgotten(app: Flask) -> None:
    run_due()
    search(app, "xylophone grief", 9)
    search(app, "xylophone anxiety", 10)
    empty_searches.write()
    with time_machine.travel(now() + timedelta(days=1, hours=7), tick=False):
        run_due()
    assert [row.what for row in db.session.query(EmptySearch)] == ["topic:anxiety"]


@pytest.mark.parametrize("words", ["I want to die tonight", "kill myself grief"])
def test_words_of_danger_are_never_counted(app: Flask, words: str) -> None:
    run_due()
    search(app, words, 12)
    empty_searches.write()
    assert not db.session.query(EmptySearch).count()
