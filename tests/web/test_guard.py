"""Requests that no page asks for are turned away before any work, and answers are small."""

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def client(small_site: Flask) -> FlaskClient:
    return small_site.test_client()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=" + "a" * 2045, 200),
        ("q=" + "a" * 2047, 414),
        ("&".join(["q=a"] * 32), 200),
        ("&".join(["q=a"] * 33), 400),
        ("q=%00", 400),
        ("page=-1", 200),
        ("page=99999999999999999999", 200),
        ("page=NaN&radius=1e999&sort=%F0%9F%92%A9&topic=nothing", 200),
        ("topic=anxiety&topic=anxiety&topic=grief", 200),
    ],
)
def test_odd_questions_get_an_answer_and_never_a_fault(
    client: FlaskClient, query: str, status: int
) -> None:
    assert client.get(f"/search?{query}").status_code == status


@pytest.mark.parametrize(
    "path", ["/listings/a%00b", "/listings/..%2f..%2fetc", "/%ff", "/.git/config"]
)
def test_odd_paths_are_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in (400, 404)


def test_pages_are_packed_for_those_who_can_unpack(client: FlaskClient) -> None:
    plain = client.get("/about")
    packed = client.get("/about", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert int(packed.headers["Content-Length"]) == len(packed.data)


def test_a_part_of_a_file_can_be_had(client: FlaskClient) -> None:
    headers = {"Range": "bytes=0-9", "Accept-Encoding": "gzip"}
    with client.get("/static/css/base.css", headers=headers) as response:
        assert (response.status_code, len(response.data)) == (206, 10)
        assert "Content-Encoding" not in response.headers


def test_asking_only_for_the_head_brings_no_body(client: FlaskClient) -> None:
    response = client.head("/about", headers={"Accept-Encoding": "gzip"})
    assert (response.status_code, response.data) == (200, b"")
