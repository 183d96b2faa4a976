"""Every trap of the sample of services around Trafford."""

from pathlib import Path

import pytest

from directory.exchange.flat.mapping import load
from directory.exchange.flat.reader import read
from directory.exchange.row import Row
from directory.listings.record import Location, Record
from directory.listings.seed_files import SEED


def _read(path: Path) -> list[Row]:
    return list(read(lambda: path.open("rb"), path.name, load(SEED / "mappings/trafford.toml")))


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[Row]:
    return _read(shared / "data/trafford_mental_health_services.csv")


@pytest.fixture(scope="module")
def records(rows: list[Row]) -> list[Record]:
    return [row.record for row in rows if row.record]


def by_name(rows: list[Row], name: str) -> Row:
    return next(row for row in rows if row.record and row.record.service.name.startswith(name))


def place(record: Record | None) -> Location:
    assert record
    location = record.service.service_at_locations[0].location
    assert location
    return location


def said(row: Row, weight: str) -> str:
    return " ".join(str(f.sentence) for f in row.findings if f.weight == weight)


def test_all_60_services_come_in_as_listings_of_their_own(records: list[Record]) -> None:
    assert len({record.id for record in records}) == 60


def test_the_same_name_at_two_sites_is_two_listings_of_one_organization(
    records: list[Record],
) -> None:
    for name in ("Being There", "Dance System CIC"):
        twins = [r for r in records if r.service.name == name]
        organizations = {r.service.organization.id for r in twins if r.service.organization}
        assert (len(twins), len(organizations)) == (2, 1)


def test_the_geojson_form_gives_the_same_listings_with_points(
    shared: Path, records: list[Record]
) -> None:
    points = [r.record for r in _read(shared / "data/trafford_mental_health_services.geojson")]
    assert [r.id for r in points if r] == [r.id for r in records]
    stockport = place(points[0])
    assert (stockport.latitude, stockport.longitude) == (53.487919, -2.235277)
    assert stockport.precision == "street"


def test_a_malformed_postcode_is_told_and_not_guessed(rows: list[Row]) -> None:
    group = by_name(rows, "Altrincham Anxiety Group")
    assert place(group.record).addresses[0].postal_code == "WA154 1HF"
    assert "postcode" in said(group, "review")


def test_times_stay_words_and_somebody_is_told_to_ask(rows: list[Row]) -> None:
    group = by_name(rows, "Urmston Depression Group")
    assert group.record
    (schedule,) = group.record.service.service_at_locations[0].schedules
    assert schedule.description == "Meets on Tuesdays 1.30-3.30pm"
    assert (schedule.freq, schedule.opens_at) == (None, None)
    assert "Ask for days" in said(group, "review")


@pytest.mark.parametrize("name", ["Larkhill Demetia Cafe", "Target Cafe"])
def test_every_other_saturday_has_no_next_date(rows: list[Row], name: str) -> None:
    assert "no first date" in said(by_name(rows, name), "review")


def test_prices_in_descriptions_are_kept_as_words(rows: list[Row]) -> None:
    record = by_name(rows, "Dance System CIC").record
    assert record
    assert record.service.fees_description == "£30 for 6 week course"
    assert record.terms["cost"] == ["paid"]
    assert record.service.cost_options == []


def test_telephones_belong_to_the_uk_and_0845_says_that_it_costs(rows: list[Row]) -> None:
    numbers = [p for r in rows if r.record for p in r.record.service.phones]
    assert {phone.country for phone in numbers} == {"GB"}
    charged = [phone for phone in numbers if phone.number.startswith("0845")]
    assert [phone.description for phone in charged] == ["Calls to 0845 numbers cost extra"] * 3
    assert "0790 460 1257" in {phone.number for phone in numbers}


@pytest.mark.parametrize("name", ["Samaritans", "Manchester Rape Crisis", "Trafford Domestic"])
def test_lines_for_people_in_crisis_take_the_route_of_two_people(
    rows: list[Row], name: str
) -> None:
    row = by_name(rows, name)
    assert row.record
    assert row.record.crisis
    assert "two people" in said(row, "hold")


@pytest.mark.parametrize("name", ["Manchester Rape Crisis", "Trafford Domestic Abuse Service"])
def test_where_people_may_be_followed_only_the_town_is_kept(rows: list[Row], name: str) -> None:
    row = by_name(rows, name)
    location = place(row.record)
    assert location.addresses == []
    assert (location.precision, location.latitude) == ("town", None)
    assert location.town in ("Manchester", "Cheadle")
    assert "60 Talbot" not in str(row.record)
    assert "203 Outwood" not in str(row.record)


def test_names_and_wrong_spellings_stay_as_they_were_sent(records: list[Record]) -> None:
    texts = " ".join(f"{r.service.name} {r.service.description}" for r in records)
    assert all(word in texts for word in ("mindfullness", "dememtia", "Demetia Cafe"))


def test_one_description_may_serve_four_centres(records: list[Record]) -> None:
    centres = [r for r in records if (r.service.description or "").startswith("blueSCI")]
    assert len({r.id for r in centres}) == 4
