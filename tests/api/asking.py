"""Asks the open data and keeps what matters of the answer."""

from flask.testing import FlaskClient

from directory.listings import classification
from directory.listings.record import Record

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


def addresses(record: Record) -> list[str]:
    assert record.service.organization
    return [
        f"{BASE}/services/{record.id}",
        f"{BASE}/organizations/{record.service.organization.id}",
        f"{BASE}/service_at_locations/{record.service.service_at_locations[0].id}",
    ]
