"""What is kept between readers never differs from what would be told anew."""

import gzip
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from directory.api.kept import Kept
from directory.api.whole import Answers, Held
from directory.extensions import db
from directory.listings.actions import hide, publish
from tests.making import NOON, an_id, make_listing, make_record


def test_a_change_shows_at_once_to_those_who_asked_before(client: FlaskClient) -> None:
    record = make_listing()
    addresses = (
        "/hsds/v3/services",
        f"/hsds/v3/services/{record.id}",
        "/hsds/v3/service_at_locations",
        "/hsds/v3/organizations",
    )
    before = [client.get(address).text for address in addresses]
    assert [client.get(address).text for address in addresses] == before
    assert record.service.organization
    record.service.organization.name = "Rosa's Wider Circle"
    publish([record], role="operator", reason="renamed", at=NOON + timedelta(seconds=1))
    db.session.commit()
    for address in addresses:
        assert "Wider" in client.get(address).text
    hide(record.id, at=NOON + timedelta(seconds=2))
    db.session.commit()
    for address in addresses:
        assert "Wider" not in client.get(address).text


def test_the_two_bases_keep_apart(client: FlaskClient) -> None:
    record = make_listing()
    assert '"term"' not in client.get(f"/hsds/v3/services/{record.id}").text
    assert '"term"' in client.get(f"/oruk/v3/services/{record.id}").text
    assert '"term"' not in client.get(f"/hsds/v3/services/{record.id}").text


def test_no_more_is_kept_than_there_is_room_for(app: Flask) -> None:
    kept = Kept(largest=100)
    for number in range(50):
        made = kept.every([number], lambda missing: [b"x" * 30 for _ in missing])
        assert made == [b"x" * 30]
    assert sum(map(len, kept._held.values())) <= 100
    assert kept.every([49, 0], lambda missing: [b"new"] * len(missing)) == [b"x" * 30, b"new"]


def test_a_listing_is_read_once_for_all_its_places(client: FlaskClient) -> None:
    record = make_record("Two Places")
    other = make_record("Other").service.service_at_locations[0]
    record.service.service_at_locations.append(other)
    publish([record], role="operator", reason="for a test", at=NOON)
    db.session.commit()
    page = client.get("/hsds/v3/service_at_locations").json
    assert {item["id"] for item in page["contents"]} == {
        here.id for here in record.service.service_at_locations
    }


PATHS = ("services", "organizations", "service_at_locations", "services?full=true")


def test_a_hidden_listing_is_gone_from_the_very_next_answer(client: FlaskClient) -> None:
    make_listing("Grief Circle")
    make_listing("Tuesday Talk")
    before = {path: client.get(f"/hsds/v3/{path}").get_json() for path in PATHS}
    assert {page["total_items"] for page in before.values()} == {2}
    again = {path: client.get(f"/hsds/v3/{path}").get_json() for path in PATHS}
    assert again == before
    hide(an_id("Grief Circle"), at=NOON)  # its moment may be the same
    db.session.commit()
    for path in PATHS:
        page = client.get(f"/hsds/v3/{path}").get_json()
        assert (page["total_items"], len(page["contents"])) == (1, 1)
        assert "Grief Circle" not in str(page)
    assert client.get(f"/hsds/v3/services/{an_id('Grief Circle')}").status_code == 410


def test_a_kept_answer_is_the_same_to_the_byte_packed_or_not(client: FlaskClient) -> None:
    for number in range(5):
        make_listing(f"Group {number}")
    one, two = client.get("/hsds/v3/services"), client.get("/hsds/v3/services")
    packed = client.get("/hsds/v3/services", headers={"Accept-Encoding": "gzip"})
    assert one.data == two.data == gzip.decompress(packed.data)
    assert one.headers["ETag"] == two.headers["ETag"]
    assert packed.headers["Vary"] == "Accept-Encoding"
    for tag in (one.headers["ETag"], packed.headers["ETag"]):
        same = client.get("/hsds/v3/services", headers={"If-None-Match": tag})
        assert (same.status_code, same.data) == (304, b"")


def test_kept_answers_do_not_grow_without_end() -> None:
    answers = Answers(largest=10_000)
    for number in range(50):
        answers.keep(number, Held(b"x" * 1000, "tag", None))
    assert answers._size <= 10_000
    assert answers.find(0) is None
    assert answers.find(49) is not None


def test_what_is_counted_once_is_counted_again_after_a_change(client: FlaskClient) -> None:
    make_listing("Grief Circle")
    assert client.get("/hsds/v3/services?per_page=1").get_json()["total_items"] == 1
    make_listing("Tuesday Talk")
    assert client.get("/hsds/v3/services?per_page=1").get_json()["total_items"] == 2
    assert client.get("/hsds/v3/services?per_page=1&page=2").get_json()["total_items"] == 2
