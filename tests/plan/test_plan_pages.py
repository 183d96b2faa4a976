"""What the server tells a plan: only what is public now, in the page's language, kept by nobody."""

from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings.actions import hide
from directory.listings.queries import find_published
from tests.making import NOON, make_listing


def told(
    client: FlaskClient, *slugs: object, path: str = "/plan/listings"
) -> list[dict[str, object]]:
    answer = client.post(path, json={"slugs": list(slugs)})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    listings: list[dict[str, object]] = answer.get_json()["listings"]
    return listings


def test_a_plan_hears_what_its_listings_say_now(client: FlaskClient) -> None:
    make_listing("Grief Circle")
    (grief,) = told(client, "grief-circle")
    assert grief["name"] == "Grief Circle"
    assert grief["support"] == "emotional"
    assert grief["revision"] == 1
    assert {"label": "Call 612-555-3142", "href": "tel:16125553142"} in grief["ways"]  # type: ignore[operator]
    assert any("12 Lake Street" in words for words in grief["bits"])  # type: ignore[attr-defined]


def test_it_hears_them_in_its_own_language(client: FlaskClient) -> None:
    make_listing("Grief Circle")
    (grief,) = told(client, "grief-circle", path="/es/plan/listings")
    assert grief["kind"] == "Grupo de apoyo"
    assert grief["href"] == "/es/listings/grief-circle"


def test_what_is_hidden_was_never_there_and_both_read_the_same(client: FlaskClient) -> None:
    make_listing("Grief Circle")
    entry = find_published("grief-circle")
    assert entry
    hide(entry.id, at=NOON)
    db.session.commit()
    assert told(client, "grief-circle", "hidden-noise", "never-there") == [
        {"slug": "grief-circle", "here": False},
        {"slug": "hidden-noise", "here": False},
        {"slug": "never-there", "here": False},
    ]


def test_what_is_no_plan_is_refused(client: FlaskClient) -> None:
    for body in ({}, {"slugs": "grief-circle"}, {"slugs": ["a"] * 61}, ["grief-circle"]):
        assert client.post("/plan/listings", json=body).status_code == 400
    assert client.post("/plan/listings", data="x").status_code == 400
    assert told(client, 5, None) == []


def test_the_worker_may_ask_this_site_only_and_look_after_all_of_it(
    client: FlaskClient, app: Flask
) -> None:
    with client.get("/es/plan/worker.js") as answer:
        assert answer.headers["Service-Worker-Allowed"] == "/"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
        assert answer.headers["Cache-Control"] == "no-cache"
