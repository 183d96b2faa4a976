"""Walking through the guided mix as a visitor: skip what you like, get a set, leave no trace."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.config import current_settings
from directory.extensions import db
from directory.listings.shown.lines import write_lines
from tests.making import make_listing
from tests.pages.engine import PlainEngine
from tests.small_directory import LINES

EMOTIONAL = {"support": ["emotional"], "format": ["in-person"], "audience": ["everyone"]}
MINNEAPOLIS = "near=Minneapolis"


@pytest.fixture(autouse=True)
def engine(app: Flask) -> PlainEngine:
    """Three listings and an engine that finds them."""
    engine = PlainEngine()
    app.extensions["search_engine"] = engine
    write_lines(current_settings().home, LINES)
    make_listing("Listening Circle", terms=EMOTIONAL)
    make_listing(
        "Chat Room", terms=EMOTIONAL | {"format": ["online"], "kind": ["online-community"]}
    )
    make_listing("Kitchen Help", terms={"kind": ["volunteering"], "format": ["in-person"]})
    db.session.commit()
    return engine


def test_there_are_five_questions_and_each_can_be_skipped(client: FlaskClient) -> None:
    address = "/mix"
    for number in range(1, 6):
        page = client.get(address).text
        assert f"Question {number} of 5" in page
        found = re.search(r'href="(/mix\?step=\d[^"]*)">Skip this question', page)
        assert found
        address = found[1].replace("&amp;", "&")
    assert "Your mix of support" in client.get(address).text


def test_an_answer_goes_along_to_the_end(client: FlaskClient) -> None:
    page = client.get("/mix?step=4&who=other&topic=grief&near=Leeds").text
    for name, value in (("who", "other"), ("topic", "grief"), ("near", "Leeds")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    skip = re.search(r'href="([^"]*)">Skip this', page)
    assert skip
    assert "near=Leeds" in skip[1]


def test_what_is_no_answer_counts_as_skipped(client: FlaskClient) -> None:
    page = client.get("/mix?step=2&who=eve&topic=nonsense&step=2").text
    assert "eve" not in page
    assert "nonsense" not in page
    assert "Question 1 of 5" in client.get("/mix?step=99").text
    assert "Question 1 of 5" in client.get("/mix?step=many").text


def test_the_set_stands_under_its_parts_with_reasons(client: FlaskClient) -> None:
    page = client.get(f"/mix?step=6&{MINNEAPOLIS}").text
    talk, rest = page.split("Practical help", 1)
    assert "Listening Circle" in talk
    assert "Chat Room" in talk
    assert talk.index("To go to") < talk.index("From anywhere")
    assert "You can go there and meet people." in talk
    assert "Kitchen Help" in rest


def test_it_is_honest_where_there_is_nothing(client: FlaskClient) -> None:
    page = client.get(f"/mix?step=6&{MINNEAPOLIS}").text
    assert "We know of nothing like this to go to near Minneapolis" in page
    assert "We know of nothing like this from anywhere yet." in page


def test_without_a_place_it_says_what_is_missing_and_the_way_to_add_it(client: FlaskClient) -> None:
    page = client.get("/mix?step=6").text
    assert "You did not say where you are." in page
    assert "Listening Circle" not in page
    assert (
        "We do not know the place “Nowhereville”."
        in client.get("/mix?step=6&near=Nowhereville").text
    )


@pytest.mark.parametrize("step", [3, 6])
def test_words_of_danger_bring_crisis_help_first(client: FlaskClient, step: int) -> None:
    page = client.get(f"/mix?step={step}&q=i+want+to+die").text
    assert 'id="crisis-help" data-level="urgent"' in page
    assert page.index("crisis-help") < page.index("<h1")
    assert 'data-level="safety"' in client.get(f"/mix?step={step}&q=my+husband+hits+me").text
    assert "crisis-help" not in client.get(f"/mix?step={step}&q=walking").text


def test_by_post_no_answer_stands_in_any_address(client: FlaskClient) -> None:
    page = client.post("/mix", data={"step": "6", "q": "canary", "near": "Minneapolis"})
    assert page.headers["Cache-Control"] == "no-store"
    assert not re.search(r'(href|action)="[^"]*(canary|Minneapolis)', page.text)
    question = client.post("/mix", data={"step": "3", "q": "canary"})
    assert not re.search(r'(href|action)="[^"]*canary', question.text)
    assert '<form action="/mix" method="post"' in question.text


def test_the_page_stands_when_the_engine_does_not(client: FlaskClient, engine: PlainEngine) -> None:
    engine.broken = True
    page = client.get("/mix?step=6&q=i+want+to+die")
    assert page.status_code == 200
    assert "Search does not work at the moment." in page.text
    assert "crisis-help" in page.text


def test_guides_lead_into_live_searches(client: FlaskClient, app: Flask) -> None:
    index = client.get("/guides").text
    names = re.findall(r'href="/guides/([a-z-]+)"', index)
    assert sorted(names) == ["first-group", "kinds", "online", "supporting"]
    for name in names:
        page = client.get(f"/guides/{name}").text
        searches = [a.replace("&amp;", "&") for a in re.findall(r'href="(/search\?[^"]+)"', page)]
        assert len(searches) >= 3, name
        for address in searches:
            assert client.get(address).status_code == 200
    assert client.get("/guides/nothing").status_code == 404
