"""Words in, places out: what people type for where they are."""

import csv
import math
import os
import threading
from pathlib import Path

import pytest

from directory.geo.gazetteer import Gazetteer

# What is typed, and the label of the place that should come first on a site at home in the US.
LOOKUPS = [
    # towns, with and without what they lie in
    ("Minneapolis", "Minneapolis, Minnesota"),
    ("minneapolis", "Minneapolis, Minnesota"),
    ("MINNEAPOLIS", "Minneapolis, Minnesota"),
    ("  Minneapolis  ", "Minneapolis, Minnesota"),
    ("Minneapolis MN", "Minneapolis, Minnesota"),
    ("minneapolis mn", "Minneapolis, Minnesota"),
    ("Minneapolis, MN", "Minneapolis, Minnesota"),
    ("Minneapolis,MN", "Minneapolis, Minnesota"),
    ("Minneapolis, Minnesota", "Minneapolis, Minnesota"),
    ("Minneapolis, Minnesota, USA", "Minneapolis, Minnesota"),
    ("Minneapolis MN USA", "Minneapolis, Minnesota"),
    ("Paris", "Paris, France"),
    ("Paris, Texas", "Paris, Texas"),
    ("Paris TX", "Paris, Texas"),
    ("Paris texas", "Paris, Texas"),
    ("Portland, OR, USA", "Portland, Oregon"),
    ("portland or", "Portland, Oregon"),
    ("Portland Maine", "Portland, Maine"),
    ("London", "London, England"),
    ("London, UK", "London, England"),
    ("London UK", "London, England"),
    ("London, Ontario", "London, Ontario"),
    ("London, Canada", "London, Ontario"),
    ("Manchester, England", "Manchester, England"),
    ("Manchester UK", "Manchester, England"),
    ("Manchester NH", "Manchester, New Hampshire"),
    ("Aberystwyth", "Aberystwyth, Wales"),
    ("Hexham", "Hexham, England"),
    ("Belfast, Northern Ireland", "Belfast, Northern Ireland"),
    ("Cork, Ireland", "Cork, Ireland"),
    ("Dublin, Ireland", "Dublin, Ireland"),
    ("Perth, Australia", "Perth, Western Australia"),
    ("Perth, Scotland", "Perth, Scotland"),
    ("Stretford, Manchester", "Stretford, England"),
    ("Washington, DC", "Washington, District of Columbia"),
    ("Lebanon PA", "Lebanon, Pennsylvania"),
    ("Van Nuys", "Van Nuys, California"),
    ("Franklin (Williamson County), Tennessee", "Franklin, Tennessee"),
    # short words, hyphens, apostrophes, spaces
    ("St. Paul", "Saint Paul, Minnesota"),
    ("St Paul", "Saint Paul, Minnesota"),
    ("Saint Paul", "Saint Paul, Minnesota"),
    ("st paul, mn", "Saint Paul, Minnesota"),
    ("St Louis", "St. Louis, Missouri"),
    ("Saint Louis", "St. Louis, Missouri"),
    ("Sault Sainte Marie, Michigan", "Sault Ste. Marie, Michigan"),
    ("Ft Worth", "Fort Worth, Texas"),
    ("Fort Worth", "Fort Worth, Texas"),
    ("Mt. Vernon, NY", "Mount Vernon, New York"),
    ("Mount Vernon, NY", "Mount Vernon, New York"),
    ("Winston Salem", "Winston-Salem, North Carolina"),
    ("Winston-Salem", "Winston-Salem, North Carolina"),
    ("LaCrosse", "La Crosse, Wisconsin"),
    ("La Crosse", "La Crosse, Wisconsin"),
    ("O'Fallon, MO", "O'Fallon, Missouri"),
    ("O\u2019Fallon, MO", "O'Fallon, Missouri"),
    ("OFallon MO", "O'Fallon, Missouri"),
    ("Coeur dAlene", "Coeur d'Alene, Idaho"),
    ("Kings Lynn", "King's Lynn, England"),
    ("Stratford upon Avon", "Stratford-upon-Avon, England"),
    ("N Hollywood", "North Hollywood, California"),
    # accents both ways
    ("Zürich", "Zürich, Switzerland"),
    ("Zurich", "Zürich, Switzerland"),
    ("Zuerich", "Zürich, Switzerland"),
    ("München", "Munich, Germany"),
    ("Muenchen", "Munich, Germany"),
    ("Munich", "Munich, Germany"),
    ("Montreal", "Montréal, Quebec"),
    ("Montréal", "Montréal, Quebec"),
    ("San José, CA", "San Jose, California"),
    ("Española", "Española, New Mexico"),
    ("espanola nm", "Española, New Mexico"),
    ("Malmö", "Malmö, Sweden"),
    ("malmo", "Malmö, Sweden"),
    # nicknames
    ("NYC", "New York, New York"),
    ("New York", "New York, New York"),
    ("New York, NY", "New York, New York"),
    ("SF", "San Francisco, California"),
    ("Philly", "Philadelphia, Pennsylvania"),
    # ZIPs
    ("55401", "55401, Minneapolis, MN"),
    ("55401-1234", "55401, Minneapolis, MN"),
    ("Minneapolis, MN 55401", "55401, Minneapolis, MN"),
    ("55401, Minneapolis, MN", "55401, Minneapolis, MN"),
    ("05047", "05047, Hartford, VT"),
    # counties, states, countries
    ("Hennepin County", "Hennepin County, Minnesota"),
    ("Hennepin County, MN", "Hennepin County, Minnesota"),
    ("Minnesota", "Minnesota"),
    ("minnesota", "Minnesota"),
    ("MN", "Minnesota"),
    ("Minnesota, USA", "Minnesota"),
    ("Georgia", "Georgia"),
    ("Scotland", "Scotland, United Kingdom"),
    ("Ontario, Canada", "Ontario, Canada"),
    ("Nuevo México", "New Mexico"),
    ("Carolina del Norte", "North Carolina"),
    ("United Kingdom", "United Kingdom"),
    ("UK", "United Kingdom"),
    ("U.S.", "United States"),
    ("Estados Unidos", "United States"),
    ("Francia", "France"),
]


@pytest.mark.parametrize(("words", "label"), LOOKUPS)
def test_what_people_type_finds_the_place_they_mean(
    gazetteer: Gazetteer, words: str, label: str
) -> None:
    places = gazetteer.locate(words)
    assert places, f"nothing found for {words!r}"
    assert places[0].label == label


@pytest.mark.parametrize(
    "words", ["", " ", ",", "xqzzy", "mn", "99999", "1", "()", "\x00", "a" * 5000, "☃", "%", "'"]
)
def test_words_that_are_no_place_find_none(gazetteer: Gazetteer, words: str) -> None:
    assert gazetteer.locate(words) == []


@pytest.mark.parametrize("label", sorted({label for _, label in LOOKUPS}))
def test_a_label_finds_its_place_again(gazetteer: Gazetteer, label: str) -> None:
    assert gazetteer.locate(label)[0].label == label


def test_a_shared_name_offers_the_choice_best_known_first(gazetteer: Gazetteer) -> None:
    springfields = gazetteer.locate("Springfield")
    assert len(springfields) == 10
    assert {"MO", "MA", "IL", "OR"} <= {place.state for place in springfields}
    assert gazetteer.doubtful(springfields)
    assert not gazetteer.doubtful(gazetteer.locate("Minneapolis"))
    assert not gazetteer.doubtful([])


def test_the_country_of_the_site_decides_between_equals(gazetteer: Gazetteer) -> None:
    assert gazetteer.locate("Manchester", country="US")[0].state == "NH"
    assert gazetteer.locate("Manchester", country="GB")[0].state == "ENG"
    assert gazetteer.locate("Cambridge", country="GB")[0].state == "ENG"
    assert gazetteer.locate("Birmingham", country="US")[0].state == "AL"


def test_a_place_says_all_it_knows(gazetteer: Gazetteer) -> None:
    place = gazetteer.locate("Minneapolis")[0]
    assert (place.kind, place.country, place.state, place.state_name) == (
        "town",
        "US",
        "MN",
        "Minnesota",
    )
    assert place.county == "Hennepin County"
    assert place.areas == ("world", "US", "US-MN", "US-MN-Hennepin")
    assert place.latitude == pytest.approx(44.98, abs=0.01)
    assert place.longitude == pytest.approx(-93.26, abs=0.01)
    assert place.population > 350_000
    assert 5 < place.uncertainty_km < 15


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("minn", "Minneapolis, Minnesota"),
        ("MINNE", "Minneapolis, Minnesota"),
        ("st. pa", "Saint Paul, Minnesota"),
        ("saint pa", "Saint Paul, Minnesota"),
        ("st", "Stockton, California"),
        ("san f", "San Francisco, California"),
        ("new y", "New York, New York"),
        ("Portland, o", "Portland, Oregon"),
        ("Portland, OR", "Portland, Oregon"),
        ("hexh", "Hexham, England"),
        ("montré", "Montréal, Quebec"),
        ("montre", "Montréal, Quebec"),
        ("5540", "55401, Minneapolis, MN"),
    ],
)
def test_places_are_suggested_while_typing(gazetteer: Gazetteer, typed: str, label: str) -> None:
    suggested = [place.label for place in gazetteer.complete(typed)]
    assert label in suggested
    assert len(suggested) == len(set(suggested)) <= 8


@pytest.mark.parametrize("typed", ["", " ", ",", "xqzzyx", "'", "\x00", "☃"])
def test_nothing_is_suggested_for_nothing(gazetteer: Gazetteer, typed: str) -> None:
    assert gazetteer.complete(typed) == []


def test_the_nearest_place_is_found_far_from_towns_but_not_at_sea(gazetteer: Gazetteer) -> None:
    downtown = gazetteer.nearest(44.9837, -93.2695)
    assert downtown is not None
    assert downtown.label.endswith("Minneapolis, MN")
    assert gazetteer.state_of(39.5, -117.0) == ("US", "NV")
    assert gazetteer.nearest(-40.0, -120.0) is None
    assert gazetteer.nearest(math.nan, 0.0) is None
    assert gazetteer.nearest(91.0, 0.0) is None
    assert gazetteer.nearest(65.0, 180.0) == gazetteer.nearest(65.0, -180.0)


@pytest.mark.parametrize(
    ("latitude", "longitude", "country", "state", "inside"),
    [
        (44.98, -93.27, "US", "MN", True),
        (44.98, -93.27, "US", "Minnesota", True),
        (44.98, -93.27, "United States", "", True),
        (44.98, -93.27, "US", "WI", False),
        (41.75, -72.69, "US", "VT", False),
        (41.75, -72.69, "US", "CT", True),
        (-93.27, 44.98, "US", "MN", False),  # axes swapped, off the earth
        (44.98, 93.27, "US", "MN", False),  # a lost sign
        (0.0, 0.0, "US", "", False),
        (math.nan, 0.0, "US", "", False),
        (51.5, -0.12, "GB", "", True),
        (51.5, -0.12, "GB", "England", True),
        (51.5, -0.12, "UK", "Scotland", False),
        (51.5, -0.12, "GB", "Greater London", True),  # an unknown state: the country is judged
        (48.85, 2.35, "GB", "", False),
        (35.1495, -90.0490, "US", "TN", True),  # Memphis, by the river
        (35.0, -89.99, "US", "TN", None),  # on the border
        (44.98, -93.27, "XX", "", None),  # no such country
    ],
)
def test_a_point_is_judged_by_the_places_around_it(
    gazetteer: Gazetteer,
    latitude: float,
    longitude: float,
    country: str,
    state: str,
    inside: bool | None,
) -> None:
    assert gazetteer.contains(latitude, longitude, country, state) is inside


def test_only_the_misplaced_facility_is_outside_its_state(gazetteer: Gazetteer) -> None:
    name = "us_samhsa_mh_MN_OR_NM_VT.csv"
    shared = [Path(os.environ["SHARED"])] if "SHARED" in os.environ else []
    shared += [parent / "shared" for parent in Path(__file__).resolve().parents[3:5]]
    found = next((f for folder in shared if (f := folder / "data" / name).exists()), None)
    if not found:
        pytest.skip("needs ../shared/data (not present)")
    with found.open(encoding="utf-8", newline="") as file:
        outside = [
            (row["city"], row["state"])
            for row in csv.DictReader(file)
            if gazetteer.contains(
                float(row["latitude"]), float(row["longitude"]), "US", row["state"]
            )
            is False
        ]
    assert outside == [("Hartford", "VT")]


def test_a_missing_or_broken_file_finds_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"not a database" * 1000)
    for path in (tmp_path / "missing.sqlite", broken):
        nothing = Gazetteer(path)
        assert not nothing.available
        assert nothing.locate("Minneapolis") == []
        assert nothing.complete("minn") == []
        assert nothing.nearest(44.98, -93.27) is None
        assert nothing.state_of(44.98, -93.27) is None
        assert nothing.contains(44.98, -93.27, "US", "MN") is None


def test_many_threads_share_one_gazetteer(gazetteer: Gazetteer) -> None:
    answers: list[str] = []

    def ask() -> None:
        answers.extend(gazetteer.locate("Leeds, UK")[0].label for _ in range(50))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["Leeds, England"] * 400
