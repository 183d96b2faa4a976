"""Facets, counts, freshness, order."""

from collections.abc import Callable

import pytest

from directory.search.query import ORGANIZATION, Choice, Circle, OpenAt
from tests.search.behaviours.conftest import Library
from tests.search.making import NOW, TODAY, make_document, make_week

Make = Callable[..., Library]


def any_of(*codes: str) -> Choice:
    return Choice(any_of=frozenset(codes))


def none_of(*codes: str) -> Choice:
    return Choice(none_of=frozenset(codes))


@pytest.fixture
def filed(library: Make) -> Library:
    return library(
        make_document("A", facets={"topic": ("grief",), "cost": ("free",)}),
        make_document("B", facets={"topic": ("grief", "sleep"), "cost": ("paid",)}),
        make_document("C", facets={"topic": ("sleep",), "cost": ("free",)}),
        make_document("D", facets={"topic": ("pain",)}),
    )


def test_a_value_narrows(filed: Library) -> None:
    assert set(filed.find(facets={"topic": any_of("grief")})) == {"A", "B"}


def test_several_values_of_one_facet_widen(filed: Library) -> None:
    assert set(filed.find(facets={"topic": any_of("grief", "pain")})) == {"A", "B", "D"}


def test_values_of_two_facets_narrow(filed: Library) -> None:
    wishes = {"topic": any_of("grief"), "cost": any_of("free")}
    assert filed.find(facets=wishes) == ["A"]


def test_a_value_can_be_excluded(filed: Library) -> None:
    assert set(filed.find(facets={"topic": none_of("grief")})) == {"C", "D"}


def test_excluding_keeps_listings_of_which_nothing_is_known(filed: Library) -> None:
    assert set(filed.find(facets={"cost": none_of("free")})) == {"B", "D"}


def test_choosing_and_excluding_go_together(filed: Library) -> None:
    wish = Choice(frozenset({"sleep"}), frozenset({"grief"}))
    assert filed.find(facets={"topic": wish}) == ["C"]


def test_an_unknown_cost_can_be_let_in(filed: Library) -> None:
    wish = Choice(frozenset({"free"}), or_unknown=True)
    assert set(filed.find(facets={"cost": wish})) == {"A", "C", "D"}


def test_a_value_nobody_has_finds_nothing(filed: Library) -> None:
    assert filed.find(facets={"topic": any_of("astrology")}) == []
    assert filed.find(facets={"planet": any_of("mars")}) == []


def test_an_empty_choice_is_no_choice(filed: Library) -> None:
    assert len(filed.find(facets={"topic": Choice()})) == 4


def test_counts_say_how_many_a_value_would_bring(filed: Library) -> None:
    counts = filed.page().counts
    assert counts["topic"] == {"grief": 2, "sleep": 2, "pain": 1}
    assert counts["cost"] == {"free": 2, "paid": 1}


def test_a_facet_is_counted_without_its_own_choice(filed: Library) -> None:
    counts = filed.page(facets={"topic": any_of("grief")}).counts
    assert counts["topic"] == {"grief": 2, "sleep": 2, "pain": 1}
    assert counts["cost"] == {"free": 1, "paid": 1}


def test_counts_follow_the_words(filed: Library) -> None:
    assert filed.page("A").counts["topic"] == {"grief": 1}


def test_values_that_would_bring_nothing_are_not_counted(filed: Library) -> None:
    counts = filed.page(facets={"cost": any_of("paid")}).counts
    assert "pain" not in counts["topic"]


def test_only_the_asked_axes_are_counted(filed: Library) -> None:
    assert set(filed.page(count=("cost",)).counts) == {"cost"}
    assert filed.page(count=()).counts == {}


def test_what_was_understood_ranks_but_does_not_narrow(filed: Library) -> None:
    found = filed.find(prefer={"topic": frozenset({"pain"})})
    assert found[0] == "D"
    assert len(found) == 4


def test_a_listing_that_lapsed_is_out_of_results(library: Make) -> None:
    shelf = library(
        make_document("Last day", hide_after=TODAY),
        make_document("Lapsed", hide_after=TODAY - 1),
        make_document("Never", checked=None, lower_after=None, hide_after=None),
    )
    assert set(shelf.find()) == {"Last day", "Never"}
    assert set(shelf.find(lapsed=True)) == {"Last day", "Lapsed", "Never"}


def test_a_lapsed_listing_is_not_counted(library: Make) -> None:
    old = make_document("Old", hide_after=TODAY - 1, facets={"topic": ("grief",)})
    assert library(old).page().counts["topic"] == {}


def test_a_fresh_check_ranks_before_an_old_one_and_both_before_none(library: Make) -> None:
    shelf = library(
        make_document("Never", checked=None, lower_after=None, hide_after=None, says="grief"),
        make_document("Due", lower_after=TODAY - 1, says="grief"),
        make_document("Fresh", says="grief"),
    )
    assert shelf.find("grief") == ["Fresh", "Due", "Never"]


def test_the_last_fresh_day_still_ranks_in_full(library: Make) -> None:
    shelf = library(
        make_document("Due", lower_after=TODAY - 1), make_document("Edge", lower_after=TODAY)
    )
    assert shelf.find() == ["Edge", "Due"]


def test_a_fuller_listing_ranks_a_little_higher(library: Make) -> None:
    shelf = library(
        make_document("Bare", completeness=0.2, says="grief"),
        make_document("Full", completeness=1.0, says="grief"),
    )
    assert shelf.find("grief") == ["Full", "Bare"]


def test_made_up_listings_can_be_left_out(library: Make) -> None:
    shelf = library(make_document("Real"), make_document("Made up", fictional=True))
    assert set(shelf.find()) == {"Real", "Made up"}
    assert shelf.find(fictional=False) == ["Real"]


def test_order_by_name_is_that_of_the_alphabet(library: Make) -> None:
    names = ["beta", "Alpha", "Élan", "delta", "Zeta", "Echo"]
    shelf = library(*(make_document(name) for name in names))
    assert shelf.find(sort="name") == ["Alpha", "beta", "delta", "Echo", "Élan", "Zeta"]


def test_order_by_name_holds_after_changes(library: Make) -> None:
    shelf = library(*(make_document(name) for name in ("Beta", "Delta")))
    for name in ("Alpha", "Gamma"):
        extra = make_document(name)
        shelf.names[extra.id] = name
        shelf.engine.apply([(extra.id, extra, 1)])
    assert shelf.find(sort="name") == ["Alpha", "Beta", "Delta", "Gamma"]


def test_order_by_check_is_newest_first_and_never_last(library: Make) -> None:
    shelf = library(
        make_document("Never", checked=None, lower_after=None, hide_after=None),
        make_document("Old", checked=TODAY - 90),
        make_document("New", checked=TODAY - 1),
    )
    assert shelf.find(sort="checked") == ["New", "Old", "Never"]


def test_order_by_next_session_starts_with_what_is_open(library: Make) -> None:
    shelf = library(
        make_document("Tomorrow", week=make_week((2, 9, 10))),
        make_document("Tonight", week=make_week((1, 19, 20))),
        make_document("Unknown"),
        make_document("Now", week=make_week((1, 12, 13))),
        make_document("Monday", week=make_week((0, 9, 10))),
    )  # it is Tuesday 12:20 in Chicago
    assert shelf.find(sort="next") == ["Now", "Tonight", "Tomorrow", "Monday", "Unknown"]


def test_equal_listings_keep_one_order(library: Make) -> None:
    shelf = library(*(make_document(f"Same {n}") for n in range(30)))
    assert shelf.find(per_page=30) == shelf.find(per_page=30)
    pages = [name for page in range(1, 11) for name in shelf.find(per_page=3, page=page)]
    assert sorted(pages) == sorted(shelf.names.values())


def test_a_page_beyond_the_last_is_empty_and_still_counts(library: Make) -> None:
    page = library(make_document()).page(page=5)
    assert (page.hits, page.total) == ((), 1)


@pytest.mark.parametrize(
    ("drop", "wishes"),
    [
        ("facet:topic", {"facets": {"topic": any_of("astrology")}}),
        ("open", {"open": OpenAt(NOW)}),
        ("without", {"without": ("meet",)}),
        ("place", {"place": Circle(0, 0, 300)}),
        ("radius", {"place": Circle(45.2, -93.0, 5)}),
    ],
)
def test_an_empty_answer_says_what_to_drop(library: Make, drop: str, wishes: object) -> None:
    shelf = library(make_document("Grief Circle", point=(45.0, -93.0)))
    page = shelf.page("grief", **wishes)  # type: ignore[arg-type]
    assert page.total == 0
    assert (drop, 1) in {(rescue.drop, rescue.total) for rescue in page.rescues}


def test_an_empty_phrase_offers_its_words(library: Make) -> None:
    page = library(make_document(says="walking and grief")).page(phrase=("grief", "walking"))
    assert [(rescue.drop, rescue.total) for rescue in page.rescues] == [("phrase", 1)]


def test_a_full_answer_needs_no_rescue(filed: Library) -> None:
    assert filed.page().rescues == ()


def test_one_organizations_own_listings(library: Make) -> None:
    shelves = library(
        make_document("Grief Circle", facets={ORGANIZATION: ("one",)}),
        make_document("Night Walk", facets={ORGANIZATION: ("two",), "kind": ("class",)}),
        make_document("Nobody's", facets={"kind": ("class",)}),
    )
    own = {ORGANIZATION: Choice(frozenset({"one"}))}
    assert shelves.find(facets=own) == ["Grief Circle"]
    assert shelves.find("people", facets=own) == ["Grief Circle"]
    assert set(shelves.page().counts) <= {"kind"}  # who runs it is asked for, never counted
