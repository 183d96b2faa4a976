"""HSDS files against the standard's own examples and descriptor, where these are at hand."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from directory.exchange import hsds_json
from directory.exchange.export import Wanted, export
from directory.exchange.tabular.tables import Column, descriptor_type, tables
from directory.extensions import db
from directory.listings import mapping
from directory.listings.publishable import everything
from directory.listings.record import Location, Record, Service
from directory.listings.serializers import hsds
from tests.exchange.test_round_trips import canonical
from tests.making import NOON, make_listing

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def examples(shared: Path) -> Path:
    return shared / "hsds/spec-3.2.3/examples"


def _through_the_tables(records: list[Record]) -> list[Any]:
    """Saved, forgotten and loaded again."""
    services = [record.service for record in records]
    mapping.settle_shared(services)
    mapping.save(services)
    db.session.commit()
    db.session.expunge_all()
    loaded = mapping.load(Service, [service.id for service in services])
    return [everything(Record(service=loaded[service.id])) for service in services]


@pytest.mark.parametrize(
    "name", ["service_full", "organization_full", "service_at_location_full", "location"]
)
def test_an_official_example_comes_out_as_it_went_in(app: Flask, examples: Path, name: str) -> None:
    path = examples / f"{name}.json"
    rows = list(hsds_json.read(lambda: path.open("rb"), path.name, _source()))
    assert [(row.findings, row.not_carried) for row in rows] == [([], [])]
    if name == "location":
        place = rows[0].alone
        assert isinstance(place, Location)
        mapping.settle_shared([place])
        mapping.save([place])
        db.session.commit()
        document = hsds.location(mapping.load(Location, [place.id])[place.id], NOW, profile=False)
    else:
        records = _through_the_tables([row.record for row in rows if row.record])
        if name == "service_full":
            document = hsds.service(records[0], NOW, profile=False)
        elif name == "organization_full":
            document = hsds.organization(records, NOW, profile=False)
        else:
            here = records[0].service.service_at_locations[0]
            document = hsds.service_at_location(records[0], here, NOW, profile=False)
    assert canonical(document) == canonical(json.loads(path.read_text("utf-8")))


def _source() -> Any:
    from directory.listings.record import Source

    return Source(name="Official examples")


def test_the_tables_agree_with_the_official_descriptor(shared: Path) -> None:
    official = json.loads((shared / "hsds/spec-3.2.3/datapackage.json").read_text("utf-8"))
    theirs = {resource["name"]: resource for resource in official["resources"]}
    assert theirs.keys() == tables().keys()
    different = []
    for name, resource in theirs.items():
        spec = tables()[name]
        assert resource["path"] == spec.file
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        ours = {column.name: column for column in spec.columns if not column.ours}
        assert fields.keys() == ours.keys(), name
        different += [(name, field) for field in fields if _differs(fields[field], ours[field])]
        keys = {
            (key["fields"], key["reference"]["resource"])
            for key in resource["schema"].get("foreignKeys", [])
        }
        assert keys == {(c.name, c.refers_to) for c in spec.columns if c.refers_to}, name
    # A second program of one organization would break the official rule.
    assert different == [("program", "organization_id")]


def _differs(field: dict[str, Any], column: Column) -> bool:
    ours = descriptor_type(column)
    limits = ("required", "unique", "enum")
    return (
        any(field.get(key) != ours.get(key) for key in ("type", "format"))
        or any(field["constraints"].get(k) != ours["constraints"].get(k) for k in limits)
    )  # fmt: skip


def test_an_exported_package_is_valid_in_all_its_24_tables(app: Flask, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="needs frictionless (not installed)")
    make_listing()
    make_listing("Warm Evenings", key="second")
    path = tmp_path / "all.zip"
    assert export(path, Wanted(form="hsds-tabular"), NOON) == 2
    import zipfile

    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "all")
    report = frictionless.Package(str(tmp_path / "all/datapackage.json")).validate()
    assert [task.name for task in report.tasks if not task.valid] == []
    assert (len(report.tasks), report.valid) == (24, True)
