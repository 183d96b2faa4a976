import csv
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.listings.duplicates import PROPOSED, block_keys, propose, score
from directory.listings.record import (
    Address,
    Location,
    Organization,
    Phone,
    Record,
    Schedule,
    Service,
    ServiceAtLocation,
    Source,
)


def listing(
    name: str = "Northern Pines Mental Health Center",
    phone: str = "218-894-1515",
    street: str = "714 West College Street",
    city: str = "Duluth",
    site: str | None = "https://www.northernpines.org",
    source: str = "",
    **service: Any,
) -> Record:
    address = Address(address_1=street, city=city, state_province="MN", country="US")
    place = [ServiceAtLocation(location=Location(addresses=[address]))] if street else []
    return Record(
        service=Service(
            name=name,
            url=site,
            phones=[Phone(number=phone, country="US")] if phone else [],
            service_at_locations=place,
            **service,
        ),
        source=Source(name=source),
    )


SAME = [
    listing(),
    listing(name="NORTHERN PINES MENTAL HEALTH CTR"),
    listing(name="Nothern Pines Mental Helath Center", phone="+1 218 894 1515 x8201"),
    listing(name="Northern Pines Wellness Center"),
    listing(street="12 Station Road"),
    listing(name="Northern Pines", site=None),
    listing(street="714 W College St", phone="", site=None),
    listing(street="", site=None),
    listing(name="Mental Health Center, Northern Pines"),
]
OTHERS = [
    listing(name="Duluth Grief Circle"),
    listing(name="Quiet Minds", phone="218-894-1515", site=None),
    listing(name="Quiet Minds", phone="", site=None),
    listing(street="9 Main Street", city="Brainerd", phone="218-829-3235"),
    listing(name="Southern Oaks Mental Health Center", site=None, phone="218-829-3235"),
    listing(name="Mental Health Center", street="", phone="", site=None),
]


@pytest.mark.parametrize("other", SAME, ids=range(len(SAME)))
def test_one_listing_in_other_words_is_proposed(other: Record) -> None:
    assert score(listing(), other).score >= PROPOSED


@pytest.mark.parametrize("other", OTHERS, ids=range(len(OTHERS)))
def test_an_address_or_a_phone_alone_is_never_enough(other: Record) -> None:
    assert score(listing(), other).score < PROPOSED


@pytest.mark.parametrize("source", ["", "facilities"])
def test_units_of_one_organization_at_one_address_are_not_duplicates(source: str) -> None:
    units = ["Chester Creek Intensive Day Trt", "Little Learners Enrichment Center", "Main Campus"]
    rows = [listing(name=f"Northwood Childrens Services {u}", source=source) for u in units]
    for one, other in combinations(rows, 2):
        assert score(one, other).score < PROPOSED


def test_two_sites_of_one_source_are_not_duplicates() -> None:
    one = listing("Being There", source="borough")
    other = listing("Being There", street="2 Southmoor Road", source="borough")
    assert score(one, other).score < PROPOSED


def test_rows_equal_in_all_are_certain() -> None:
    assert score(listing(source="a"), listing(source="a")).score == 1


def test_a_score_comes_with_reasons_for_and_against() -> None:
    reasons = [str(r) for r in score(listing(), listing(street="12 Station Road")).reasons]
    assert "The names are the same." in reasons
    assert "The addresses differ." in reasons


def test_proposals_come_likeliest_first_and_without_the_listing_itself() -> None:
    mine = listing()
    proposed = propose(mine, [mine, *OTHERS, listing(street="12 Station Road"), listing()])
    scores = [proposal.match.score for proposal in proposed]
    assert len(proposed) == 2
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("other", SAME, ids=range(len(SAME)))
def test_the_same_listings_share_a_key_for_the_database(other: Record) -> None:
    assert block_keys(listing()) & block_keys(other)


def test_a_page_on_a_site_that_many_share_says_little() -> None:
    one = listing("Oak Circle", "", "", site="https://facebook.com/oakcircle")
    other = listing("Elm Circle", "", "", site="https://facebook.com/elmcircle")
    assert not {k for k in block_keys(one) & block_keys(other) if k.startswith("site:")}


@given(st.text(), st.text(), st.text(max_size=20), st.floats(), st.floats())
def test_any_two_records_get_a_score(
    name: str, street: str, phone: str, lat: float, lon: float
) -> None:
    one = listing(name, phone, street, name, phone)
    place = one.service.service_at_locations
    if place and place[0].location:
        place[0].location.latitude, place[0].location.longitude = lat, lon
    one.service.schedules = [Schedule(byday=name)]
    one.service.organization = Organization(email=phone, website=street)
    for other in (one, listing(), Record()):
        assert 0 <= score(one, other).score <= 1
        assert score(one, other).score == score(other, one).score
    block_keys(one)


def test_the_traps_of_the_facilities(shared: Path) -> None:
    path = shared / "data/us_samhsa_mh_MN_OR_NM_VT.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    records = [
        listing(
            f"{row['name1']} {row['name2']}".strip(),
            row["phone"],
            row["street1"],
            row["city"],
            row["website"],
            source="facilities",
        )
        for row in rows
        if row["name1"].startswith(("Northwood", "Community Counseling Sol", "Trillium Family"))
    ]
    found = [
        (a.service.name, b.service.name)
        for a, b in combinations(records, 2)
        if score(a, b).score >= PROPOSED
    ]
    assert sorted(found) == [
        ("Community Counseling Solutions", "Community Counseling Solutions"),
        ("Trillium Family Services", "Trillium Family Services"),
    ]
