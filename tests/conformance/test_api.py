"""HSDS conformance of the API: the official examples through the whole house, the UK test
profiles, planted markers, and a client that keeps a copy (HSDS guide, C1 to C3, C8)."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from directory.extensions import db, now
from directory.listings import codec, mapping
from directory.listings.actions import archive, hide, publish, record_check, restore, take_down
from directory.listings.record import (
    Address,
    Attribute,
    Contact,
    Metadata,
    Phone,
    Record,
    Service,
    TaxonomyTerm,
)
from tests.conformance import official
from tests.making import NOON, an_id, make_listing, make_record

EDITS = 100  # the long run in tests/drills makes 1,000


@pytest.fixture
def hsds(shared: Path) -> Path:
    return shared / "hsds"


def publish_service(document: Any) -> Service:
    service, misfits, unread = codec.read(Service, document, hsds=True)
    assert (misfits, unread) == ([], [])
    publish([Record(service=service)], role="import", reason="for a test", at=NOON)
    db.session.commit()
    return service


def test_the_official_full_service_can_be_served(client: FlaskClient, hsds: Path) -> None:
    """It holds nearly every object of the standard; each answer is checked as it is read."""
    example = json.loads((hsds / "spec-3.2.3/examples/service_full.json").read_text())
    for capacity in example["capacities"]:
        capacity["updated"] = now().isoformat()  # an old one is not served
    service = publish_service(example)
    served = client.get(f"/hsds/v3/services/{service.id}").json
    assert set(served) >= {"organization", "phones", "schedules", "service_at_locations",
                           "cost_options", "required_documents", "capacities", "funding",
                           "languages", "additional_urls", "attributes", "metadata"}  # fmt: skip
    for address in ("services", "organizations", "service_at_locations", "taxonomies",
                    "taxonomy_terms"):  # fmt: skip
        for query in ("", "?full=true") if not address.startswith("tax") else ("",):
            page = client.get(f"/hsds/v3/{address}{query}").json
            assert page["contents"]
            for item in page["contents"]:
                for base in ("/hsds/v3", "/oruk/v3"):
                    assert client.get(f"{base}/{address}/{item['id']}").status_code == 200


def test_terms_of_others_are_known_while_something_public_carries_them(
    client: FlaskClient, hsds: Path
) -> None:
    example = json.loads((hsds / "spec-3.2.3/examples/service_full.json").read_text())
    service = publish_service(example)
    term = next(a.taxonomy_term for a in service.attributes if a.taxonomy_term)
    assert client.get(f"/hsds/v3/taxonomy_terms/{term.id}").json["name"] == term.name
    found = client.get(f"/hsds/v3/services?taxonomy_term_id={term.id}").json
    assert [item["id"] for item in found["contents"]] == [service.id]
    assert term.taxonomy_detail
    found = client.get(f"/hsds/v3/services?taxonomy_id={term.taxonomy_detail.id}").json
    assert found["total_items"] == 1
    hide(service.id, at=NOON)
    db.session.commit()
    assert client.get(f"/hsds/v3/taxonomy_terms/{term.id}").status_code == 404
    address = f"/hsds/v3/taxonomy_terms?taxonomy_id={term.taxonomy_detail.id}"
    assert client.get(address).json["empty"]


MARKER = "ZQXMARKER"


def test_nothing_meant_for_staff_is_in_any_answer(client: FlaskClient) -> None:
    """Markers stand in each place that must not leave."""
    record = make_record(
        facts={"led_by_evidence": MARKER},
        service={
            "assurer_email": f"{MARKER}@example.org",
            "wait_time": MARKER,
            "contacts": [
                Contact(
                    id=an_id("contact"),
                    name=f"{MARKER} Person",
                    email=f"{MARKER.lower()}@example.org",
                    phones=[Phone(id=an_id("own phone"), number="555")],
                )
            ],
            "metadata": [
                Metadata(
                    id=an_id("log"),
                    resource_type="service",
                    last_action_date="2026-01-01",
                    last_action_type="update",
                    field_name="assurer_email",
                    previous_value=MARKER,
                    replacement_value=MARKER,
                    updated_by=f"{MARKER} Moderator",
                )
            ],
        },
        location={
            "precision": "town",
            "name": MARKER,
            "description": MARKER,
            "transportation": MARKER,
            "addresses": [
                Address(id=an_id("door"), address_1=f"1 {MARKER} Road", city="X", postal_code="1")
            ],
        },
    )
    assert record.service.organization
    record.service.organization.tax_id = MARKER
    publish([record], role="moderator", reason=MARKER, at=NOON)
    record_check(record.id, how="called", role="moderator", at=NOON, note=MARKER)
    hidden = make_listing(f"{MARKER} hidden")
    hidden.service.attributes = [
        Attribute(id=an_id("tag"), taxonomy_term=TaxonomyTerm(id=an_id("t"), name=MARKER))
    ]
    publish([hidden], role="moderator", reason=MARKER, at=NOON)
    hide(hidden.id, at=NOON)
    db.session.commit()
    organization, place = record.service.organization.id, an_id("Grief Circle/here")
    addresses = [f"services/{record.id}", f"organizations/{organization}?full_service=true",
                 f"service_at_locations/{place}", "sd_removed", "openapi.json",
                 f"services/{hidden.id}"]  # fmt: skip
    for name in ("services", "organizations", "service_at_locations"):
        addresses += [f"{name}?full=true", name, f"{name}?full=true&format=ndjson"]
    addresses += ["taxonomies", "taxonomy_terms?per_page=100", "taxonomy_terms?format=ndjson",
                  "services?minimal=true", "organizations?full_service=true"]  # fmt: skip
    for base in ("/hsds/v3", "/oruk/v3"):
        for address in addresses:
            text = client.get(f"{base}/{address}").text
            assert MARKER.lower() not in text.lower(), address


class Profile:
    """Replays one test profile of the UK validator on a base."""

    def __init__(self, client: FlaskClient, folder: Path, name: str, base: str) -> None:
        self.client, self.folder, self.base = client, folder, base
        tests = json.loads((folder / f"oruk-validator/TestProfiles/{name}.json").read_text())
        self.tests = [test for group in tests["testGroups"] for test in group["tests"]]

    def schema(self, name: str) -> Draft202012Validator:
        """Three large schemas are not in the validator's folder; the standard has them."""
        path = self.folder / "oruk-validator/Schemas" / name
        if not path.exists():
            path = self.folder / "spec-3.1-dev/schema/compiled" / Path(name).name
        if path.name == "organization_list.json" and "V3.0-UK" in name:
            raise AssertionError("describes an item and not a page")

        def retrieve(uri: str) -> Resource[Any]:
            beside = path.parent / uri.rsplit("/", 1)[-1]
            return Resource.from_contents(
                json.loads(beside.read_text()), default_specification=DRAFT202012
            )

        registry: Registry[Any] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
        return Draft202012Validator(
            json.loads(path.read_text()),
            registry=registry,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )

    def run(self) -> int:
        """How many of its tests passed; the rest had nothing to ask for."""
        passed, first_ids = 0, {}
        for test in self.tests:
            address = self.base + test["endpoint"]
            if source := test.get("useIdFrom"):
                first = first_ids[source.removesuffix("-id")]
                if first is None:
                    continue
                address += first
            answer = self.client.get(address)
            assert answer.status_code == 200, address
            errors = [e.message[:200] for e in self.schema(test["schema"]).iter_errors(answer.json)]
            assert not errors, f"{address}: {errors[:5]}"
            if test.get("saveIds"):
                contents = answer.json["contents"]
                first_ids[test["endpoint"]] = contents[0]["id"] if contents else None
            if test.get("pagination"):
                self.pages(address, answer.json)
            passed += 1
        return passed

    def pages(self, address: str, first: Any) -> None:
        total, n = first["total_items"], min(first["total_pages"], 3)
        for spelling in ("perPage", "per_page"):
            per = ceil(total / n) if total < 60 and n else 20
            for p in range(1, n + 1):
                page = self.client.get(f"{address}?{spelling}={per}&page={p}").json
                assert page["total_items"] == total
                assert page["size"] == len(page["contents"])
                assert page["size"] == per or p == n
                assert page["first_page"] == (p == 1)
                assert page["last_page"] == (p == first["total_pages"])


@pytest.mark.parametrize("records", [0, 1, 19, 20, 21, 59, 60, 61, 1000])
def test_the_uk_test_profiles_pass(client: FlaskClient, hsds: Path, records: int) -> None:
    many = [make_record(f"Group {number}") for number in range(records)]
    for start in range(0, records, 200):
        publish(many[start : start + 200], role="import", reason="for a test", at=NOON)
    db.session.commit()
    # Without a record the tests by id of three and two lists have nothing to ask for.
    core = Profile(client, hsds, "HSDS-3.0", "/hsds/v3").run()
    british = Profile(client, hsds, "HSDS-UK-3.0", "/oruk/v3").run()
    assert (core, british) == ((11, 9) if records else (8, 7))


@pytest.mark.parametrize("mock", ["V3.0-UK-Default", "V3.0-UK-Fail"])
def test_the_replay_can_tell_good_from_bad(client: FlaskClient, hsds: Path, mock: str) -> None:
    profile = Profile(client, hsds, "HSDS-UK-3.0", "/oruk/v3")
    found = {
        path.stem: list(profile.schema(f"V3.0-UK/{schema}.json").iter_errors(document))
        for path in (hsds / "oruk-validator/Mocks" / mock).glob("*.json")
        if (schema := {"api_details": "api_details", "service_full": "service"}.get(path.stem))
        and (document := json.loads(path.read_text())) is not None
    }
    assert found
    assert all(bool(errors) == mock.endswith("Fail") for errors in found.values()), found


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/services", {"contents": []}),
        ("/services", {"empty": True}),
        ("/services/{id}", {"status": "Active"}),
        ("/services/{id}", {"url": "www.x.org"}),
        ("/services/{id}", {"minimum_age": "12"}),
        ("/services/{id}", {"url": None}),
    ],
)
def test_the_check_of_every_answer_finds_what_is_wrong(
    hsds: Path, path: str, body: dict[str, Any]
) -> None:
    good = {"id": an_id("x"), "name": "X", "status": "active"}
    assert official.problems("/services/{id}", "get", good) == []
    assert official.problems(path, "get", good | body if "{id}" in path else body)


class Copy:
    """A partner's copy: asks only for what changed, and compares with `minimal`."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.held: dict[str, Any] = {}

    def sync(self) -> None:
        newest = max((item["last_modified"] for item in self.held.values()), default="1970-01-01")
        stream = self.client.get(
            "/hsds/v3/services",
            query_string={"full": "true", "format": "ndjson", "modified_after": newest},
        )
        for line in stream.data.splitlines():
            item = orjson.loads(line)
            self.held[item["id"]] = item
        known = self.client.get("/hsds/v3/services?minimal=true").json["contents"]
        self.held = {item["id"]: self.held[item["id"]] for item in known}


def test_a_copy_that_asks_for_changes_stays_the_same(client: FlaskClient) -> None:
    keep_a_copy(client, EDITS)


def keep_a_copy(client: FlaskClient, edits: int) -> None:
    """Random edits, some of which touch other listings by a shared organization."""
    dice = random.Random(20261123)  # noqa: S311 - a test, the same in each run
    copy, ids = Copy(client), []
    for step in range(edits):
        at = NOON + timedelta(seconds=step)
        edit(dice, ids, f"Group {step}", at)
        db.session.commit()
        if dice.random() < 0.2 or step == edits - 1:
            copy.sync()
            whole = client.get("/hsds/v3/services?full=true&format=ndjson").data.splitlines()
            assert copy.held == {item["id"]: item for item in map(orjson.loads, whole)}


def edit(dice: random.Random, ids: list[str], name: str, at: Any) -> None:
    kinds: list[Callable[..., None]] = [hide, archive, restore, take_down]
    if not ids or dice.random() < 0.3:
        record = make_record(name)
        if ids and dice.random() < 0.5:  # of an organization that is there
            record.service.organization = mapping.load_records([ids[0]])[
                ids[0]
            ].service.organization
        publish([record], role="import", reason="new", at=at)
        ids.append(record.id)
    elif dice.random() < 0.5:
        record = mapping.load_records([chosen := dice.choice(ids)])[chosen]
        record.service.description = f"Told anew: {name}."
        if dice.random() < 0.5 and record.service.organization:
            record.service.organization.description = f"Known as {name}."
        if dice.random() < 0.3:
            record.service.service_at_locations = []
        publish([record], role="moderator", reason="changed", at=at)
    elif dice.random() < 0.3:
        record_check(dice.choice(ids), how="called", role="moderator", at=at)
    else:
        dice.choice(kinds)(dice.choice(ids), at=at)
