"""What partners' programs read: pages, filters, order, and errors that say what to fix."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.listings import classification
from directory.listings.record import ServiceArea
from tests.api.asking import BASE, ids, names, term_id
from tests.making import NOON, an_id, make_listing


def test_an_empty_list_has_no_pages(client: FlaskClient) -> None:
    page = client.get(f"{BASE}/services").json
    assert page == {
        "total_items": 0,
        "total_pages": 0,
        "page_number": 1,
        "size": 0,
        "first_page": True,
        "last_page": True,
        "empty": True,
        "contents": [],
    }


@pytest.mark.parametrize("spelling", ["per_page", "perPage", "size"])
def test_pages_follow_each_other_in_one_order(client: FlaskClient, spelling: str) -> None:
    for number in range(5):
        make_listing(f"Group {number}", at=NOON + timedelta(seconds=number))
    found = []
    for number in (1, 2, 3):
        page = client.get(f"{BASE}/services?{spelling}=2&page={number}").json
        assert (page["total_items"], page["total_pages"]) == (5, 3)
        assert page["size"] == len(page["contents"])
        assert (page["first_page"], page["last_page"]) == (number == 1, number == 3)
        found += [item["name"] for item in page["contents"]]
    assert found == [f"Group {number}" for number in range(5)]
    beyond = client.get(f"{BASE}/services?{spelling}=2&page=9").json
    assert beyond["empty"]
    assert beyond["total_items"] == 5


def test_what_is_not_published_is_in_no_answer(client: FlaskClient) -> None:
    make_listing("Grief Circle")
    for address in ("/services", "/services?full=true", "/services?minimal=true",
                    "/services?format=ndjson", "/organizations", "/organizations?full=true",
                    "/service_at_locations", "/service_at_locations?format=ndjson"):  # fmt: skip
        text = client.get(BASE + address).text
        assert "Hidden Noise" not in text
        assert an_id("noise") not in text
        assert an_id("noise/organization") not in text
        assert an_id("Grief Circle/organization") in text or "minimal" in address


def test_what_is_made_up_comes_only_when_asked_for(client: FlaskClient) -> None:
    make_listing("Grief Circle")
    made_up = make_listing("Made Up", fictional=True)
    assert names(client, "/services") == ["Grief Circle"]
    assert set(names(client, "/services?sd_fictional=true")) == {"Grief Circle", "Made Up"}
    assert len(ids(client, "/organizations")) == len(ids(client, "/service_at_locations")) == 1
    assert client.get(f"{BASE}/services/{made_up.id}").json["sd_fictional"] is True


def test_filters_narrow_one_another(client: FlaskClient) -> None:
    grief = make_listing("Grief Circle")
    make_listing("Walk", terms={"topic": ["anxiety"]})
    make_listing("Suicide Loss", terms={"topic": ["suicide-loss"]})
    topic, kind = term_id("topic", "grief"), term_id("kind", "support-group")
    axis = classification.find_axis("topic")
    assert axis
    with_children = {"Grief Circle"} | (
        {"Suicide Loss"}
        if "suicide-loss" in classification.descendants("topic", "grief")
        else set()
    )
    assert set(names(client, f"/services?taxonomy_term_id={topic}")) == with_children
    both = f"/services?taxonomy_term_id={topic}&taxonomy_term_id={kind}"
    assert set(names(client, both)) == with_children
    of_rosa = f"{both}&organization_id={grief.service.organization.id}"  # type: ignore[union-attr]
    assert names(client, of_rosa) == ["Grief Circle"]
    assert len(names(client, f"/services?taxonomy_id={axis.uuid}")) == 3
    assert names(client, f"/services?taxonomy_id={an_id('nowhere')}") == []
    assert len(ids(client, f"/organizations?taxonomy_term_id={topic}")) == len(with_children)
    assert len(ids(client, f"/service_at_locations?taxonomy_term_id={topic}")) == len(with_children)


def test_a_client_asks_only_for_what_changed(client: FlaskClient) -> None:
    make_listing("Old", at=NOON)
    make_listing("New", at=NOON + timedelta(hours=1))
    for moment in ("2026-11-23T13:00:00Z", "2026-11-23T13:00:00", "2026-11-23T14:00:00 01:00",
                   "2026-11-23T14:00:00%2B01:00", "2026-11-23t13:00:00z"):  # fmt: skip
        assert names(client, f"/services?modified_after={moment}") == ["New"]
    assert len(names(client, "/services?modified_after=2026-11-23T12:00:00Z")) == 2
    assert len(names(client, "/services?modified_after=2026-11-23")) == 2
    assert ids(client, "/service_at_locations?modified_after=2026-11-23T13:00:00Z") == {
        an_id("New/here")
    }


def test_last_modified_is_the_clock_of_the_directory(client: FlaskClient) -> None:
    record = make_listing(service={"last_modified": "1999-01-01T00:00:00Z"})
    document = client.get(f"{BASE}/services/{record.id}").json
    assert document["last_modified"] == "2026-11-23T12:00:00.000Z"
    minimal = client.get(f"{BASE}/services?minimal=true").json["contents"]
    assert minimal == [
        {
            "id": record.id,
            "name": "Grief Circle",
            "status": "active",
            "last_modified": "2026-11-23T12:00:00.000Z",
        }
    ]


def test_an_organization_lists_its_services(client: FlaskClient) -> None:
    record = make_listing()
    assert record.service.organization
    address = f"{BASE}/organizations/{record.service.organization.id}"
    short = client.get(address).json
    assert [s["id"] for s in short["services"]] == [record.id]
    assert "phones" not in short["services"][0]
    whole = client.get(f"{address}?full_service=true").json
    assert whole["services"][0]["phones"]
    listed = client.get(f"{BASE}/organizations?full_service=true").json["contents"]
    assert listed == [whole]


def test_terms_know_their_parents(client: FlaskClient) -> None:
    axis = classification.find_axis("topic")
    assert axis
    child = next(term for term in axis.terms if term.parent)
    parent = term_id("topic", child.parent or "")
    below = client.get(f"{BASE}/taxonomy_terms?parent_id={parent}&per_page=100").json["contents"]
    assert child.uuid in {term["id"] for term in below}
    assert {term["parent_id"] for term in below} == {parent}
    top = client.get(f"{BASE}/taxonomy_terms?top_only=true&per_page=100").json["contents"]
    assert all("parent_id" not in term for term in top)
    assert client.get(f"{BASE}/taxonomy_terms/{child.uuid}").json["parent_id"] == parent
    assert client.get(f"{BASE}/taxonomies/{axis.uuid}").json["name"] == axis.label()
    assert client.get(f"{BASE}/taxonomies/{child.uuid}").status_code == 404


def test_times_and_ages_narrow_on_the_british_base(client: FlaskClient) -> None:
    make_listing("Grief Circle", service={"minimum_age": 18, "maximum_age": 99})
    make_listing("Young Circle", service={"minimum_age": 12, "maximum_age": 17})

    def found(query: str) -> list[str]:
        page = client.get(f"/oruk/v3/services?{query}").json
        return [item["name"] for item in page["contents"]]

    assert found("minimum_age=16") == ["Grief Circle"]
    assert found("maximum_age=17") == ["Young Circle"]
    assert len(found("day=TU&start_time=18:00&end_time=20:00")) == 2
    assert len(found("day=Tuesday")) == 2
    assert found("day=WE") == found("start_time=19:00") == found("end_time=19:59:59") == []
    here = client.get("/oruk/v3/service_at_locations?day=TU").json
    assert here["total_items"] == 2


def test_british_names_of_facts_stand_beside_the_others(client: FlaskClient) -> None:
    record = make_listing(service={"service_areas": [ServiceArea(id=an_id("a"), name="Hennepin")]})
    document = client.get(f"/oruk/v3/services/{record.id}").json
    assert document["service_areas"][0]["service_area"] == "Hennepin"
    assert document["attributes"][0]["taxonomy_term"]["term"] == "Community"
    axis = client.get("/oruk/v3/taxonomies").json["contents"][0]
    assert axis["taxonomy_terms"][0]["term"]
    core = client.get(f"{BASE}/services/{record.id}").json
    assert "service_area" not in core["service_areas"][0]


def test_what_a_person_searched_for_can_go_in_the_body(app: Flask, client: FlaskClient) -> None:
    from tests.pages.engine import PlainEngine

    app.extensions["search_engine"] = PlainEngine()
    make_listing("Grief Circle")
    make_listing("Walk", service={"description": "We walk."})
    for sent in ({"json": {"search": "grief", "per_page": 5}}, {"data": {"search": "grief"}}):
        answer = client.post(f"{BASE}/services", **sent)  # type: ignore[arg-type]
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers
        assert [item["name"] for item in answer.json["contents"]] == ["Grief Circle"]
    assert names(client, "/services?search=grief") == ["Grief Circle"]
    assert ids(client, "/organizations?search=walk") == {an_id("Walk/organization")}
    assert ids(client, "/service_at_locations?search=walk") == {an_id("Walk/here")}
    assert len(names(client, "/services?search=")) == 2
    twice = client.post(f"{BASE}/services?page=1", json={"page": 2})
    assert (twice.status_code, twice.json["parameter"]) == (400, "page")
    for body in (b"[1]", b"{"):
        wrong = client.post(f"{BASE}/services", data=body, content_type="application/json")
        assert wrong.status_code == 400
    assert client.post(f"{BASE}/services", json={"page": [1]}).status_code == 400
    assert client.post(f"{BASE}/services", data=b"x", content_type="text/plain").status_code == 415
    assert client.post(f"{BASE}/services", json={"search": "x" * 70_000}).status_code == 413
