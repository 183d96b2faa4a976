"""The frame on other people's sites: who may show it, what it holds, what it never does."""

import gzip
import re
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory import create_app
from directory.config import SettingError, Settings
from directory.extensions import db
from directory.listings.actions import hide
from directory.widget.blueprint import SANDBOX
from tests.making import NOON, an_id, make_listing
from tests.pages.engine import PlainEngine

H = "{http://www.w3.org/1999/xhtml}"
W = "w=topic%3Dgrief"
FRAMES = [
    "/embed/v1/",
    "/embed/v1/?topic=grief&theme=dark&colour=ffff00&corner=0&size=135&close=yes",
    f"/embed/v1/?{W}&q=grief",
    f"/embed/v1/?{W}&q=nothing+at+all+like+it",
    "/embed/v1/?w=&q=i+want+to+die",
    "/embed/v1/?show=listing&listing=grief-circle",
    "/embed/v1/?show=calendar",
    f"/embed/v1/listings/grief-circle?{W}",
    "/embed/v1/listings/open-door",
    "/embed/v1/listings/evening-line",
    "/embed/v1/crisis",
    "/embed/v1/closed",
    "/embed/v1/listings/never-there",
    "/embed/v1/?preset=0000000000",
]
FRAMES += [f"/es{path}" for path in FRAMES]


@pytest.fixture
def amina(small_site: Flask) -> FlaskClient:
    return small_site.test_client()


def tree(text: str) -> Element:
    return html5lib.HTMLParser(strict=True).parse(text)


def links(text: str) -> list[Element]:
    return list(tree(text).iter(f"{H}a"))


def names(text: str) -> list[str]:
    return ["".join(e.itertext()) for e in tree(text).iter(f"{H}h3")]


@pytest.mark.parametrize("path", FRAMES)
def test_a_frame_is_whole_and_offers_help_first(amina: FlaskClient, path: str) -> None:
    response = amina.get(path)
    assert response.status_code in (200, 404)
    page = tree(response.text)
    assert page.get("lang") == ("es" if path.startswith("/es") else "en")
    assert len(list(page.iter(f"{H}h1"))) == 1
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    leave, call, crisis = [e.get("href", "") for e in page.iter(f"{H}a")][:3]
    assert (leave, call) == ("https://www.weather.gov/", "tel:911")
    assert urlsplit(crisis).path.endswith("/embed/v1/crisis")


@pytest.mark.parametrize("path", FRAMES)
def test_every_link_stays_inside_or_opens_outside_the_frame(amina: FlaskClient, path: str) -> None:
    """A page of ours that may not be framed would leave an empty box."""
    for link in links(amina.get(path).text):
        href = link.get("href", "")
        if href.startswith(("tel:", "sms:", "mailto:", "#")):
            continue
        inside = not urlsplit(href).netloc and "/embed/v1/" in href
        assert inside or link.get("target") in ("_blank", "_top"), href
        if link.get("target"):
            assert "noreferrer" in link.get("rel", ""), href


@pytest.mark.parametrize("path", FRAMES)
def test_only_frames_may_be_framed_and_are_always_sandboxed(amina: FlaskClient, path: str) -> None:
    headers = amina.get(path).headers
    policy = headers["Content-Security-Policy"].split("; ")
    assert "frame-ancestors *" in policy
    assert f"sandbox {SANDBOX}" in policy
    assert "allow-same-origin" not in SANDBOX
    assert "X-Frame-Options" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers


def test_everything_else_may_not_be_framed(amina: FlaskClient) -> None:
    for path in (
        "/",
        "/search",
        "/listings/grief-circle",
        "/crisis",
        "/widget",
        "/api/v3/services",
    ):
        headers = amina.get(path).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Frame-Options"] == "DENY", path
        assert ("frame-src" in headers["Content-Security-Policy"]) is (path == "/widget"), path


def test_an_operator_may_name_the_sites(tmp_path) -> None:
    values = {"DIRECTORY_HOME": str(tmp_path)}
    named = {"DIRECTORY_EMBED_ORIGINS": "https://clinic.example, https://school.example:8443"}
    app = create_app(Settings.read(values | named))
    policy = app.test_client().get("/embed/v1/closed").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://clinic.example https://school.example:8443;" in policy
    for wrong in (
        "clinic.example",
        "https://clinic.example/page",
        "https://a.example; script-src *",
    ):
        with pytest.raises(SettingError):
            Settings.read(values | {"DIRECTORY_EMBED_ORIGINS": wrong})


def test_files_of_the_frame_load_from_its_strange_origin(amina: FlaskClient) -> None:
    page = amina.get("/embed/v1/?colour=0b4a45").text
    files = [e.get("href") for e in tree(page).iter(f"{H}link")]
    files += [e.get("src") for e in tree(page).iter(f"{H}script")]
    assert len(files) == 7
    for address in files:
        with amina.get(address) as response:
            assert response.status_code == 200, address
            assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    with amina.get("/static/js/passkeys.js") as response:
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_first_view_and_the_loader_are_light(small_site: Flask, engine: PlainEngine) -> None:
    client = small_site.test_client()
    page = client.get("/embed/v1/?topic=grief&near=55407&colour=0b4a45").text
    parts = [page.encode()]
    for sheet in tree(page).iter(f"{H}link"):
        with client.get(sheet.get("href", "")) as response:
            parts.append(response.data)
    assert sum(len(gzip.compress(part, 6)) for part in parts) <= 14_000
    assert len(gzip.compress(client.get("/embed/v1/loader.js").data, 6)) <= 2_000


def test_the_loader_never_changes(amina: FlaskClient) -> None:
    """Pages hold this hash. Another loader needs another address."""
    from directory.widget.snippets import integrity

    with amina.application.app_context():
        assert integrity() == LOADER_1
    headers = amina.get("/embed/v1/loader.js").headers
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


LOADER_1 = "sha384-p0BZy/LrgdbGCuJJoxB1xsQ0QZYdtxyJ5DU55kjZpjkIrBcVgf01QV3TUcPFWxC/"


def test_what_the_partner_chose_holds_for_every_search(app: Flask, engine: PlainEngine) -> None:
    client = app.test_client()
    start = client.get("/embed/v1/?category=professional").text
    assert names(start) == ["Open Door"]
    searched = client.get("/embed/v1/?w=category%3Dprofessional&q=people").text
    assert names(searched) == ["Open Door"]
    other = client.get("/embed/v1/?w=category%3Dprofessional&category=community&kind=class").text
    assert "Walking Group" not in other
    assert engine.asked[-1].facets["category"].any_of == {"professional"}


def test_a_visitor_may_look_at_another_place_or_everywhere(app: Flask, engine: PlainEngine) -> None:
    client = app.test_client()
    client.get("/embed/v1/?near=Minneapolis&radius=5")
    assert engine.asked[-1].place is not None
    client.get("/embed/v1/?w=near%3DMinneapolis&near=Duluth")
    assert abs(engine.asked[-1].place.latitude - 46.8) < 0.3
    page = client.get("/embed/v1/?w=near%3DMinneapolis&near=&q=walking").text
    assert engine.asked[-1].place is None
    assert "Minneapolis" not in page.split("</form>")[0]


def test_one_organization_one_language(app: Flask, engine: PlainEngine) -> None:
    app.test_client().get(f"/embed/v1/?organization={an_id('x')}&spoken=es,fr")
    facets = engine.asked[-1].facets
    assert facets["@organization"].any_of == {an_id("x")}
    assert facets["language"].any_of == {"es", "fr"}


def test_pages_turn_inside_the_frame(small_site: Flask) -> None:
    client = small_site.test_client()
    first = client.get("/embed/v1/?kind=class")
    assert len(names(first.text)) == 6
    (onward,) = [e.get("href") for e in links(first.text) if "page=2" in e.get("href", "")]
    assert len(names(client.get(onward).text)) == 5


def test_a_listing_leads_back_to_where_one_was(amina: FlaskClient) -> None:
    page = amina.get(f"/embed/v1/?{W}&q=grief").text
    (there,) = [e.get("href") for e in links(page) if "/listings/" in e.get("href", "")]
    assert there.endswith("#detail")
    back = next(e for e in links(amina.get(there).text) if "".join(e.itertext()) == "Back")
    assert parse_qs(urlsplit(back.get("href", "")).query) == {"w": ["topic=grief"], "q": ["grief"]}


def test_another_language_is_one_step_and_an_unknown_one_none(amina: FlaskClient) -> None:
    moved = amina.get("/embed/v1/?language=es-MX&topic=grief")
    assert moved.location == "/es/embed/v1/?language=es-MX&topic=grief"
    assert amina.get("/embed/v1/?language=xx").status_code == 200
    assert amina.get("/es/embed/v1/?language=es").status_code == 200


def test_controls_can_be_left_out_but_help_cannot(amina: FlaskClient) -> None:
    page = amina.get("/embed/v1/?hide=search,filters,title,crisis,exit").text
    assert "<form" not in page
    assert "tel:911" in page
    assert "weather.gov" in page
    place = amina.get("/embed/v1/?hide=place").text
    assert 'name="near"' not in place
    assert 'name="q"' in place


def test_a_listing_that_is_hidden_is_in_no_frame(app: Flask, engine: PlainEngine) -> None:
    client = app.test_client()
    gone = make_listing("Walking Group 2", terms={"category": ["community"], "kind": ["class"]})
    hide(gone.id, at=NOON)
    db.session.commit()
    assert client.get("/embed/v1/listings/walking-group-2").status_code == 410
    assert client.get("/embed/v1/?show=listing&listing=walking-group-2").status_code == 410
    assert "Hidden Noise" not in client.get("/embed/v1/?listing=hidden-noise").text
    assert "Walking Group 2<" not in client.get("/embed/v1/?kind=class").text
    assert "Hidden Noise" not in client.get("/embed/v1/").text


def test_errors_keep_the_numbers_and_say_nothing_to_the_page_around(
    app: Flask, engine: PlainEngine
) -> None:
    client = app.test_client()
    engine.broken = True
    broken = client.get("/embed/v1/?q=grief&w=")
    assert "Search does not work at the moment." in broken.text
    for path in ("/embed/v1/?preset=none", "/embed/v1/listings/none", "/embed/v1/none"):
        page = client.get(path)
        assert page.status_code == 404
        assert "Night Line" in page.text
        assert "<script" not in page.text


def test_dates_stand_in_order_with_the_clock_of_the_place(app: Flask) -> None:
    from datetime import timedelta

    from directory.extensions import now
    from tests.small_directory import fill

    fill(app)
    page = app.test_client().get("/embed/v1/?show=calendar&topic=grief").text
    days = re.findall(r'id="day-([0-9-]+)"', page)
    assert days == sorted(days)
    assert days[0] <= (now() + timedelta(days=7)).date().isoformat()
    assert re.search(r"6:30\sPM – 8:00\sPM, C[SD]T", page)


def test_the_frame_itself_writes_nothing_down(app: Flask, engine: PlainEngine, caplog) -> None:
    app.test_client().get(
        "/embed/v1/?w=&q=canary+words&near=Canary", headers={"Referer": "https://clinic.example/"}
    )
    assert "canary" not in caplog.text.lower()
    assert "clinic" not in caplog.text
