"""What answers say besides the data: versions, errors, what is gone, what did not change."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings.actions import archive, hide, take_down
from tests.api.asking import BASE, addresses
from tests.making import NOON, an_id, make_listing, make_record


@pytest.mark.parametrize("address", ["", "/"])
@pytest.mark.parametrize(("base", "version"), [("/hsds/v3", "3.2.3"), ("/oruk/v3", "HSDS-UK-3.0")])
def test_the_base_tells_its_version_with_and_without_slash(
    client: FlaskClient, base: str, version: str, address: str
) -> None:
    answer = client.get(base + address)
    assert answer.status_code == 200
    assert answer.json["version"] == version
    assert answer.json["openapi_url"].endswith(f"{base}/openapi.json")
    assert answer.json["publisher"]["name"] == "Support Directory"


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/services?color=red", "color"),
        ("/services?page=0", "page"),
        ("/services?page=x", "page"),
        ("/services?page=99999999999999999999", "page"),
        ("/services?page=1&page=2", "page"),
        ("/services?per_page=101", "per_page"),
        ("/services?per_page=2&perPage=3", "perPage"),
        ("/services?full=maybe", "full"),
        ("/services?format=xml", "format"),
        ("/services?modified_after=yesterday", "modified_after"),
        ("/services?modified_after=2026-13-01", "modified_after"),
        ("/services?organization_id=", "organization_id"),
        ("/services?organization_id=1", "organization_id"),
        ("/services?minimum_age=1", "minimum_age"),
        ("/services?postcode=55401", "postcode"),
        ("/service_at_locations?proximity=5", "proximity"),
        ("/service_at_locations?postcode=ZZ99+9ZZ9", "postcode"),
        ("/service_at_locations?postcode=55401&proximity=near", "proximity"),
        ("/taxonomy_terms?top_only=2", "top_only"),
        ("/?page=1", "page"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(
    client: FlaskClient, address: str, parameter: str
) -> None:
    answer = client.get(BASE + address)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.json["parameter"] == parameter
    assert answer.json["detail"].endswith(".")


def test_what_was_public_is_gone_and_the_rest_was_never_there(client: FlaskClient) -> None:
    hidden, archived, removed = make_listing("A"), make_listing("B"), make_listing("C")
    hide(hidden.id, at=NOON)
    archive(archived.id, at=NOON)
    take_down(removed.id, at=NOON)
    db.session.commit()
    for record in (hidden, archived):
        for address in addresses(record):
            assert client.get(address).status_code == 410
    for address in addresses(removed) + addresses(make_record("Never")):
        assert client.get(address).status_code == 404
    feed = client.get(f"{BASE}/sd_removed?per_page=100").json["contents"]
    told = {(item["type"], item["id"]) for item in feed}
    assert {("service", hidden.id), ("service_at_location", an_id("B/here"))} <= told
    assert ("organization", an_id("A/organization")) in told
    assert removed.id not in {item["id"] for item in feed}
    assert all(set(item) == {"id", "type", "removed_at"} for item in feed)
    assert not client.get(f"{BASE}/sd_removed?modified_after=2099-01-01").json["contents"]


def test_an_engine_that_cannot_answer_says_so(app: Flask, client: FlaskClient) -> None:
    from tests.pages.engine import PlainEngine

    app.extensions["search_engine"] = PlainEngine(broken=True)
    answer = client.get(f"{BASE}/services?search=grief")
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert answer.headers["Retry-After"]
    assert client.get(f"{BASE}/services").status_code == 200


def test_any_page_of_the_web_may_read_the_answers(client: FlaskClient) -> None:
    record = make_listing()
    for address in (
        BASE,
        f"{BASE}/services/{record.id}",
        f"{BASE}/nowhere",
        f"{BASE}/services?x=1",
    ):
        assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"
    asked = client.options(f"{BASE}/services", headers={"Access-Control-Request-Method": "POST"})
    assert asked.status_code == 204
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in asked.headers["Access-Control-Allow-Headers"]
    wrong = client.delete(f"{BASE}/services")
    assert (wrong.status_code, wrong.mimetype) == (405, "application/problem+json")
    assert "GET" in wrong.headers["Allow"]
    assert client.post(f"{BASE}/services/{record.id}").status_code == 405
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


def test_an_answer_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    record = make_listing()
    for address in (f"{BASE}/services/{record.id}", f"{BASE}/services", BASE):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        packed = client.get(address, headers={"Accept-Encoding": "gzip"})
        again = client.get(address, headers={"If-None-Match": packed.headers["ETag"]})
        assert again.status_code == 304
    dated = client.get(f"{BASE}/services/{record.id}").headers["Last-Modified"]
    again = client.get(f"{BASE}/services/{record.id}", headers={"If-Modified-Since": dated})
    assert again.status_code == 304
    make_listing("Other", at=NOON + timedelta(hours=1))
    tag = first.headers["ETag"]
    assert client.get(f"{BASE}/services", headers={"If-None-Match": tag}).status_code == 200
