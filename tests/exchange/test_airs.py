"""A flat export of the AIRS/iCarol family, by the mapping that is shipped as an example. All of it
is made up."""

import csv
from pathlib import Path

import pytest

from directory.exchange.doors import File
from directory.exchange.row import Row, Weight
from directory.listings.record import Source
from directory.listings.seed_files import SEED

COLUMNS = (
    "ResourceAgencyNum", "PublicName", "AlternateName", "AgencyDescription", "ParentAgency",
    "AgencyStatus", "TaxonomyLevelName", "TaxonomyTerms", "TaxonomyCodes", "PhysicalAddress1",
    "PhysicalAddress2", "PhysicalCity", "PhysicalCounty", "PhysicalStateProvince",
    "PhysicalPostalCode", "PhysicalCountry", "PhysicalLocationDescription",
    "PhysicalAddressIsPrivate", "Latitude", "Longitude", "HoursOfOperation", "Phone1Number",
    "Phone1IsPrivate", "PhoneTollFree", "EmailAddressMain", "WebsiteAddress", "Eligibility",
    "FeeStructureSource", "IntakeProcedure", "LanguagesOfferedList", "LastVerifiedOn",
    "LastVerifiedByName", "RecordOwner", "EnteredOn", "UpdatedOn",
    "InternalNotesForEditorsAndViewers",
)  # fmt: skip
CIRCLE = {
    "ResourceAgencyNum": "4711",
    "PublicName": "Grief Circle",
    "AgencyDescription": "People who have lost somebody meet &amp; talk. A support group.",
    "ParentAgency": "Rosa's Circle",
    "TaxonomyLevelName": "Program",
    "TaxonomyTerms": "Bereavement Support Groups",
    "PhysicalAddress1": "12 Lake Street",
    "PhysicalCity": "Minneapolis",
    "PhysicalStateProvince": "MN",
    "PhysicalPostalCode": "55407",
    "PhysicalCountry": "United States",
    "Phone1Number": "(612) 555-3142 ext. 7",
    "PhoneTollFree": "800-555-0142",
    "HoursOfOperation": "Tuesdays, 6 pm to 8 pm",
    "WebsiteAddress": "https://example.org/grief",
    "Eligibility": "Adults",
    "FeeStructureSource": "No fee",
    "InternalNotesForEditorsAndViewers": "MARKER never for the public",
    "LastVerifiedByName": "MARKER Jane Doe",
}


def read(tmp_path: Path, *rows: dict[str, str]) -> list[Row]:
    path = tmp_path / "flat.csv"
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    mapping = SEED / "mappings" / "airs-flat.toml"
    found = File(path=path, form="csv", source=Source(name="A list"), mapping=mapping)
    return list(found.rows())


def test_a_program_becomes_a_listing_with_all_that_the_public_may_know(tmp_path: Path) -> None:
    (row,) = read(tmp_path, CIRCLE)
    assert row.record
    service = row.record.service
    assert service.name == "Grief Circle"
    assert service.description == "People who have lost somebody meet & talk. A support group."
    assert service.organization
    assert service.organization.name == "Rosa's Circle"
    told = [(phone.number, phone.extension) for phone in service.phones]
    assert told == [("(612) 555-3142", 7), ("800-555-0142", None)]
    place = service.service_at_locations[0]
    assert place.location
    assert (place.location.country, place.location.addresses[0].country) == ("US", "US")
    assert place.schedules[0].description == "Tuesdays, 6 pm to 8 pm"
    assert row.record.terms["topic"] == ["grief"]
    assert row.record.terms["kind"] == ["support-group"]
    assert "MARKER" not in repr(row.record)


@pytest.mark.parametrize(
    "change", [{"TaxonomyLevelName": "Agency"}, {"AgencyStatus": "Inactive since May"}]
)
def test_agencies_and_what_has_ended_are_left_out(tmp_path: Path, change: dict[str, str]) -> None:
    (row,) = read(tmp_path, CIRCLE | change)
    assert row.record is None
    assert row.has(Weight.LEFT_OUT)


def test_what_the_source_keeps_to_itself_is_not_taken(tmp_path: Path) -> None:
    (row,) = read(tmp_path, CIRCLE | {"PhysicalAddressIsPrivate": "Yes", "Phone1IsPrivate": "true"})
    assert row.record
    assert "12 Lake Street" not in repr(row.record)
    assert "555-3142" not in repr(row.record)
    assert row.has(Weight.REVIEW)


def test_a_crisis_line_waits_for_two_people(tmp_path: Path) -> None:
    (row,) = read(tmp_path, CIRCLE | {"PublicName": "County Crisis Hotline"})
    assert row.record
    assert row.record.crisis
    assert row.has(Weight.HOLD)
