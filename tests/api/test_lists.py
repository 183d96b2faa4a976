"""What partners' programs read: pages, filters, order, and errors that say what to fix."""

from datetime import timedelta
from functools import partial

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from directory.extensions import db
from directory.listings import classification
from directory.listings.actions import archive, hide, take_down
from directory.listings.record import Record, ServiceArea
from tests.making import NOON, an_id, make_listing, make_record

BASE = "/hsds/v3"


def names(client: FlaskClient, address: str) -> list[str]:
    answer = client.get(f"{BASE}{address}")
    assert answer.status_code == 200, answer.data
    return [item["name"] for item in answer.json["contents"]]


def ids(client: FlaskClient, address: str) -> set[str]:
    answer = client.get(f"{BASE}{address}")
    assert answer.status_code == 200, answer.data
    return {item["id"] for item in answer.json["contents"]}


def term_id(axis: str, code: str) -> str:
    term = classification.find_term(axis, code)
    assert term
    return term.uuid


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


def test_minimal_gives_everything_at_once(client: FlaskClient) -> None:
    for number in range(120):
        make_listing(f"Group {number}")
    page = client.get(f"{BASE}/services?minimal=true").json
    assert (page["total_items"], page["total_pages"], page["size"]) == (120, 1, 120)
    assert len({item["id"] for item in page["contents"]}) == 120
    assert client.get(f"{BASE}/services?minimal=true&per_page=110").json["size"] == 110


@pytest.mark.parametrize(
    "address",
    [
        "/services",
        "/services?full=true",
        "/services?minimal=true",
        "/organizations",
        "/organizations?full=true",
        "/service_at_locations",
        "/service_at_locations?full=true",
        "/taxonomies",
        "/taxonomy_terms",
        "/taxonomy_terms?top_only=true",
    ],
)
def test_a_stream_gives_what_all_pages_give(client: FlaskClient, address: str) -> None:
    for number in range(23):
        make_listing(f"Group {number}", at=NOON + timedelta(seconds=number))
    join = "&" if "?" in address else "?"
    pages, number = [], 1
    while True:
        page = client.get(f"{BASE}{address}{join}page={number}&per_page=7").json
        pages += page["contents"]
        if page["last_page"]:
            break
        number += 1
    stream = client.get(f"{BASE}{address}{join}format=ndjson")
    assert stream.mimetype == "application/x-ndjson"
    assert [orjson.loads(line) for line in stream.data.splitlines()] == pages


@pytest.mark.parametrize(
    "address",
    ["services?format=ndjson&full=true", "services?minimal=true", "organizations?format=ndjson"],
)
def test_a_stream_is_not_sent_again_while_nothing_changed(
    client: FlaskClient, address: str
) -> None:
    make_listing()
    first = client.get(f"{BASE}/{address}", headers={"Accept-Encoding": "gzip"})
    tag = {"If-None-Match": first.headers["ETag"]}
    again = client.get(f"{BASE}/{address}", headers=tag)
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"{BASE}/{address}&sd_fictional=true", headers=tag).status_code == 200
    make_listing("Other", at=NOON + timedelta(hours=1))
    assert client.get(f"{BASE}/{address}", headers=tag).status_code == 200
    searched = client.get(f"{BASE}/services?search=circle&format=ndjson")
    assert "ETag" not in searched.headers  # it hangs on the index too


def test_organizations_with_everything_are_read_in_bulk(client: FlaskClient) -> None:
    for number in range(12):
        make_listing(f"Group {number}")

    def statements(address: str) -> int:
        asked: list[str] = []
        listen = partial(_keep, asked)
        event.listen(db.engine, "before_cursor_execute", listen)
        try:
            assert client.get(f"{BASE}/{address}").data
        finally:
            event.remove(db.engine, "before_cursor_execute", listen)
        return len(asked)

    some = "organizations?full=true&full_service=true"
    few, many = statements(f"{some}&per_page=2"), statements(f"{some}&per_page=12")
    assert many <= few
    page = client.get(f"{BASE}/{some}").json["contents"]
    for item in page:
        assert item == client.get(f"{BASE}/organizations/{item['id']}?full_service=true").json


def _keep(asked: list[str], _connection: object, _cursor: object, said: str, *_: object) -> None:
    asked.append(said)


def test_a_stream_can_be_packed(client: FlaskClient) -> None:
    import gzip

    make_listing()
    plain = client.get(f"{BASE}/services?format=ndjson")
    packed = client.get(f"{BASE}/services?format=ndjson", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


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


def addresses(record: Record) -> list[str]:
    assert record.service.organization
    return [
        f"{BASE}/services/{record.id}",
        f"{BASE}/organizations/{record.service.organization.id}",
        f"{BASE}/service_at_locations/{record.service.service_at_locations[0].id}",
    ]


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


def test_a_place_shown_only_as_a_town_cannot_be_found_closer(
    client: FlaskClient, gazetteer: object
) -> None:
    """The stored point may be exact by mistake; distance is measured to the point that is shown."""
    make_listing(
        "Shelter", location={"precision": "town", "latitude": 44.9591, "longitude": -93.2791}
    )
    shown = client.get(f"{BASE}/services/{an_id('Shelter')}").json
    place = shown["service_at_locations"][0]["location"]
    assert (place["latitude"], place["longitude"]) == (44.96, -93.28)
    answers = {
        metres: client.get(f"{BASE}/service_at_locations?postcode=55403&proximity={metres}").json[
            "total_items"
        ]
        for metres in range(0, 6000, 50)
    }
    reached = min(metres for metres, found in answers.items() if found)
    make_listing("Beside", location={"latitude": 44.96, "longitude": -93.28})
    both = f"{BASE}/service_at_locations?postcode=55403&proximity={reached}"
    assert client.get(both).json["total_items"] == 2
    fewer = f"{BASE}/service_at_locations?postcode=55403&proximity={max(reached - 50, 0)}"
    assert client.get(fewer).json["total_items"] == 0


SQUARE = '{"type":"Polygon","coordinates":[[[%s,44],[%s,44],[%s,46],[%s,46],[%s,44]]]}'


@pytest.mark.parametrize(
    ("area", "serves"),
    [
        ({"coverage": "US-MN"}, True),
        ({"coverage": "US-WI"}, False),
        ({"coverage": "world"}, True),
        ({"extent_type": "text", "extent": "Near the lake"}, True),
        ({"extent_type": "geojson", "extent": SQUARE % (-94, -92, -92, -94, -94)}, True),
        ({"extent_type": "geojson", "extent": SQUARE % (-91, -90, -90, -91, -91)}, False),
        ({"extent_type": "geojson", "extent": "{}"}, True),
    ],
)
def test_a_postcode_finds_those_who_serve_it(
    client: FlaskClient, gazetteer: object, area: dict[str, str], serves: bool
) -> None:
    make_listing("Served", service={"service_areas": [ServiceArea(id=an_id("area"), **area)]})
    make_listing("Anybody")
    found = ids(client, "/service_at_locations?postcode=55403")
    assert found == {an_id("Anybody/here")} | ({an_id("Served/here")} if serves else set())


def test_an_area_of_the_place_counts_before_that_of_the_service(
    client: FlaskClient, gazetteer: object
) -> None:
    record = make_record(
        "Outreach", service={"service_areas": [ServiceArea(id=an_id("wide"), coverage="US-WI")]}
    )
    record.service.service_at_locations[0].service_areas = [
        ServiceArea(id=an_id("narrow"), coverage="US-MN")
    ]
    from directory.listings.actions import publish

    publish([record], role="operator", reason="for a test", at=NOON)
    db.session.commit()
    assert ids(client, "/service_at_locations?postcode=55403") == {an_id("Outreach/here")}
