"""Names found as names."""

from collections.abc import Callable

import pytest

from tests.search.behaviours.conftest import Library
from tests.search.making import make_document

Make = Callable[..., Library]


@pytest.fixture
def named(library: Make) -> Library:
    return library(
        *(make_document(f"Mind Body {n}", says="mind mind mind grief circle") for n in range(12)),
        make_document("Leeds Talking Circle", organization="Mind", says="We meet."),
        make_document("Mind", says="Advice."),
        make_document("NAMI Connection", organization="National Alliance on Mental Illness",
                      other_names=("NAMI",), says="Peers."),
        make_document("Alcoholics Anonymous", other_names=("AA", "A.A."), says="Meetings."),
        make_document("Grief Circle", says="We meet."),
        make_document("Grief Circle for Men", says="grief circle grief circle"),
    )  # fmt: skip


def test_a_listing_with_exactly_this_name_is_first(named: Library) -> None:
    assert named.find("Grief Circle")[0] == "Grief Circle"


def test_case_and_accents_do_not_matter_for_names(named: Library) -> None:
    assert named.find("GRIEF círcle")[0] == "Grief Circle"


def test_the_listing_comes_before_what_its_organization_offers(named: Library) -> None:
    assert named.find("mind")[:2] == ["Mind", "Leeds Talking Circle"]


def test_an_acronym_is_a_name(named: Library) -> None:
    assert named.find("aa")[0] == "Alcoholics Anonymous"
    assert named.find("NAMI")[0] == "NAMI Connection"


def test_an_organization_is_found_by_its_whole_name(named: Library) -> None:
    assert named.find("national alliance on mental illness")[0] == "NAMI Connection"


def test_a_name_inside_a_longer_question_lifts_its_listings(named: Library) -> None:
    assert named.find("alcoholics anonymous meetings tonight")[0] == "Alcoholics Anonymous"


def test_words_understood_as_something_else_still_make_the_name(named: Library) -> None:
    assert named.find("circle", typed="Leeds Talking Circle")[0] == "Leeds Talking Circle"


def test_suggestions_begin_as_typed(named: Library) -> None:
    assert "Grief Circle" in named.engine.suggest("gri")
    assert "Mind" in named.engine.suggest("mi")


def test_suggestions_look_at_later_words_too(named: Library) -> None:
    assert "Alcoholics Anonymous" in named.engine.suggest("anon")


def test_names_that_begin_so_come_before_names_that_hold_it(named: Library) -> None:
    suggested = list(named.engine.suggest("circle", limit=20))
    assert set(suggested) == {"Grief Circle", "Grief Circle for Men", "Leeds Talking Circle"}
    suggested = list(named.engine.suggest("mind", limit=20))
    assert suggested[0].startswith("Mind")


def test_suggestions_keep_to_the_limit(named: Library) -> None:
    assert len(named.engine.suggest("m", limit=3)) == 3


@pytest.mark.parametrize("prefix", ["", " ", "-", "zzzz", "💙"])
def test_a_beginning_of_nothing_suggests_nothing(named: Library, prefix: str) -> None:
    assert list(named.engine.suggest(prefix)) == []


def test_accents_may_be_left_out_of_a_beginning(library: Make) -> None:
    shelf = library(make_document("Línea Puente"))
    assert list(shelf.engine.suggest("linea")) == ["Línea Puente"]


def test_a_withdrawn_listing_is_not_suggested(library: Make) -> None:
    wanted = make_document("Grief Circle")
    shelf = library(wanted, make_document("Other"))
    shelf.engine.apply([(wanted.id, None, 9)])
    assert list(shelf.engine.suggest("grief")) == []


def test_similar_listings_share_topics_and_kinds(library: Make) -> None:
    facets = {"topic": ("grief",), "kind": ("support-group",)}
    model = make_document("Model", facets=facets)
    shelf = library(
        model,
        make_document("Same", facets=facets),
        make_document("Topic only", facets={"topic": ("grief",), "kind": ("guide",)}),
        make_document("Nothing", facets={"topic": ("sleep",), "kind": ("guide",)}),
    )
    similar = [shelf.names[hit.listing_id] for hit in shelf.engine.similar(model.id)]
    assert similar == ["Same", "Topic only"]


def test_of_equally_similar_listings_the_nearer_comes_first(library: Make) -> None:
    facets = {"topic": ("grief",)}
    model = make_document("Model", facets=facets, point=(45.0, -93.0))
    shelf = library(
        make_document("Far", facets=facets, point=(46.0, -93.0)),
        model,
        make_document("Near", facets=facets, point=(45.05, -93.0)),
    )
    similar = [shelf.names[hit.listing_id] for hit in shelf.engine.similar(model.id)]
    assert similar == ["Near", "Far"]


def test_made_up_listings_are_not_similar_to_real_ones(library: Make) -> None:
    facets = {"topic": ("grief",)}
    model = make_document("Model", facets=facets)
    shelf = library(model, make_document("Made up", facets=facets, fictional=True))
    assert list(shelf.engine.similar(model.id)) == []


def test_nothing_is_similar_to_what_is_not_there(library: Make) -> None:
    assert list(library(make_document()).engine.similar("no such id")) == []
