"""Changes, rebuilding, comparing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from directory.search.engine import EngineUnavailable
from tests.search.behaviours.conftest import EngineMaker, Library
from tests.search.making import make_document, make_query

Make = Callable[..., Library]


def test_an_engine_without_an_index_says_so(make_engine: EngineMaker) -> None:
    engine = make_engine()
    for ask in (engine.ping, lambda: engine.find(make_query("grief")), engine.contents):
        with pytest.raises(EngineUnavailable):
            ask()


def test_an_empty_index_answers_with_nothing(library: Make) -> None:
    shelf = library()
    assert shelf.find("grief") == shelf.find() == []
    assert shelf.engine.contents() == {}
    assert list(shelf.engine.suggest("a")) == []


def test_a_new_listing_is_found_when_apply_returns(library: Make) -> None:
    shelf = library()
    new = make_document("New", says="grief")
    shelf.names[new.id] = "New"
    shelf.engine.apply([(new.id, new, 1)])
    assert shelf.find("grief") == ["New"]


def test_a_changed_listing_is_found_by_its_new_words_only(library: Make) -> None:
    old = make_document("One", says="grief")
    shelf = library(old)
    shelf.engine.apply([(old.id, replace(make_document("One", says="sleep"), revision=2), 2)])
    assert shelf.find("grief") == []
    assert shelf.find("sleep") == ["One"]
    assert shelf.engine.contents() == {old.id: 2}


def test_a_withdrawn_listing_is_found_by_nothing(library: Make) -> None:
    old = make_document("One", says="grief")
    shelf = library(old, make_document("Two", says="grief"))
    shelf.engine.apply([(old.id, None, 2)])
    assert shelf.find("grief") == ["Two"]
    assert old.id not in shelf.engine.contents()


def test_an_older_change_is_left_alone(library: Make) -> None:
    old = replace(make_document("One", says="grief"), revision=5)
    shelf = library(old)
    shelf.engine.apply([(old.id, replace(make_document("One", says="sleep"), revision=4), 4)])
    assert shelf.find("grief") == ["One"]


def test_the_same_change_twice_is_the_same_as_once(library: Make) -> None:
    shelf = library(make_document("One", says="grief"))
    changed = replace(make_document("One", says="sleep"), revision=2)
    for _ in range(3):
        shelf.engine.apply([(changed.id, changed, 2)])
    assert shelf.page().total == 1
    assert shelf.page().counts == {}


def test_of_two_changes_in_one_batch_the_last_counts(library: Make) -> None:
    shelf = library(make_document("One", says="grief"))
    first = replace(make_document("One", says="sleep"), revision=2)
    second = replace(make_document("One", says="panic"), revision=3)
    shelf.engine.apply([(first.id, first, 2), (second.id, second, 3)])
    assert shelf.find("sleep") == []
    assert shelf.find("panic") == ["One"]


def test_withdrawing_what_is_not_there_does_nothing(library: Make) -> None:
    shelf = library(make_document("One"))
    shelf.engine.apply([("unknown", None, 1)])
    assert shelf.find() == ["One"]


def test_a_withdrawn_listing_can_come_back(library: Make) -> None:
    one = make_document("One", says="grief")
    shelf = library(one)
    shelf.engine.apply([(one.id, None, 1)])
    shelf.engine.apply([(one.id, one, 1)])
    assert shelf.find("grief") == ["One"]


def test_many_small_changes_give_what_one_rebuild_gives(library: Make) -> None:
    shelf = library()
    documents = [make_document(f"Listing {n}", says=f"word{n % 7} grief") for n in range(60)]
    for document in documents:
        shelf.engine.apply([(document.id, document, 1)])
    shelf.names.update({document.id: document.name for document in documents})
    one_by_one = shelf.find("word3x grief", per_page=100, correct=False)
    shelf.engine.rebuild(documents)
    assert shelf.find("word3x grief", per_page=100, correct=False) == one_by_one


def test_more_changes_than_a_batch_are_all_taken_in(library: Make) -> None:
    shelf = library()
    documents = [make_document(f"Listing {n}") for n in range(450)]
    shelf.engine.apply((document.id, document, 1) for document in documents)
    assert len(shelf.engine.contents()) == 450


def test_a_rebuild_leaves_nothing_of_before(library: Make) -> None:
    shelf = library(make_document("Old"))
    shelf.engine.rebuild([make_document("New")])
    assert list(shelf.engine.contents()) == [make_document("New").id]


def test_ids_need_not_be_uuids(library: Make) -> None:
    odd = make_document("Odd", id="an id · longer than usual " * 3)
    shelf = library(odd, make_document("Other"))
    assert odd.id in shelf.engine.contents()
    shelf.engine.apply([(odd.id, None, 2)])
    assert odd.id not in shelf.engine.contents()


def test_a_listing_without_anything_is_still_listed(library: Make) -> None:
    bare = make_document("Bare", texts=(), spots=(), facets={}, says="")
    assert library(bare).find() == ["Bare"]
