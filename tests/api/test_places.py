"""Whom a postcode finds, and what a hidden place does not give away."""

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings.record import ServiceArea
from tests.api.asking import BASE, ids
from tests.making import NOON, an_id, make_listing, make_record


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
