"""Places an installation adds for itself."""

from pathlib import Path

from directory.geo.gazetteer import Gazetteer, gazetteer_at
from directory.geo.own_places import add_places, remove_fictional_places
from directory.geo.phrases import places_in
from directory.geo.place import Place

WILLOW = {
    "country": "US",
    "state": "MN",
    "state_name": "Minnesota",
    "county": "Willow County",
    "latitude": 45.5,
    "longitude": -95.5,
    "label": "",
    "fictional": True,
}
DEMO = [
    Place(kind="county", name="Willow County", **WILLOW),
    Place(kind="town", name="Alderwick", population=12_000, uncertainty_km=3.0, **WILLOW),
    Place(kind="zip", name="Alderwick", code="00001", **WILLOW),
]


def test_own_places_are_found_beside_the_shipped_ones(gazetteer: Gazetteer, tmp_path: Path) -> None:
    assert add_places(tmp_path, DEMO) == 3
    own = Gazetteer(instance=tmp_path)
    assert own.locate("Alderwick")[0].label == "Alderwick, Minnesota"
    assert own.locate("Alderwick, MN")[0].fictional
    assert own.locate("00001")[0].label == "00001, Alderwick, MN"
    assert own.locate("Willow County")[0].areas == ("world", "US", "US-MN", "US-MN-Willow")
    assert "Alderwick, Minnesota" in [place.label for place in own.complete("alderw")]
    assert places_in("grief near Alderwick", own)[0].places[0].fictional
    assert own.locate("Minneapolis")[0].label == "Minneapolis, Minnesota"
    assert gazetteer.locate("Alderwick") == []


def test_a_real_place_comes_before_a_fictional_one_of_its_name(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    add_places(tmp_path, [Place(kind="town", name="Hexham", population=10**7, **WILLOW)])
    assert not Gazetteer(instance=tmp_path).locate("Hexham")[0].fictional


def test_adding_again_changes_nothing_and_removing_takes_only_fiction(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    real = Place(
        kind="town",
        name="Little Quarter",
        label="",
        latitude=44.9,
        longitude=-93.2,
        country="US",
        state="MN",
        state_name="Minnesota",
    )
    assert add_places(tmp_path, [*DEMO, real]) == 4
    assert add_places(tmp_path, DEMO) == 4
    assert remove_fictional_places(tmp_path) == 3
    own = Gazetteer(instance=tmp_path)
    assert own.locate("Alderwick") == []
    assert own.locate("Little Quarter")[0].state_name == "Minnesota"


def test_a_running_site_sees_new_places_without_a_restart(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    assert gazetteer_at(tmp_path).locate("Alderwick") == []
    add_places(tmp_path, DEMO)
    assert gazetteer_at(tmp_path).locate("Alderwick") != []
    assert gazetteer_at(tmp_path) is gazetteer_at(tmp_path)
