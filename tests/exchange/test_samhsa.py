"""Every trap of the sample of mental-health facilities."""

from pathlib import Path

import pytest

from directory.exchange.flat.mapping import load
from directory.exchange.flat.reader import read
from directory.exchange.row import Row
from directory.listings.record import Address, Location, Record, Service
from directory.listings.seed_files import SEED
from tests.exchange.files import told


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[Row]:
    path = shared / "data/us_samhsa_mh_MN_OR_NM_VT.csv"
    mapping = load(SEED / "mappings/samhsa-mh.toml")
    return list(read(lambda: path.open("rb"), path.name, mapping))


@pytest.fixture(scope="module")
def records(rows: list[Row]) -> list[Record]:
    return [row.record for row in rows if row.record]


def place(service: Service) -> Location:
    location = service.service_at_locations[0].location
    assert location
    return location


def address(service: Service) -> Address:
    return place(service).addresses[0]


def named(records: list[Record], name: str) -> list[Service]:
    return [r.service for r in records if r.service.name == name]


def test_all_498_facilities_come_in(records: list[Record]) -> None:
    assert len({record.id for record in records}) == 498


def test_zip_codes_get_their_zeros_back(records: list[Record]) -> None:
    codes = [address(r.service).postal_code for r in records]
    assert all(len(code) in (5, 10) for code in codes)
    vermont = [a for r in records if (a := address(r.service)).state_province == "VT"]
    assert len(vermont) == 50
    assert all(a.postal_code.startswith("05") for a in vermont)


def test_na_is_no_zip_4_and_38_lost_its_zeros(records: list[Record]) -> None:
    codes = [address(r.service).postal_code for r in records]
    assert sum("-" in code for code in codes) == 498 - 417
    assert sum(code.endswith("-0038") for code in codes) == 1
    assert not any("NA" in code for code in codes)


def test_a_second_name_finishes_the_first_or_is_the_unit(records: list[Record]) -> None:
    (finished,) = named(records, "Haven Behavioral Hospital of Albuquerque")
    assert place(finished).name is None
    (unit,) = named(records, "Northern Pines Mental Health Center: Pine River Office")
    assert unit.organization
    assert unit.organization.name == "Northern Pines Mental Health Center"
    assert place(unit).name == "Pine River Office"
    assert not any(r.service.name != r.service.name.strip() for r in records)


def test_units_of_one_organization_share_it(records: list[Record]) -> None:
    pines = {
        r.service.organization.id
        for r in records
        if r.service.name.startswith("Northwood Childrens Services") and r.service.organization
    }
    assert len(pines) == 1


def test_exact_duplicates_are_both_kept_and_proposed(rows: list[Row]) -> None:
    same = [entry for entry in told(rows) if entry[3] == "review"]
    assert len(same) == 2
    names = {row.record.service.name for row in rows if row.findings and row.record}
    assert any("Community Counseling Solutions" in name for name in names)
    assert any("Trillium Family Services" in name for name in names)


def test_look_alikes_at_one_address_or_telephone_are_not_touched(records: list[Record]) -> None:
    northwood = [r for r in records if r.service.name.startswith("Northwood Childrens Services")]
    assert len({r.id for r in northwood}) == len(northwood) >= 5


def test_a_bare_http_is_no_website(records: list[Record]) -> None:
    assert sum(r.service.url is None for r in records) == 44
    assert not any(r.service.url == "http://" for r in records)


def test_extensions_are_split_and_intake_numbers_labelled(records: list[Record]) -> None:
    phones = [phone for r in records for phone in r.service.phones]
    assert not any("x" in phone.number for phone in phones)
    (lakewood,) = named(records, "Lakewood Health System")[:1]
    assert (lakewood.phones[0].number, lakewood.phones[0].extension) == ("218-894-1515", 8201)
    intake = [phone for phone in phones if "intake" in (phone.description or "")]
    assert len(intake) == 162 + 72


def test_shortened_words_stay_as_the_source_has_them(records: list[Record]) -> None:
    assert named(records, "Healthcare and Rehab Servs of Southeastern Vermont")


def test_what_the_source_does_not_say_stays_unknown(records: list[Record]) -> None:
    for record in records:
        service = record.service
        assert service.description is None
        assert not service.schedules
        assert not service.cost_options
        assert not service.languages
        assert "cost" not in record.terms
