import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from directory.exchange.row import Row, Unreadable
from directory.exchange.tabular.reader import read
from tests.exchange.files import SOURCE, told, zipped
from tests.making import an_id

ORGANIZATIONS = f"id,name,description\n{an_id('o')},Rosa's Circle,Neighbours\n"
SERVICES = f"status,name,id,organization_id\nactive,Grief Circle,{an_id('s')},{an_id('o')}\n"


def rows(path: Path, **more: bool) -> list[Row]:
    return list(read(path, SOURCE, **more))


def package(tmp_path: Path, **files: str) -> Path:
    content: dict[str, str | bytes] = {
        "organizations.csv": ORGANIZATIONS,
        "services.csv": SERVICES,
    }
    return zipped(tmp_path / "p.zip", content | {f"{k}.csv": v for k, v in files.items()})


def test_rows_become_listings_whatever_the_order_of_columns(tmp_path: Path) -> None:
    number = f"id,service_id,organization_id,number,extension\n{an_id('p')},{an_id('s')},"
    (row,) = rows(package(tmp_path, phones=f"{number}{an_id('o')},0161 496 0000,7\n"))
    assert row.record
    (phone,) = row.record.service.phones
    assert (phone.number, phone.extension) == ("0161 496 0000", 7)
    assert row.record.service.organization
    assert row.record.service.organization.phones == [phone]


def test_a_broken_key_names_file_line_and_field_and_nothing_comes(tmp_path: Path) -> None:
    phones = f"id,number,service_id\n{an_id('p')},1,{an_id('nobody')}\n"
    found = rows(package(tmp_path, phones=phones))
    assert told(found) == [("phones.csv", 2, "service_id", "refused")]
    assert not any(row.record for row in found)


def test_on_request_wrong_rows_are_left_out_and_the_rest_comes(tmp_path: Path) -> None:
    phones = f"id,number,service_id\n{an_id('p')},1,{an_id('nobody')}\n"
    found = rows(package(tmp_path, phones=phones), partial=True)
    assert [row.record.service.phones for row in found if row.record] == [[]]


@pytest.mark.parametrize(
    ("phones", "field"),
    [
        ("id,number\n,0161 496 0000\n", "id"),
        (f"id,number\n{an_id('p')},\n", "number"),
        (f"id,number\n{an_id('p')},1\n{an_id('p')},2\n", "id"),
        (f"id,number\n{an_id('p')},1,2\n", ""),
        ("number\n1\n", "id"),
    ],
    ids=["no id", "empty", "twice", "too many cells", "no column"],
)
def test_a_wrong_row_is_reported_by_line_and_field(tmp_path: Path, phones: str, field: str) -> None:
    found = rows(package(tmp_path, phones=phones))
    assert field in {name for file, _, name, weight in told(found) if weight == "refused"}
    assert not any(row.record for row in found)


def test_an_extension_with_letters_moves_into_the_words(tmp_path: Path) -> None:
    phones = f"id,service_id,number,extension\n{an_id('p')},{an_id('s')},1,x12\n"
    found = rows(package(tmp_path, phones=phones))
    (record,) = [row.record for row in found if row.record]
    assert record.service.phones[0].description == "extension x12"


def test_a_package_without_services_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"no services\.csv"):
        rows(zipped(tmp_path / "a.zip", {"readme.txt": "hello"}))


def test_the_official_example_has_exactly_its_four_broken_keys(shared: Path) -> None:
    found = rows(shared / "hsds/spec-3.2.3/examples/csv")
    assert {(file, field) for file, _, field, weight in told(found) if weight == "refused"} == {
        ("locations.csv", "organization_id"),
        ("contacts.csv", "organization_id"),
        ("contacts.csv", "service_at_location_id"),
        ("taxonomy_terms.csv", "taxonomy_id"),
    }


def test_the_1_1_sample_comes_in_whole(shared: Path) -> None:
    found = rows(shared / "hsds/legacy-1.1-sample/all_resources")
    records = {row.record.service.name: row.record.service for row in found if row.record}
    assert len(records) == 13
    helpline = records["Never Homeless Helpline"]
    assert helpline.eligibility_description == "adult"
    assert helpline.fees_description == "Ways to pay: cash, credit card"
    assert {language.code for language in helpline.languages} == {"en", "es"}
    here = helpline.service_at_locations[0]
    assert {s.byday for s in here.schedules if s.group is None} >= {"MO", "TU"}
    assert [s.closed for s in here.schedules if s.group == "holiday"] == [True]
    kinds = {address.address_type for address in here.location.addresses}  # type: ignore[union-attr]
    assert kinds == {"physical", "postal"}


def test_the_relational_sample_comes_in_with_its_oddities_told(shared: Path) -> None:
    found = rows(shared / "data/ohana_sample")
    records = {row.record.service.name: row for row in found if row.record}
    assert len(records) == 23
    assert not [entry for entry in told(found) if entry[3] == "refused"]
    assert ("regular_schedules.csv", 12, "closes_at", "review") in told(found)
    assert ("holiday_schedules.csv", 3, "end_date", "note") in told(found)
    passport = records["Passport Photos"]
    assert any(finding.weight == "hold" for finding in passport.findings)
    service = passport.record.service  # type: ignore[union-attr]
    assert {phone.type for phone in service.phones} == {"voice", "fax", "text"}
    assert [a.taxonomy_term.code for a in service.attributes if a.taxonomy_term]
    closed = [s.description for s in service.schedules if s.group == "holiday"]
    assert closed == ["Closed each year: 1 January"]


_PLACES = {
    "mail_address": "mail_addresses", "address": "addresses", "holiday": "holiday_schedules",
    "hs_": "holiday_schedules", "regular": "regular_schedules", "phone": "phones",
    "contact": "contacts", "program": "programs", "category": "taxonomy",
    "taxonomy": "taxonomy", "service": "services", "location": "locations",
    "org": "organizations",
}  # fmt: skip
_SUPPORTING = {"locations", "programs", "services", "taxonomy"}


def swapped(shared: Path, tmp_path: Path, fixture: Path) -> tuple[Path, str]:
    """The sample with one file replaced, and that file's name."""
    folder = tmp_path / "sample"
    shutil.copytree(
        shared / "data/ohana_sample", folder, ignore=shutil.ignore_patterns("invalid_fixtures")
    )
    name = next(place for word, place in _PLACES.items() if word in fixture.stem) + ".csv"
    (folder / name).unlink()
    shutil.copyfile(fixture, folder / name)
    return folder, name


def test_each_invalid_file_is_reported_by_line_and_leaves_nothing_behind(
    shared: Path, tmp_path: Path
) -> None:
    fixtures = sorted((shared / "data/ohana_sample/invalid_fixtures").glob("*.csv"))
    invalid = [f for f in fixtures if not f.stem.startswith("valid_")]
    assert len(fixtures) == 51
    for number, fixture in enumerate(invalid):
        folder, name = swapped(shared, tmp_path / str(number), fixture)
        found = rows(folder)
        if fixture.stem in _SUPPORTING:
            continue
        told_here = [entry for entry in told(found) if entry[0] == name and entry[1] > 1]
        # Too few categories breaks the services that name the missing ones.
        if fixture.stem == "existing_category":
            told_here = [entry for entry in told(found) if entry[2] == "taxonomy_term_id"]
        assert told_here, fixture.name
        if any(weight == "refused" for *_, weight in told(found)):
            assert not any(row.record or row.alone for row in found), fixture.name
        else:
            assert fixture.stem == "hs_with_spelled_out_date"  # odd, but there is no doubt


def test_each_valid_file_is_clean_by_itself(shared: Path, tmp_path: Path) -> None:
    fixtures = sorted((shared / "data/ohana_sample/invalid_fixtures").glob("valid_*.csv"))
    assert len(fixtures) == 18
    for number, fixture in enumerate(fixtures):
        folder, name = swapped(shared, tmp_path / str(number), fixture)
        wrong = [
            entry
            for entry in told(rows(folder))
            if entry[0] == name and entry[3] == "refused" and entry[2] != "taxonomy_term_id"
        ]
        assert not [entry for entry in wrong if not entry[2].endswith("_id")], fixture.name


def test_a_package_with_flipped_bytes_never_ends_in_anything_but_a_sentence(
    tmp_path: Path,
) -> None:
    path = package(tmp_path, phones=f"id,number,service_id\n{an_id('p')},1,{an_id('s')}\n")
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 0x55
        path.write_bytes(damaged)
        with suppress(Unreadable):
            rows(path)
