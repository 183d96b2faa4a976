"""Results on a map, as the server gives them: the list, the points that may be shown, the cap."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.finding.asked import Asked
from directory.listings.actions import hide, publish
from directory.listings.publishable import publishable
from directory.listings.shown.points import Point, points_of
from directory.pages import map_views
from directory.pages.map_area import GRID, read_box, write_box
from directory.search.actions import rebuild
from directory.search.engine import current_engine
from directory.search.query import Box
from tests.making import NOON, make_listing, make_record

TODAY = NOON.date()
CANARY = "17 Canary Close"
EXACT = "44.94830,-93.24840,0"


def index() -> None:
    db.session.commit()
    rebuild(current_engine())()
    db.session.commit()


def spots(text: str) -> dict[str, str]:
    """{name: points} of the list beside the map."""
    found = re.findall(r'data-spot="([^"]*)" data-spot-name="([^"]*)"', text)
    return {name: points for points, name in found}


def test_the_list_holds_all_that_the_map_draws(client: FlaskClient) -> None:
    make_listing("Grief Circle")
    make_listing("Evening Line", location={"location_type": "virtual"})
    index()
    text = client.get("/map").text
    assert spots(text) == {"Grief Circle": EXACT}
    assert "1 listing with a place" in text
    assert "The map needs JavaScript." in text
    assert 'href="/listings/grief-circle"' in text


def test_an_area_is_searched_instead_of_a_place(client: FlaskClient) -> None:
    make_listing("Grief Circle")
    make_listing("Harbour Walk", location={"latitude": 51.5, "longitude": -0.12})
    index()
    assert set(spots(client.get("/map").text)) == {"Grief Circle", "Harbour Walk"}
    text = client.get("/map?box=44.9,-93.3,45,-93.2").text
    assert set(spots(text)) == {"Grief Circle"}
    assert "1 listing in this area" in text
    posted = client.post("/map", data={"box": "51,-1,52,1", "q": "walk"})
    assert set(spots(posted.text)) == {"Harbour Walk"}
    assert posted.headers["Cache-Control"] == "no-store"
    # Distances from the middle of a view would say nothing.
    assert "miles away" not in text


def test_hidden_listings_are_nowhere_on_the_map(client: FlaskClient) -> None:
    gone = make_listing("Grief Circle")
    index()
    hide(gone.id, at=NOON)
    db.session.commit()
    assert spots(client.get("/map").text) == {}


@pytest.mark.parametrize("precision", ["town", "area"])
def test_a_private_place_is_an_area_and_its_address_stays_here(
    client: FlaskClient, precision: str
) -> None:
    record = make_record("Shelter", location={"precision": precision, "name": CANARY})
    place = record.service.service_at_locations[0].location
    assert place
    place.addresses[0].address_1 = CANARY
    place.transportation = f"Bus 7 to {CANARY}"
    publish([record], role="operator", reason="new", at=NOON)
    index()
    for text in (client.get("/map").text, client.post("/map", data={"box": "44,-94,46,-92"}).text):
        (points,) = spots(text).values()
        latitude, longitude, metres = points.split(",")
        assert (latitude, longitude) == ("44.94000", "-93.24000")
        assert int(metres) >= 4000
        assert "Canary" not in text
        assert "44.948" not in text


def test_what_is_only_roughly_known_is_no_pin() -> None:
    def points(**place: object) -> tuple[Point, ...]:
        return points_of(publishable(make_record(location=place), today=TODAY))

    assert points() == (Point(44.9483, -93.2484),)
    assert points(precision="postcode")[0].km == 1.5
    assert points(addresses=[]) == (Point(44.94, -93.24, 4.0),)
    assert points(latitude=None) == ()
    assert points(location_type="virtual") == ()


def test_the_map_says_when_it_does_not_hold_everything(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_views, "MOST", 2)
    for number in range(5):
        make_listing(f"Walking Group {number}")
    index()
    text = client.get("/map?q=walking").text
    assert "5 listings with a place" in text
    assert "numbers 1 to 2" in text
    assert len(spots(text)) == 2
    text = client.get("/map?q=walking&page=3").text
    assert "numbers 5 to 5" in text
    assert "Previous page" in text
    assert "Next page" not in text


def test_made_up_listings_say_so_on_the_map_too(client: FlaskClient) -> None:
    make_listing("Grief Circle", fictional=True)
    index()
    assert set(spots(client.get("/map").text)) == {"Grief Circle, Made up for demonstration"}


def test_a_search_that_shows_danger_has_crisis_help_on_the_map_too(client: FlaskClient) -> None:
    index()
    text = client.get("/map?q=i+want+to+die").text
    assert 'class="panel' in text
    assert 'href="tel:911"' in text


def test_results_lead_to_the_map_and_back_with_the_same_question(client: FlaskClient) -> None:
    make_listing("Grief Circle")
    index()
    text = client.get("/search?q=grief&topic=grief&near=Minneapolis").text
    assert 'href="/map?q=grief&amp;near=Minneapolis&amp;topic=grief"' in text
    text = client.get("/map?q=grief&topic=grief&near=Minneapolis").text
    assert 'href="/search?q=grief&amp;near=Minneapolis&amp;topic=grief"' in text


def test_a_private_search_stays_private_on_the_map(client: FlaskClient) -> None:
    make_listing("Grief Circle")
    index()
    text = client.post("/map", data={"q": "circle canary"}).text
    assert not re.findall(r'(?:href|action)="[^"]*canary', text)
    assert re.search(r'name="q" value="circle canary"', text)


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "a,b,c,d", "nan,0,1,1", "2,0,1,1", "0,0,1e999,1", "0,-181,1,1", "0,1,1,1"]
)
def test_what_is_no_area_is_passed_over(client: FlaskClient, text: str) -> None:
    assert read_box(text) is None
    assert client.get("/map", query_string={"box": text}).status_code == 200


def test_an_area_is_never_finer_than_two_kilometres() -> None:
    box = read_box("44.94831,-93.24839,44.94832,-93.24838")
    assert box == Box(44.94, -93.26, 44.96, -93.24)
    assert box.north - box.south >= GRID - 1e-9
    assert read_box(write_box(box)) == box
    assert read_box("-10,170,10,-170") == Box(-10, 170, 10, -170)


def test_a_question_without_words_has_a_map_too(app: Flask, client: FlaskClient) -> None:
    assert Asked().empty
    index()
    assert "0 listings with a place" in client.get("/map").text
