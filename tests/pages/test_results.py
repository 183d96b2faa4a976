"""Amina narrows, leaves out, sorts and groups: what the page of results gives her, with the real
engine and without scripts."""

import re
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings.record import Language, Schedule, ServiceArea
from directory.search import actions
from directory.search.engine import current_engine
from tests.making import an_id, make_listing

H = "{http://www.w3.org/1999/xhtml}"


def weekly(day: str, start: str, end: str) -> dict[str, Any]:
    """Fields of a service that happens once a week in Minneapolis time."""
    return {
        "schedules": [
            Schedule(
                id=an_id(f"{day}{start}"), freq="WEEKLY", byday=day, dtstart="2026-01-05",
                opens_at=start, closes_at=end, zone="America/Chicago", group="regular",
                purpose="event",
            )
        ]
    }  # fmt: skip


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    make_listing("Grief Circle", service=_spanish())
    make_listing(
        "Grief Class", terms={"kind": ["class"], "cost": ["paid"], "support": ["appraisal"]}
    )
    afar: dict[str, Any] = {
        "service_at_locations": [],
        "service_areas": [ServiceArea(id=an_id("us"), name="US", coverage="US")],
    }
    make_listing(
        "Grief Online",
        service=afar | weekly("SA", "09:00:00", "10:00:00"),
        terms={"format": ["online"], "kind": ["online-community"]},
    )
    make_listing(
        "Night Warm Line",
        service=afar,
        terms={"format": ["phone"], "kind": ["warm-line"], "topic": ["loneliness"]},
        facts={"round_the_clock": True},
    )
    actions.rebuild(current_engine())()
    db.session.commit()
    return app.test_client()


def _spanish() -> dict[str, Any]:
    return {"languages": [Language(id=an_id("es"), name="Spanish", code="es")]}


def names(client: FlaskClient, address: str) -> set[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    found = (e for e in html5lib.parse(answer.text).iter(f"{H}article"))
    return {" ".join("".join(next(e.iter(f"{H}a")).itertext()).split()) for e in found}


def options(client: FlaskClient, address: str, name: str) -> dict[str, str]:
    """{value: what stands beside it} of one facet."""
    page = html5lib.parse(client.get(address).text)
    found = {}
    for label in page.iter(f"{H}label"):
        for field in label.iter(f"{H}input"):
            if field.get("name") == name:
                found[field.get("value") or ""] = " ".join("".join(label.itertext()).split())
    return found


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("q=grief&kind=class", {"Grief Class"}),
        ("q=grief&kind=class&kind=support-group", {"Grief Class", "Grief Circle"}),
        ("q=grief&kind=class&kind=support-group&cost=paid", {"Grief Class"}),
        ("q=grief&without=kind:class", {"Grief Circle", "Grief Online"}),
        ("q=grief&without=kind:class&without=format:online", {"Grief Circle"}),
        ("q=grief&language=es", {"Grief Circle"}),
        ("q=grief&language=zz", set()),
        ("q=grief&day=sat", {"Grief Online"}),
        ("q=grief&day=sat&day=tue", {"Grief Online", "Grief Circle", "Grief Class"}),
        ("q=grief&day=sat&time=evening", set()),
        ("q=grief&time=evening", {"Grief Circle", "Grief Class"}),
        ("q=grief&day=tue&time=19:00", {"Grief Circle", "Grief Class"}),
        ("q=grief&day=tue&time=12:00", set()),
        ("q=grief&day=someday&time=soon&view=odd&without=x", {"Grief Circle", "Grief Class",
                                                              "Grief Online"}),
        ("q=grief+-class", {"Grief Circle", "Grief Online"}),
        ("q=free+grief&without=cost:paid", {"Grief Circle", "Grief Online"}),
    ],
)  # fmt: skip
def test_values_widen_facets_narrow_and_exclusions_take_away(
    client: FlaskClient, asked: str, expected: set[str]
) -> None:
    assert names(client, f"/search?{asked}") == expected


def test_each_choice_tells_how_many_it_brings(client: FlaskClient) -> None:
    assert options(client, "/search?q=grief", "kind") == {
        "class": "Class or activity 1",
        "online-community": "Online community 1",
        "support-group": "Support group 1",
    }
    # What is chosen in a facet does not empty its other values.
    assert options(client, "/search?q=grief&kind=class", "kind")["support-group"].endswith(" 1")
    assert options(client, "/search?q=grief", "language")["es"] == "Español 1"
    assert "open" in client.get("/search?q=grief").text
    assert re.fullmatch(r"Open now \d", options(client, "/search?q=grief", "open")["now"])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("without=kind:class", "without: Class or activity"),
        ("q=grief+-class", "without: “class”"),
        ("language=es", "Español"),
        ("day=tue&time=evening", "Tuesday, Evening (5 pm to 10 pm)"),
        ("open=now", "open now"),
    ],
)
def test_every_choice_is_a_chip_that_can_be_taken_away(
    client: FlaskClient, asked: str, words: str
) -> None:
    page = html5lib.parse(client.get(f"/search?{asked}").text)
    chips = {
        " ".join("".join(link.itertext()).split()): link.get("href")
        for link in page.iter(f"{H}a")
        if link.get("class") == "chip"
    }
    away = chips[f"Remove {words}"]
    assert f"Remove {words}" not in client.get(str(away)).text.replace("</span> <span>", " ")


def test_with_a_place_there_are_three_shelves(client: FlaskClient) -> None:
    page = html5lib.parse(client.get("/search?near=Minneapolis").text)
    rooms = {}
    for section in page.iter(f"{H}section"):
        if (section.get("aria-labelledby") or "").startswith("shelf-"):
            titles = ["".join(e.itertext()) for e in section.iter(f"{H}h4")]
            rooms["".join(next(section.iter(f"{H}h3")).itertext())] = set(titles)
    assert rooms == {
        "Near you": {"Grief Circle", "Grief Class"},
        "From anywhere: online or by phone": {"Grief Online"},
        "Always there, day and night": {"Night Warm Line"},
    }


def test_where_nothing_is_near_online_help_still_shows(client: FlaskClient) -> None:
    page = client.get("/search?near=Miami&radius=5").text
    assert "We found nothing to go to in this distance." in page
    assert names(client, "/search?near=Miami&radius=5") == {"Grief Online", "Night Warm Line"}


def test_a_card_says_why_it_is_there(client: FlaskClient) -> None:
    page = client.get("/search?q=grief+circle&near=Minneapolis").text
    why = re.findall(r'class="why">(.*?)</p>', page)
    said = [re.sub(r"<.*?>", "", each) for each in why]
    assert said[0] == "Why this is here: Matches: grief, circle, Support group"


def test_without_words_being_near_is_the_reason(client: FlaskClient) -> None:
    why = re.findall(r'class="why">(.*?)</p>', client.get("/search?near=Minneapolis").text)
    assert re.search(r"</span>.* miles? away$", why[0])


def test_a_card_begins_with_its_name(client: FlaskClient) -> None:
    page = html5lib.parse(client.get("/search?q=grief").text)
    for card in page.iter(f"{H}article"):
        assert next(iter(card)).tag == f"{H}h3"


def test_results_can_be_grouped_by_kind_of_support(client: FlaskClient) -> None:
    page = html5lib.parse(client.get("/search?q=grief&view=support").text)
    groups = {}
    for section in page.iter(f"{H}section"):
        if (section.get("aria-labelledby") or "").startswith("kind-"):
            groups["".join(next(section.iter(f"{H}h3")).itertext())] = [
                "".join(e.itertext()) for e in section.iter(f"{H}h5")
            ]
    assert groups == {
        "Someone to listen": ["Grief Online", "Grief Circle"],
        "Feedback and encouragement": ["Grief Class"],
    }


def test_an_empty_page_offers_a_way_on_with_the_number_it_brings(client: FlaskClient) -> None:
    page = client.get("/search?q=grief&day=sat&time=evening").text
    assert "Also at other times (3)" in page
    link = re.search(r'href="([^"]*)"[^>]*>Also at other times', page)
    assert link
    assert len(names(client, link[1].replace("&amp;", "&"))) == 3


@pytest.mark.parametrize("sort", ["best", "distance", "next", "checked"])
def test_every_order_holds_the_same_listings(client: FlaskClient, sort: str) -> None:
    address = f"/search?q=grief&near=Minneapolis&sort={sort}"
    assert {"Grief Circle", "Grief Class", "Grief Online"} <= names(client, address)


def test_three_ways_to_search_are_named(client: FlaskClient) -> None:
    for address, way in [
        ("", "Plain"),
        ("?private=yes", "Private"),
        ("?private=discreet", "Discreet"),
    ]:
        page = client.get(f"/search{address}").text
        assert f"<summary>How you search: {way}</summary>" in page
    assert "<title>Search</title>" in client.get("/search?private=discreet").text
    sent = client.post("/search", data={"q": "grief", "private": "discreet"}).text
    assert "<title>Search</title>" in sent
    assert 'name="private" value="discreet"' in sent
    assert "q=grief" not in sent


def test_what_is_offered_while_typing_stands_in_no_address(client: FlaskClient) -> None:
    answer = client.post("/search/suggest", data={"q": "gri"})
    assert answer.headers["Cache-Control"] == "no-store"
    offers = answer.json
    assert {"kind": "topic", "label": "Grief", "about": "topic"} in offers
    assert "Grief Circle" in [each["label"] for each in offers if each["kind"] == "name"]
    places = client.post("/search/suggest", data={"q": "minneap", "in": "near"}).json
    assert {each["kind"] for each in places} == {"place"}
    assert client.post("/search/suggest", data={"q": " "}).json == []
    assert client.get("/search/suggest?q=gri").status_code == 405


def test_offers_come_in_the_language_of_the_page(client: FlaskClient) -> None:
    spanish = client.post("/es/search/suggest", data={"q": "duel"}).json
    assert spanish[0]["about"] == "tema"
