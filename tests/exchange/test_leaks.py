"""What must not leave does not leave: planted markers, looked for in every form of export."""

import csv
import json
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from directory.exchange.export import EXPORTS, Wanted, export
from directory.extensions import db
from directory.listings.actions import hide, publish
from directory.listings.publishable import publishable
from directory.listings.record import (
    Accessibility,
    Contact,
    Metadata,
    Phone,
    Record,
    Schedule,
    ServiceCapacity,
    Unit,
)
from directory.submissions.imported import receive_import
from tests.making import NOON, an_id, make_listing, make_record

MARKER = "ZZLEAK"


def leaky() -> Record:
    """A record with a marker in everything that must stay here."""
    record = make_record(
        "Shelter Circle",
        facts={
            "consent": f"{MARKER}-consent", "led_by_evidence": f"{MARKER}-evidence",
            "wait": f"{MARKER}-wait", "wait_checked": "2020-01-01",
        },
        location={
            "precision": "town", "latitude": 44.948311, "longitude": -93.248499,
            "name": f"{MARKER}-venue", "transportation": f"{MARKER}-bus",
            "description": f"{MARKER}-door", "external_identifier": f"{MARKER}-uprn",
        },
    )  # fmt: skip
    service = record.service
    service.assurer_email = f"{MARKER}@example.org"
    service.wait_time = f"{MARKER}-old"
    service.contacts = [
        Contact(id=an_id("c1"), name=f"{MARKER} Doe", email="desk@example.org"),
        Contact(id=an_id("c2"), name="Jane Zzleakson", email="jane.zzleakson@example.org"),
    ]
    service.capacities = [
        ServiceCapacity(
            id=an_id("cap"), unit=Unit(id=an_id("u"), name=f"{MARKER}-beds"), available=3,
            updated="2020-01-01",
        )
    ]  # fmt: skip
    service.metadata = [
        Metadata(
            id=an_id("m"), resource_type="service", last_action_date="2026-01-01",
            last_action_type="update", field_name="assurer_email", previous_value=f"{MARKER}-a",
            replacement_value=f"{MARKER}-b", updated_by=f"{MARKER} Max",
        )
    ]  # fmt: skip
    here = service.service_at_locations[0]
    here.schedules.append(Schedule(id=an_id("sch"), byyearday="2,3", description="By hand"))
    assert here.location
    here.location.addresses[0].address_1 = f"{MARKER}-street"
    here.location.accessibility = [
        Accessibility(id=an_id("acc"), description="Ramp", details=f"{MARKER}-alley")
    ]
    assert service.organization
    service.organization.tax_id = f"{MARKER}-tax"
    service.organization.locations = [here.location]
    service.phones.append(Phone(id=an_id("tel"), number="+44 161 496 0000", country="GB"))
    return record


@pytest.mark.parametrize("form", EXPORTS)
def test_no_marker_is_in_any_export(app: Flask, tmp_path: Path, form: str) -> None:
    publish([leaky()], role="operator", reason="test", at=NOON)
    gone = make_listing(f"{MARKER} hidden", key="gone")
    hide(gone.id, at=NOON)
    sent = make_record(f"{MARKER} sent", key="sent")
    receive_import([sent], import_id=None, problems={}, at=NOON)
    db.session.commit()
    path = tmp_path / "out"
    assert export(path, Wanted(form=form, site="https://example.org"), NOON) == 1
    raw = path.read_bytes()
    if zipfile.is_zipfile(path):  # a spreadsheet is one too
        with zipfile.ZipFile(path) as archive:
            raw = b"".join(archive.read(name) for name in archive.namelist())
    text = raw.decode("utf-8")
    assert "Shelter Circle" in text
    assert MARKER not in text
    assert MARKER.lower() not in text.lower()
    for exact in ("44.9483", "93.2484", "Rosa told us"):
        assert exact not in text


def test_the_gate_changes_a_copy_and_not_the_record() -> None:
    record = leaky()
    publishable(record, today=NOON.date())
    assert record == leaky()


def test_the_operators_own_copy_holds_everything(app: Flask, tmp_path: Path) -> None:
    publish([leaky()], role="operator", reason="test", at=NOON)
    path = tmp_path / "mine.json"
    export(path, Wanted(form="hsds-json", complete=True), NOON)
    text = path.read_text()
    assert all(f"{MARKER}-{word}" in text for word in ("consent", "evidence", "street", "tax"))
    assert path.stat().st_mode & 0o077 == 0


DANGEROUS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"]  # noqa: RUF001


def _descriptions(app: Flask, path: Path, form: str) -> list[dict[str, str]]:
    for number, text in enumerate(DANGEROUS):
        record = make_record(f"Circle {number}", service={"description": text})
        record.service.phones[0].number = "+44 161 496 0000"
        publish([record], role="operator", reason="test", at=NOON)
    export(path, Wanted(form=form), NOON)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return sorted(csv.DictReader(stream), key=lambda row: row["name"])


def test_a_table_for_people_holds_no_formula(app: Flask, tmp_path: Path) -> None:
    rows = _descriptions(app, tmp_path / "a.csv", "csv")
    assert [row["description"] for row in rows] == ["'" + text for text in DANGEROUS]
    assert {row["phone"] for row in rows} == {"+44 161 496 0000"}
    assert {row["longitude"] for row in rows} == {"-93.2484"}


def test_a_table_for_programs_holds_the_very_texts(app: Flask, tmp_path: Path) -> None:
    rows = _descriptions(app, tmp_path / "a.csv", "csv-machine")
    assert [row["description"] for row in rows] == DANGEROUS


def test_geojson_puts_longitude_first_and_a_meeting_feed_names_its_page(
    app: Flask, tmp_path: Path
) -> None:
    make_listing()
    export(tmp_path / "g", Wanted(form="geojson"), NOON)
    (feature,) = json.loads((tmp_path / "g").read_text())["features"]
    assert feature["geometry"]["coordinates"] == [-93.2484, 44.9483]
    export(tmp_path / "m", Wanted(form="meetings", site="https://example.org"), NOON)
    (meeting,) = json.loads((tmp_path / "m").read_text())
    assert (meeting["day"], meeting["time"], meeting["end_time"]) == (2, "18:30", "20:00")
    assert meeting["url"].startswith("https://example.org/listings/grief-circle")
    assert meeting["attendance_option"] == "in_person"
