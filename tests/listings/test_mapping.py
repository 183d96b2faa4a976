"""Records go into the tables and come back as they were."""

import json
from pathlib import Path

import pytest
from flask import Flask

from directory.extensions import db
from directory.listings import codec, mapping
from directory.listings import record as r
from tests.making import NOON, an_id, make_listing, make_record


def test_a_record_comes_back_as_it_was_saved(app: Flask) -> None:
    record = make_listing()
    assert mapping.load_records([record.id])[record.id] == record


@pytest.mark.parametrize("name", ["service_full", "organization_full", "location"])
def test_official_examples_come_back_the_same(app: Flask, shared: Path, name: str) -> None:
    document = json.loads((shared / f"hsds/spec-3.2.3/examples/{name}.json").read_text("utf-8"))
    document.pop("services", None)  # an organization's services are records of their own
    cls = {"service_full": r.Service, "organization_full": r.Organization}.get(name, r.Location)
    thing, misfits, unread = codec.read(cls, document, hsds=True)
    assert (misfits, unread) == ([], [])
    assert mapping.settle_shared([thing]) == []
    assert mapping.save([thing]) == []
    db.session.commit()
    assert codec.hsds(mapping.load(cls, [thing.id])[thing.id]) == document


def test_saving_again_removes_what_the_record_no_longer_holds(app: Flask) -> None:
    record = make_listing()
    record.service.phones.append(r.Phone(id=an_id("second"), number="(612) 555-0143"))
    mapping.save([record.service])
    del record.service.phones[0]
    mapping.save([record.service])
    loaded = mapping.load(r.Service, [record.id])[record.id]
    assert [phone.number for phone in loaded.phones] == ["(612) 555-0143"]
    assert not mapping.load(r.Phone, [an_id("Grief Circle/phone")])


def test_a_phone_that_a_location_still_holds_stays(app: Flask) -> None:
    record = make_record()
    place = record.service.service_at_locations[0].location
    assert place is not None
    place.phones = list(record.service.phones)
    mapping.save([record.service])
    record.service.phones = []
    mapping.save([record.service])
    loaded = mapping.load(r.Service, [record.id])[record.id]
    assert loaded.phones == []
    assert len(loaded.service_at_locations[0].location.phones) == 1


def test_one_phone_of_two_services_is_copied_with_a_steady_id(app: Flask) -> None:
    first = make_listing("First")
    again = []
    for _ in range(2):
        second = make_record("Second")
        second.service.phones[0].id = first.service.phones[0].id
        conflicts = mapping.settle_shared([second.service])
        assert [c.kind for c in conflicts] == ["copied"]
        mapping.save([second.service])
        again.append(second.service.phones[0].id)
    assert again[0] == again[1] != first.service.phones[0].id
    assert mapping.load(r.Service, [first.id])[first.id].phones == first.service.phones


def test_one_id_with_two_contents_is_reported(app: Flask) -> None:
    record = make_record()
    twin = r.Phone(id=record.service.phones[0].id, number="(612) 555-0199")
    record.service.service_at_locations[0].phones = [twin]
    conflicts = mapping.save([record.service])
    assert [(c.kind, c.entity) for c in conflicts] == [("different", "phone")]
    assert "number" in conflicts[0].detail


def test_attributes_hang_on_the_right_kind_of_row(app: Flask) -> None:
    record = make_record()
    same = an_id("same")
    unit = r.Unit(id=same, name="place", attributes=[r.Attribute(id=an_id("a"), value="of unit")])
    record.service.capacities = [
        r.ServiceCapacity(
            id=same,
            unit=unit,
            available=3,
            attributes=[r.Attribute(id=an_id("b"), value="of capacity")],
        )
    ]
    mapping.save([record.service])
    capacity = mapping.load(r.Service, [record.id])[record.id].capacities[0]
    assert [a.value for a in capacity.attributes] == ["of capacity"]
    assert capacity.unit is not None
    assert [a.value for a in capacity.unit.attributes] == ["of unit"]


def test_the_tables_hold_every_field_of_the_standard(shared: Path) -> None:
    from directory.listings.models import NODES

    fields = json.loads((shared / "hsds/derived/hsds-3.2.3-fields.json").read_text("utf-8"))
    nodes = {node.entity: node for node in NODES.values()}
    assert set(nodes) == set(fields["objects"])
    renamed = {
        ("attribute", "link_id"): "owner_id",
        ("metadata", "resource_id"): "owner_id",
    }
    for name, description in fields["objects"].items():
        columns = {column.name for column in nodes[name].table.columns}
        wanted = {renamed.get((name, field), field) for field in description["scalars"]}
        assert wanted <= columns, name
        branches = {branch.name for branch in nodes[name].branches}
        assert set(description["nested_one"]) | set(description["nested_many"]) <= branches, name


def test_a_moment_survives_to_the_millisecond(app: Flask) -> None:
    record = make_listing(at=NOON.replace(microsecond=123000))
    from directory.listings.queries import published

    assert published([record.id])[record.id].changed_at.microsecond == 123000
