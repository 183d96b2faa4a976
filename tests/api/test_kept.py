"""What is kept between readers never differs from what would be told anew."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from directory.api.kept import Kept
from directory.extensions import db
from directory.listings.actions import hide, publish
from tests.making import NOON, make_listing, make_record


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
