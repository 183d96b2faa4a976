"""What search machines and messengers are told of a page: its one address, its other languages,
a title and a picture of our own."""

import struct
import zlib

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.test_pages import H, texts, tree

CRAWLED = [
    "/",
    "/browse",
    "/crisis",
    "/about",
    "/policy",
    "/privacy",
    "/mix",
    "/plan",
    "/guides",
    "/guides/kinds",
    "/listings/grief-circle",
]
NOT_CRAWLED = ["/search?q=grief", "/mix?step=2&topic=grief", "/mix?step=6", "/mix?private=yes"]


@pytest.fixture
def client(small_site: Flask) -> FlaskClient:
    return small_site.test_client()


def head(client: FlaskClient, path: str) -> dict[str, str]:
    """What stands in the head, by kind and name."""
    found = {}
    for element in tree(client.get(path)).iter():
        match element.tag.removeprefix(H):
            case "link" if element.get("rel") == "canonical":
                found["canonical"] = element.get("href", "")
            case "link" if element.get("rel") == "alternate" and element.get("hreflang"):
                found[f"in {element.get('hreflang')}"] = element.get("href", "")
            case "meta" if element.get("property") or element.get("name"):
                name = element.get("property") or element.get("name") or ""
                found[name] = element.get("content", "")
            case "title":
                found["title"] = texts(element)
    return found


@pytest.mark.parametrize("path", CRAWLED)
def test_a_page_names_itself_and_its_other_languages(client: FlaskClient, path: str) -> None:
    root = "http://localhost:8000"
    english, spanish = head(client, path), head(client, f"/es{path}")
    assert english["canonical"] == english["in en"] == english["in x-default"] == root + path
    assert spanish["canonical"] == spanish["in es"] == english["in es"]
    assert spanish["canonical"].rstrip("/") == f"{root}/es{path}".rstrip("/")
    assert spanish["in en"] == english["canonical"]
    assert "robots" not in english


@pytest.mark.parametrize("path", NOT_CRAWLED)
def test_what_somebody_asked_is_not_for_search_machines(client: FlaskClient, path: str) -> None:
    told = head(client, path)
    assert told["robots"] == "noindex"
    assert "canonical" not in told


@pytest.mark.parametrize("path", [*CRAWLED, *NOT_CRAWLED])
def test_a_shared_link_shows_a_title_and_our_own_picture(client: FlaskClient, path: str) -> None:
    told = head(client, path)
    assert told["title"].startswith(told["og:title"])
    assert told["og:image"] == "http://localhost:8000/card.png"
    assert "grief" not in told["og:title"].lower() or "/listings/" in path


def test_a_listing_about_abuse_is_shared_without_its_name(client: FlaskClient) -> None:
    assert head(client, "/listings/open-door")["og:title"] == "A listing"


def test_robots_are_kept_from_searches_and_answers_in_every_language(client: FlaskClient) -> None:
    told = client.get("/robots.txt").text.splitlines()
    for path in ("/search", "/mix?", "/es/search", "/es/mix?"):
        assert f"Disallow: {path}" in told


def test_the_picture_is_a_png_of_the_size_that_is_asked_for(client: FlaskClient) -> None:
    answer = client.get("/card.png")
    assert answer.mimetype == "image/png"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", answer.data[16:24]) == (1200, 630)
    start = answer.data.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", answer.data[start - 8 : start - 4])
    assert len(zlib.decompress(answer.data[start : start + length])) == 630 * (1 + 1200 * 3)
    assert len(answer.data) < 50_000
