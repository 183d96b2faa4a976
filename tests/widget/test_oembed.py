"""oEmbed: programs such as WordPress ask how to show an address of ours."""

import re
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

ROOT = "http://localhost:8000"
OPEN_DOOR = {"show": ["listing"], "listing": ["open-door"]}


@pytest.fixture
def wordpress(small_site: Flask) -> FlaskClient:
    return small_site.test_client()


def ask(client: FlaskClient, url: str, **more: str) -> dict:
    answer = client.get("/embed/v1/oembed", query_string={"url": url, **more})
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    return answer.json


@pytest.mark.parametrize(
    ("url", "path", "query"),
    [
        (f"{ROOT}/", "/embed/v1/", {}),
        (f"{ROOT}/search?q=grief&page=2", "/embed/v1/", {"words": ["grief"]}),
        (f"{ROOT}/es/search?topic=grief", "/es/embed/v1/", {"topic": ["grief"]}),
        (f"{ROOT}/listings/open-door", "/embed/v1/", OPEN_DOOR),
        (f"{ROOT}/widget?show=calendar", "/embed/v1/", {"show": ["calendar"]}),
    ],
)  # fmt: skip
def test_an_address_of_ours_becomes_a_sandboxed_frame(
    wordpress: FlaskClient, url: str, path: str, query: dict
) -> None:
    said = ask(wordpress, url)
    assert (said["version"], said["type"]) == ("1.0", "rich")
    (frame,) = html5lib.parseFragment(said["html"], namespaceHTMLElements=False)
    address = urlsplit(frame.get("src"))
    assert (address.path, parse_qs(address.query)) == (path, query)
    assert "allow-same-origin" not in frame.get("sandbox")
    assert frame.get("height") == str(said["height"])
    assert wordpress.get(f"{address.path}?{address.query}").status_code == 200


def test_it_fits_into_what_was_asked_for(wordpress: FlaskClient) -> None:
    said = ask(wordpress, f"{ROOT}/", maxwidth="300", maxheight="200")
    assert (said["width"], said["height"]) == (300, 200)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://other.example/",
        f"{ROOT}/privacy",
        f"{ROOT}/listings/none",
        f"{ROOT}.evil.example/",
    ],
)
def test_what_is_not_ours_to_show_is_not_found(wordpress: FlaskClient, url: str) -> None:
    assert wordpress.get("/embed/v1/oembed", query_string={"url": url}).status_code == 404


def test_only_json_is_spoken(wordpress: FlaskClient) -> None:
    asked = {"url": f"{ROOT}/", "format": "xml"}
    assert wordpress.get("/embed/v1/oembed", query_string=asked).status_code == 501


@pytest.mark.parametrize("path", ["/widget?topic=grief", "/listings/grief-circle"])
def test_pages_say_where_to_ask(wordpress: FlaskClient, path: str) -> None:
    page = wordpress.get(path).text
    found = re.search(r'type="application/json\+oembed" href="([^"]+)"', page)
    assert found
    address = found[1].replace("&amp;", "&").removeprefix(ROOT)
    assert "/embed/v1/" in wordpress.get(address).json["html"]
