"""The OpenAPI document and the profile say what the service does, no more and no less."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry, Resource

from directory.api import profile, schemas
from directory.listings import codec
from directory.listings.models import NODES
from directory.listings.record import STAFF_ONLY_FACTS, Facts, Source
from tests.making import make_listing

BASES = ("/hsds/v3", "/oruk/v3")
LISTS = (
    ("services", "service"),
    ("organizations", "organization"),
    ("service_at_locations", "service_at_location"),
    ("taxonomies", "taxonomy"),
    ("taxonomy_terms", "taxonomy_term"),
)


@pytest.mark.parametrize("base", BASES)
def test_the_document_is_valid(client: FlaskClient, base: str) -> None:
    document = client.get(f"{base}/openapi.json").json
    assert document["openapi"] == "3.1.0"
    assert document["servers"][0]["url"].endswith(base)
    validate(document)


@pytest.mark.parametrize("base", BASES)
def test_every_operation_is_in_the_document_and_back(
    app: Flask, client: FlaskClient, base: str
) -> None:
    document = client.get(f"{base}/openapi.json").json
    told = {(path, method) for path, ways in document["paths"].items() for method in ways}
    served = {
        (re.sub(r"<\w+>", "{id}", rule.rule.removeprefix(base)) or "/", method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(base) and not re.search(r"openapi|profile", rule.rule)
    }
    assert told == served


@pytest.mark.parametrize("base", BASES)
def test_every_parameter_of_the_document_is_understood(client: FlaskClient, base: str) -> None:
    document = client.get(f"{base}/openapi.json").json
    for path, ways in document["paths"].items():
        if "{id}" in path:
            continue
        for parameter in ways["get"].get("parameters", []):
            answer = client.get(f"{base}{path}", query_string={parameter["name"]: "?!"})
            assert answer.status_code in (200, 400, 503)
            assert "not a parameter" not in answer.text
        assert client.get(f"{base}{path}?color=red").json["parameter"] == "color"


@pytest.mark.parametrize("base", BASES)
def test_answers_hold_only_keys_that_are_documented(client: FlaskClient, base: str) -> None:
    """The same schemas, closed: a key that nobody announced would be a leak."""
    record = make_listing()
    closed = {"components": {"schemas": schemas.components(uk="oruk" in base, closed=True)}}
    registry: Registry[Any] = Registry().with_resource(
        "urn:closed", Resource.from_contents(closed | {"$schema": profile.DIALECT})
    )

    def check(kind: str, thing: Any) -> None:
        ref = {"$ref": f"urn:closed#/components/schemas/{kind}"}
        errors = list(Draft202012Validator(ref, registry=registry).iter_errors(thing))
        assert not errors, errors[0].message

    assert record.service.organization
    check("service", client.get(f"{base}/services/{record.id}").json)
    organization = f"{base}/organizations/{record.service.organization.id}?full_service=true"
    check("organization", client.get(organization).json)
    for name, kind in LISTS:
        full = "?full=true" if kind.startswith(("service", "organization")) else ""
        for item in client.get(f"{base}/{name}{full}").json["contents"]:
            check(kind, item)


def test_each_addition_has_words() -> None:
    for cls in NODES:
        assert {s.name for s in codec.shapes(cls) if s.ours} == set(profile.WORDS.get(cls, {}))
    for cls, staff_only in ((Facts, STAFF_ONLY_FACTS), (Source, frozenset[str]())):
        assert {s.name for s in codec.shapes(cls)} - staff_only == set(profile.WORDS[cls])


def test_the_profile_can_be_read_from_its_address(client: FlaskClient) -> None:
    where = client.get("/hsds/v3").json["profile"].removeprefix("http://localhost:8000")
    index = client.get(where).json
    assert index["version"] == profile.VERSION
    for address in index["patches"] + index["schemas"]:
        answer = client.get(address.removeprefix("http://localhost:8000"))
        assert answer.status_code == 200
        document = answer.json
        if "/schema/" in address:
            Draft202012Validator.check_schema(document)
            assert document["$id"] == address
            official, ours = document["allOf"]
            assert official["$ref"].endswith(address.rsplit("/", 1)[1])
        else:
            ours = document
            assert ours["properties"]
            assert all(key.startswith("sd_") for key in ours["properties"])
    assert client.get(f"{where}/schema/nothing.json").status_code == 404
    assert client.get(f"{where}/profile/address.json").status_code == 404


def test_additions_overlap_nothing_of_the_standard() -> None:
    for cls in NODES:
        standard = {shape.key for shape in codec.shapes(cls) if not shape.ours}
        assert not standard & set(profile.additions(cls))
