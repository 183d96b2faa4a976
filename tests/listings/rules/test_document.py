"""The deep validator: every row of what schemas do not catch, and no false alarm."""

import copy
import csv
import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.listings.record import (
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from directory.listings.rules.document import document_problems, table_problems

TODAY = date(2026, 3, 10)


def uuid(word: str) -> str:
    return str(uuid5(NAMESPACE_URL, word))


def a_service() -> dict[str, Any]:
    """A sound document of our own with one of most things."""
    return {
        "id": uuid("service"),
        "name": "Grief Circle",
        "status": "active",
        "minimum_age": 18,
        "maximum_age": 99,
        "assured_date": "2026-01-31",
        "last_modified": "2026-02-01T09:30:45.123Z",
        "organization": {"id": uuid("o"), "name": "Circle", "description": "Neighbours."},
        "phones": [
            {"id": uuid("phone"), "number": "+1 612 332 4400", "type": "voice", "extension": 12}
        ],
        "schedules": [
            {
                "id": uuid("schedule"),
                "valid_from": "2026-01-01",
                "valid_to": "2026-12-31",
                "dtstart": "2026-01-06",
                "freq": "WEEKLY",
                "interval": 2,
                "byday": "TU,WE",
                "timezone": -6,
                "opens_at": "18:30:00-06:00",
                "closes_at": "20:00:00-06:00",
            }
        ],
        "service_areas": [
            {
                "id": uuid("area"),
                "extent": '{"type": "Point", "coordinates": [-93.2, 44.9]}',
                "extent_type": "geojson",
            }
        ],
        "service_at_locations": [
            {
                "id": uuid("at"),
                "location": {
                    "id": uuid("location"),
                    "location_type": "physical",
                    "latitude": 44.9483,
                    "longitude": -93.2484,
                    "addresses": [
                        {
                            "id": uuid("address"),
                            "address_1": "12 Lake Street",
                            "city": "Minneapolis",
                            "state_province": "MN",
                            "postal_code": "55407",
                            "country": "US",
                            "address_type": "physical",
                        }
                    ],
                },
            }
        ],
        "languages": [{"id": uuid("language"), "code": "en"}],
        "cost_options": [{"id": uuid("cost"), "amount": 5, "currency": "USD"}],
        "capacities": [
            {
                "id": uuid("capacity"),
                "unit": {"id": uuid("unit"), "name": "places"},
                "available": 3,
                "maximum": 12,
                "updated": "2026-02-01T09:30:45Z",
            }
        ],
    }


def test_a_sound_document_raises_no_alarm() -> None:
    assert document_problems(Service, a_service(), today=TODAY) == []


PLACE = "service_at_locations[0].location"
FAULTS: list[tuple[str, Any]] = [
    ("schedules[0].opens_at", "banana"),
    ("schedules[0].opens_at", "18:30"),
    ("schedules[0].closes_at", "25:00:00Z"),
    ("schedules[0].valid_from", "banana"),
    ("schedules[0].dtstart", "2026-02-30"),
    ("schedules[0].valid_to", "2025-01-01"),
    ("schedules[0].byday", "Tuesday"),
    ("schedules[0].byday", "1TU"),
    ("schedules[0].bymonthday", "40"),
    ("schedules[0].interval", 0),
    ("schedules[0].interval", 1.5),
    ("schedules[0].count", -1),
    ("schedules[0].timezone", 20),
    ("schedules[0].freq", "DAILY"),
    ("schedules[0].wkst", "Monday"),
    (f"{PLACE}.latitude", 100),
    (f"{PLACE}.longitude", 200),
    (f"{PLACE}.addresses[0].country", "United Kingdom"),
    (f"{PLACE}.addresses[0].state_province", ""),
    (f"{PLACE}.addresses[0].address_type", "home"),
    (f"{PLACE}.location_type", "church"),
    ("languages[0].code", "english"),
    ("cost_options[0].currency", "pounds"),
    ("phones[0].type", "mobile"),
    ("phones[0].number", "call us"),
    ("phones[0].number", ""),
    ("phones[0].number", None),
    ("phones[0].extension", "12"),
    ("service_areas[0].extent_type", "drawing"),
    ("service_areas[0].extent", "extent"),
    ("minimum_age", 100),
    ("minimum_age", "12"),
    ("capacities[0].available", 13),
    ("name", ""),
    ("name", None),
    ("status", "Active"),
    ("organization.name", " "),
    ("organization.description", ""),
    ("organization.website", "www.x.org"),
    ("email", "rosa"),
    ("url", "ftp://x.org"),
    ("id", "1"),
    ("phones[0].id", "phone-1"),
    ("assured_date", "31/01/2026"),
    ("last_modified", "lately"),
    ("nickname", "Circle"),
    ("phones[0].colour", "red"),
]


def put(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    at: Any = changed
    keys = path.replace("[0]", ".0").split(".")
    for key in keys[:-1]:
        at = at[int(key)] if key.isdigit() else at[key]
    at[keys[-1]] = value
    return changed


@pytest.mark.parametrize(("path", "value"), FAULTS, ids=[f"{p}={v}" for p, v in FAULTS])
def test_each_fault_is_found_where_it_is(path: str, value: Any) -> None:
    found = document_problems(Service, put(a_service(), path, value), today=TODAY)
    assert path in {problem.path for problem in found}
    assert all(problem.severity == "refuse" for problem in found if problem.path == path)


def test_a_time_without_offset_is_found_unless_the_row_says_it() -> None:
    bare = put(a_service(), "schedules[0].opens_at", "18:30:00")
    assert document_problems(Service, bare, today=TODAY) == []
    del bare["schedules"][0]["timezone"]
    assert [p.code for p in document_problems(Service, bare, today=TODAY)] == ["time-offset"]


def test_a_point_at_zero_and_a_virtual_place_with_a_street_are_found() -> None:
    zero = put(put(a_service(), f"{PLACE}.latitude", 0), f"{PLACE}.longitude", 0)
    assert "coordinates-zero" in {p.code for p in document_problems(Service, zero, today=TODAY)}
    virtual = put(a_service(), f"{PLACE}.location_type", "virtual")
    codes = {p.code for p in document_problems(Service, virtual, today=TODAY)}
    assert {"virtual-url", "virtual-coordinates", "virtual-address"} <= codes


def test_one_id_with_two_contents_and_dangling_parents_are_found() -> None:
    twice = a_service()
    twice["phones"].append({"id": uuid("phone"), "number": "+1 612 332 4401"})
    assert "id-repeated" in {p.code for p in document_problems(Service, twice, today=TODAY)}
    dangling = put(a_service(), "organization.parent_organization_id", uuid("nobody"))
    found = document_problems(Service, dangling, today=TODAY, exists=lambda table, row: False)
    assert [p.path for p in found] == ["organization.parent_organization_id"]
    assert document_problems(Service, dangling, today=TODAY) == []
    own = put(a_service(), "organization.parent_organization_id", uuid("o"))
    assert [p.code for p in document_problems(Service, own, today=TODAY)] == ["reference-cycle"]


def test_attributes_name_a_table() -> None:
    linked = a_service() | {"attributes": [{"id": uuid("a"), "link_entity": "shop"}]}
    assert [p.code for p in document_problems(Service, linked, today=TODAY)] == ["link-entity"]


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "phones", "schedules", "x"]), inner)
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_json_value_gets_an_answer(value: Any) -> None:
    document_problems(Service, value, today=TODAY)


# What is known to be wrong with the official examples, and nothing else.
KNOWN = {
    "coordinates-range",
    "phone-marks",
    "phone-elsewhere",
    "capacity-order",
    "extent",
    "link-entity",
    "schedule-odd",
    "time",
}


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("service_full", Service),
        ("organization_full", Organization),
        ("service_at_location_full", ServiceAtLocation),
        ("location", Location),
    ],
)
def test_official_examples_have_only_their_known_faults(shared: Path, name: str, cls: type) -> None:
    path = shared / f"hsds/spec-3.2.3/examples/{name}.json"
    found = document_problems(cls, json.loads(path.read_text("utf-8")), today=TODAY)
    assert {problem.code for problem in found} - KNOWN == set()
    assert "coordinates-range" in {problem.code for problem in found}


@pytest.mark.parametrize(
    ("folder", "name", "cls", "codes"),
    [
        ("Default", "service_full", Service, {"coordinates-range", "extent"}),
        ("Test", "service_at_location_full", ServiceAtLocation, {"coordinates-range"}),
        ("Default", "taxonomy_term", TaxonomyTerm, set()),
        ("Default", "taxonomy", Taxonomy, set()),
        ("Fail", "service_full", Service, {"coordinates-range", "extent", "url-scheme", "email"}),
        ("Fail", "taxonomy_term", TaxonomyTerm, {"empty", "url-scheme"}),
    ],
)
def test_british_samples_are_judged_by_their_profile(
    shared: Path, folder: str, name: str, cls: type, codes: set[str]
) -> None:
    path = shared / f"hsds/oruk-validator/Mocks/V3.0-UK-{folder}/{name}.json"
    document = json.loads(path.read_text("utf-8"))
    found = document_problems(cls, document, today=TODAY, uk=True)
    assert {p.code for p in found if p.severity == "refuse"} == codes


def test_the_official_tables_have_their_broken_keys_and_no_other(shared: Path) -> None:
    """Four keys that the package declares, and three references that it leaves undeclared."""
    folder = shared / "hsds/spec-3.2.3"
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    tables: dict[str, list[Any]] = {}
    for resource in package["resources"]:
        path = folder / "examples/csv" / Path(resource["path"]).name
        lines = path.read_text("utf-8").splitlines()
        tables[SINGULAR.get(resource["name"], resource["name"])] = list(csv.DictReader(lines))
    broken = sorted(p.path for p in table_problems(tables) if p.code == "reference")
    assert broken == [
        "contact[0].organization_id",
        "contact[0].service_at_location_id",
        "location[0].organization_id",
        "metadata[0].resource_id",
        "organization[0].parent_organization_id",
        "taxonomy_term[0].parent_id",
        "taxonomy_term[0].taxonomy_id",
    ]


SINGULAR = {
    "addresses": "address",
    "service_capacities": "service_capacity",
    "taxonomies": "taxonomy",
} | {
    f"{name}s": name
    for name in """organization service location phone contact schedule service_area language
    program attribute taxonomy_term cost_option unit required_document organization_identifier
    """.split()
}
