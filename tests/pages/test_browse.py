"""Looking around without words: by topic, kind and place, and never into an empty room."""

from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings.actions import hide
from directory.listings.record import ServiceArea
from directory.search import actions
from directory.search.engine import current_engine
from tests.making import NOON, an_id, make_listing

H = "{http://www.w3.org/1999/xhtml}"


def index() -> None:
    actions.rebuild(current_engine())()
    db.session.commit()


@pytest.fixture
def county(app: Flask) -> None:
    """Groups in two towns under several spellings, a national line, and one made-up group."""
    make_listing("Grief Circle")
    make_listing(
        "Saint Paul Walkers",
        location={"town": "St. Paul", "state": "Minnesota"},
        terms={"topic": ["movement"], "kind": ["class"]},
    )
    make_listing(
        "Saint Paul Talkers", location={"town": "Saint Paul"}, terms={"topic": ["suicide-loss"]}
    )
    make_listing(
        "National Line",
        service={
            "service_at_locations": [],
            "service_areas": [ServiceArea(id=an_id("area"), name="US", coverage="US")],
        },
        terms={"format": ["phone"], "kind": ["warm-line"], "topic": ["anxiety"]},
    )
    make_listing(
        "Invented Circle", fictional=True, location={"town": "Alder Falls", "state": "JN"},
        terms={"topic": ["nature"]},
    )  # fmt: skip
    index()


def links(client: FlaskClient, address: str) -> dict[str, str]:
    """{address: its words} of the links in the main part."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = next(html5lib.parse(answer.text).iter(f"{H}main"))
    return {
        e.get("href") or "": " ".join("".join(e.itertext()).split()) for e in main.iter(f"{H}a")
    }


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_every_way_leads_to_listings(client: FlaskClient, prefix: str) -> None:
    waiting, seen = [f"{prefix}/browse"], set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        for link in links(client, address):
            if "/browse" in link and link not in seen:
                waiting.append(link)
            elif "/search?" in link:
                found = client.get(link)
                assert found.status_code == 200
    assert f"{prefix}/browse/topic/grief" in seen
    assert f"{prefix}/browse/places/us/mn/saint-paul" in seen
    for address in seen - {f"{prefix}/browse", f"{prefix}/browse/places"}:
        assert any("/listings/" in link for link in links(client, address)), address


@pytest.mark.usefixtures("county")
def test_the_wider_topic_holds_the_narrower(client: FlaskClient) -> None:
    names = links(client, "/browse/topic/grief").values()
    assert {"Grief Circle", "Saint Paul Talkers", "Loss to suicide"} <= set(names)
    assert "National Line" not in names


@pytest.mark.usefixtures("county")
def test_two_spellings_are_one_town(client: FlaskClient) -> None:
    names = links(client, "/browse/places/us/mn/saint-paul").values()
    assert {"Saint Paul Walkers", "Saint Paul Talkers"} <= set(names)
    assert "Grief Circle" not in names
    assert links(client, "/browse/places/us")["/browse/places/us/mn"] == "Minnesota"


@pytest.mark.usefixtures("county")
def test_a_country_holds_what_helps_from_afar(client: FlaskClient) -> None:
    assert "National Line" in links(client, "/browse/places/us").values()
    assert "National Line" not in links(client, "/browse/places/us/mn").values()


@pytest.mark.usefixtures("county")
def test_what_is_made_up_stands_apart_and_is_not_kept_by_search_machines(
    client: FlaskClient,
) -> None:
    assert "Invented Circle" not in links(client, "/browse/places/us").values()
    town = "/browse/places/made-up/town/alder-falls"
    assert "Invented Circle" in links(client, town).values()
    for address in (town, "/browse/topic/nature"):
        page = client.get(address).text
        assert '<meta name="robots" content="noindex">' in page
        assert "Some of these are made up." in page
    assert "noindex" not in client.get("/browse/topic/grief").text


@pytest.mark.usefixtures("county")
def test_the_sitemap_holds_the_browse_pages_that_may_be_kept(client: FlaskClient) -> None:
    text = client.get("/sitemaps/0.xml").text
    for path in ("browse", "browse/topic/grief", "es/browse/places/us/mn/minneapolis"):
        assert f"<loc>http://localhost:8000/{path}</loc>" in text
    assert "made-up" not in text
    assert "topic/nature" not in text
    for loc in text.split("<loc>")[1:]:
        path = urlsplit(loc.partition("</loc>")[0]).path
        page = client.get(path)
        assert page.status_code == 200
        if "/browse" in path:
            canonical = f'<link rel="canonical" href="http://localhost:8000{path}">'
            assert canonical in page.text
            assert 'hreflang="es"' in page.text


@pytest.mark.usefixtures("county")
def test_what_is_hidden_takes_its_town_along(client: FlaskClient) -> None:
    hide(an_id("Grief Circle"), at=NOON)
    db.session.commit()
    index()
    assert client.get("/browse/places/us/mn/minneapolis").status_code == 404
    assert "Minneapolis" not in client.get("/browse/places/us/mn").text


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    "path", ["topic/nothing", "topic/panic", "axis/grief", "places/xx", "places/us/mn/nowhere",
             "topic/grief?page=9", "topic/grief?page=0", "places/us//", "places/../x"],
)  # fmt: skip
def test_nothing_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/browse/{path}").status_code == 404


def test_a_private_place_is_known_by_its_town_only(client: FlaskClient) -> None:
    make_listing("Safe Rooms", location={"precision": "town", "town": "", "state": "MN"})
    index()
    assert "/browse/places/us/mn" in links(client, "/browse/places/us")
    assert client.get("/browse/places/us/mn/minneapolis").status_code == 404


def test_a_page_about_abuse_has_a_neutral_title_and_the_way_out(client: FlaskClient) -> None:
    make_listing("Open Door", terms={"topic": ["domestic-abuse"]})
    index()
    page = client.get("/browse/topic/domestic-abuse").text
    assert "<title>Browse – " in page
    assert "exit-fixed" in page
    assert "It does not clear your history." in page


def test_without_an_index_the_page_says_so_and_keeps_crisis_help(
    client: FlaskClient, home: Path
) -> None:
    answer = client.get("/browse")
    assert answer.status_code == 503
    assert "/crisis" in answer.text
