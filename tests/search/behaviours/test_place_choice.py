"""A name that stands for several places means the one this directory can help in."""

from collections.abc import Callable
from pathlib import Path

from directory.geo.gazetteer import gazetteer_at
from directory.search.place_choice import choose_place
from directory.search.understand import Understood, understand
from tests.search.behaviours.conftest import Library
from tests.search.making import NOW, make_document

ENGLAND, NEW_HAMPSHIRE = (53.48, -2.24), (42.99, -71.45)
Make = Callable[..., Library]


def _understood(tmp_path: Path, text: str) -> Understood:
    return understand(text, now=NOW, gazetteer=gazetteer_at(tmp_path, "US"))


def test_the_place_with_clearly_more_to_offer_is_meant(library: Make, tmp_path: Path) -> None:
    engine = library(
        *(make_document(f"Youth Group {n}", says="young people", point=ENGLAND) for n in range(5)),
        make_document("Youth Club", says="young people", point=NEW_HAMPSHIRE),
    ).engine
    asked = _understood(tmp_path, "young people Manchester")
    assert asked.place is not None
    assert asked.place.country == "US"
    meant = choose_place(engine, asked)
    assert meant.place is not None
    assert meant.place.country == "GB"
    assert asked.place in meant.other_places
    assert [chip.label for chip in meant.chips if chip.kind == "place"] == [meant.place.label]


def test_a_little_more_changes_nothing(library: Make, tmp_path: Path) -> None:
    engine = library(
        make_document("One", says="young people", point=ENGLAND),
        make_document("Two", says="young people", point=ENGLAND),
        make_document("Three", says="young people", point=NEW_HAMPSHIRE),
    ).engine
    asked = _understood(tmp_path, "young people Manchester")
    assert choose_place(engine, asked) == asked


def test_a_place_that_was_named_in_full_stays(library: Make, tmp_path: Path) -> None:
    engine = library(make_document("One", says="young people", point=ENGLAND)).engine
    asked = _understood(tmp_path, "young people Manchester, New Hampshire")
    assert choose_place(engine, asked) == asked
