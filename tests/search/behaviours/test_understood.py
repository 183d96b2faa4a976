"""What was read out of the words, and what an engine makes of it."""

from collections.abc import Callable

from directory.search.query import Choice
from directory.search.understand import understand
from tests.search.behaviours.conftest import Library
from tests.search.making import NOW, make_document
from tests.search.test_understand import NOWHERE

Make = Callable[..., Library]


def ask(library: Library, text: str) -> list[str]:
    query = understand(text, now=NOW, gazetteer=NOWHERE).query(rescue=False)
    return [library.names[hit.listing_id] for hit in library.engine.find(query).hits]


def priced(library: Make) -> Library:
    def at(name: str, **facets: tuple[str, ...]) -> object:
        return make_document(name, says="Counselling.", facets=facets)

    return library(
        at("Dear", **{"@price-pound": ("90",)}),
        at("Unknown"),
        at("Dollars", **{"@price-dollar": ("200",)}),
        at("Cheap", **{"@price-pound": ("40",)}),
    )


def test_what_costs_more_than_one_can_pay_is_left_out(library: Make) -> None:
    assert "Dear" not in ask(priced(library), "counselling under £20")


def test_a_price_that_is_just_what_one_can_pay_is_let_in_first(library: Make) -> None:
    assert ask(priced(library), "counselling under £20")[0] == "Cheap"


def test_an_unknown_price_is_kept_and_comes_lower(library: Make) -> None:
    found = ask(priced(library), "counselling up to 20 pounds")
    assert found.index("Cheap") < found.index("Unknown")


def test_a_price_in_other_money_counts_as_not_known(library: Make) -> None:
    assert "Dollars" in ask(priced(library), "counselling under £20")


def test_prices_are_never_counted(library: Make) -> None:
    counts = priced(library).page("counselling").counts
    assert not any(axis.startswith("@") for axis in counts)


def test_who_names_the_insurer_comes_first_and_nobody_falls_out(library: Make) -> None:
    insured = {"cost": ("insurance",)}
    shelf = library(
        make_document("Some", says="Therapist.", facets=insured),
        make_document("Blue", says="Therapist.", facets=insured | {"@insurer": ("blue-cross",)}),
        make_document("Self-pay", says="Therapist.", facets={"cost": ("paid",)}),
    )
    assert ask(shelf, "therapist takes Blue Cross") == ["Blue", "Some"]


def test_help_in_the_sites_own_country_comes_before_that_of_another(library: Make) -> None:
    shelf = library(
        make_document("Away", says="grief", facets={"@country": ("AU",)}),
        make_document("Home", says="grief", facets={"@country": ("US",)}),
        make_document("Anywhere", says="grief", facets={"@country": ("any",)}),
    )
    found = ask(shelf, "grief")
    assert found[-1] == "Away"
    assert set(found) == {"Home", "Anywhere", "Away"}, "another country's is still found"


def test_a_word_that_was_understood_is_not_taken_for_a_slip(library: Make) -> None:
    shelf = library(make_document("Shady Garden", says="a shady garden"))
    query = understand("shaky garden", now=NOW, gazetteer=NOWHERE).query()
    assert shelf.engine.find(query).corrections == ()


def test_a_slip_is_never_mended_into_a_word_that_says_nothing(library: Make) -> None:
    shelf = library(make_document(says="closed unless it rains, feeling welcome"))
    assert shelf.page("feeling usless").corrections == ()


def test_words_that_no_listing_would_use_find_what_they_mean(library: Make) -> None:
    shelf = library(make_document("Night Line", says="Crisis line."), make_document("Choir"))
    assert ask(shelf, "don't think I can get through tonight") == ["Night Line"]


def test_two_excluded_values_leave_out_both(library: Make) -> None:
    shelf = library(
        make_document("A", facets={"kind": ("class",)}),
        make_document("B", facets={"kind": ("practice",)}),
        make_document("C", facets={"kind": ("guide",)}),
    )
    assert shelf.find(facets={"kind": Choice(none_of=frozenset({"class", "guide"}))}) == ["B"]


def test_an_excluded_word_weighs_more_than_a_wished_one(library: Make) -> None:
    shelf = library(make_document("A", says="grief church"), make_document("B", says="grief hall"))
    assert shelf.find("grief church", without=("church",)) == ["B"]


def test_no_page_repeats_a_listing_up_to_the_last(library: Make) -> None:
    shelf = library(*(make_document(f"Group {n}", says="grief") for n in range(23)))
    pages = [shelf.find("grief", per_page=5, page=number) for number in range(1, 7)]
    assert [len(page) for page in pages] == [5, 5, 5, 5, 3, 0]
    assert len({name for page in pages for name in page}) == 23


def test_an_ampersand_a_plus_and_a_slash_part_words(library: Make) -> None:
    shelf = library(make_document("Both", says="mind body"), make_document("Other", says="chess"))
    for typed in ("mind & body", "mind + body", "mind/body", "(mind) [body]"):
        assert ask(shelf, typed) == ["Both"], typed


def test_an_address_of_a_site_finds_whose_name_it_holds(library: Make) -> None:
    shelf = library(make_document("NAMI HelpLine"), make_document("Choir"))
    assert ask(shelf, "https://www.nami.org/help") == ["NAMI HelpLine"]


def test_a_little_picture_alone_lists_everything(library: Make) -> None:
    assert len(ask(library(make_document("A"), make_document("B")), "\U0001f642")) == 2


def test_a_filter_alone_is_a_question(library: Make) -> None:
    shelf = library(
        make_document("A", facets={"cost": ("free",)}),
        make_document("B", facets={"cost": ("paid",)}),
    )
    assert ask(shelf, "free") == ["A"]
