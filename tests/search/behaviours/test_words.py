"""Which words find which listings."""

from collections.abc import Callable

import pytest

from directory.search.document import Text
from directory.search.query import Correction
from directory.search.synonyms import Group
from tests.search.behaviours.conftest import Library
from tests.search.making import make_document

Make = Callable[..., Library]


@pytest.mark.parametrize(
    ("sentence", "asked", "said"),
    [
        ("a word finds its plural", "group", "Two groups meet here."),
        ("a plural finds its word", "groups", "One group meets here."),
        ("a verb finds its other forms", "grieving", "For people who grieve."),
        ("capitals make no difference", "GRIEF", "About grief."),
        ("an accent may be left out", "cafe", "The Café by the river."),
        ("an accent may be put in", "café", "The cafe by the river."),
        ("a tilde may be left out", "manana", "Mañana por la tarde."),
        ("an umlaut may be left out", "strasse", "In der Straße."),
        ("a curly apostrophe is an apostrophe", "women\u2019s", "A women's circle."),
        ("a possessive may be left out", "women", "A women's circle."),
        ("an apostrophe may be left out", "dont", "Places that don't judge."),
        ("a hyphen may be typed as a space", "self harm", "About self-harm."),
        ("a space may be typed as a hyphen", "drop-in", "A drop in for anybody."),
        ("hyphenated words may be run together", "selfharm", "About self-harm."),
        ("words run together are found with a hyphen", "drop-in", "A dropin for anybody."),
        ("a British spelling finds an American one", "counselling", "Free counseling."),
        ("an American spelling finds a British one", "counseling", "Free counselling."),
        ("behaviour finds behavior", "behaviour", "Behavior and mood."),
        ("organise finds organize", "organise", "We organize walks."),
        ("programme finds program", "programme", "A program for carers."),
        ("centre finds center", "centre", "The community center."),
        ("grey finds gray", "grey", "The Gray Panthers."),
        ("dots in an acronym may be left out", "AA", "An A.A. meeting."),
        ("dots in an acronym may be put in", "A.A.", "An AA meeting."),
        ("a stroke between numbers is one word", "24/7", "Open 24/7 by phone."),
        ("a number is a word", "988", "Call 988."),
        ("a word beside a comma is found", "anxiety", "Stress, anxiety, sleep."),
        ("a word in brackets is found", "peer", "Groups (peer led)."),
        ("full-width letters are letters", "\uff47\uff52\uff49\uff45\uff46", "About grief."),
        ("a ligature is its letters", "\ufb01nding", "Finding a way."),
        ("Japanese is found by neighbouring signs", "支援", "心の支援グループ。"),
    ],
)
def test_words(library: Make, sentence: str, asked: str, said: str) -> None:
    shelf = library(make_document("Wanted", says=said), make_document("Noise", says="Chess club."))
    assert shelf.find(asked) == ["Wanted"], sentence


@pytest.mark.parametrize(
    ("sentence", "asked", "said"),
    [
        ("a part of a word is no word", "pan", "About panic."),
        ("another word with the same letters is not found", "angle", "About anger."),
        ("a word that is not there is not found", "quilting", "About grief."),
        ("a name of the same sound is not found", "grieve", "Mr Greaves helps."),
    ],
)
def test_words_that_are_not_meant(library: Make, sentence: str, asked: str, said: str) -> None:
    shelf = library(make_document("Other", says=said))
    assert shelf.find(asked, correct=False) == [], sentence


def test_any_word_is_enough_and_more_words_come_first(library: Make) -> None:
    shelf = library(
        make_document("One", says="A walk by the lake."),
        make_document("Both", says="A grief walk."),
        make_document("None", says="Chess."),
    )
    assert shelf.find("grief walk") == ["Both", "One"]
    page = shelf.page("grief walk")
    assert (page.total, page.total_all_words) == (2, 1)


def test_a_rare_word_weighs_more_than_a_common_one(library: Make) -> None:
    common = [make_document(f"Group {n}", says="A group.") for n in range(20)]
    shelf = library(*common, make_document("Rare", says="About hoarding."))
    assert shelf.find("group hoarding")[0] == "Rare"


def test_a_word_in_the_name_weighs_more_than_in_the_text(library: Make) -> None:
    shelf = library(
        make_document("Monday Tea", says="Sometimes we talk about panic and other things."),
        make_document("Panic Group", says="Sometimes we talk about tea and other things."),
    )
    assert shelf.find("panic") == ["Panic Group", "Monday Tea"]


def test_a_short_text_with_the_word_comes_before_a_long_one(library: Make) -> None:
    shelf = library(
        make_document("Long", says="Panic. " + "Many other things are done here. " * 20),
        make_document("Brief", says="Panic. Many other things."),
    )
    assert shelf.find("panic") == ["Brief", "Long"]


def test_small_words_count_only_when_nothing_else_is_asked(library: Make) -> None:
    shelf = library(
        make_document("Grief", says="For the bereaved."),
        make_document("Other", says="This is for you and with you."),
    )
    assert shelf.find("with the grief") == ["Grief"]
    assert shelf.find("with you") == ["Other"]


def test_a_whole_sentence_finds_by_its_content(library: Make) -> None:
    shelf = library(
        make_document("Couples", says="A therapist for spouses."),
        make_document("Chess", says="We think and need time."),
    )
    assert shelf.find("I think my spouse needs a therapist") == ["Couples"]


def test_an_excluded_word_takes_listings_out(library: Make) -> None:
    shelf = library(
        make_document("Church", says="Grief group with prayer."),
        make_document("Open", says="Grief group for all."),
    )
    assert shelf.find("grief", without=("prayers",)) == ["Open"]


def test_excluding_a_word_alone_leaves_all_others(library: Make) -> None:
    shelf = library(make_document("A", says="prayer"), make_document("B"), make_document("C"))
    assert set(shelf.find(without=("prayer",))) == {"B", "C"}


def test_a_phrase_wants_its_words_in_a_row(library: Make) -> None:
    shelf = library(
        make_document("Row", says="A men's shed for all."),
        make_document("Apart", says="A shed where men meet."),
        make_document("Reverse", says="The shed men built."),
    )
    assert shelf.find(phrase=("mens", "shed")) == ["Row"]


def test_a_phrase_does_not_run_from_one_text_into_the_next(library: Make) -> None:
    shelf = library(
        make_document(
            "Two texts", says="It ends with lake", texts=(Text("details", "en", "house of all"),)
        )
    )
    assert shelf.find(phrase=("lake", "house")) == []
    assert shelf.find("lake house") == ["Two texts"]


def test_a_phrase_and_words_together_narrow_and_rank(library: Make) -> None:
    shelf = library(
        make_document("Best", says="A peer group about sleep."),
        make_document("Phrase only", says="A peer group."),
        make_document("Words only", says="About sleep."),
    )
    assert shelf.find("sleep", phrase=("peer", "group")) == ["Best"]


def test_a_star_finds_all_that_begins_so(library: Make) -> None:
    shelf = library(
        make_document("A", says="Gambling."), make_document("B", says="Gamblers."),
        make_document("C", says="Games."),
    )  # fmt: skip
    assert set(shelf.find("gamb*")) == {"A", "B"}


def test_a_star_after_too_few_letters_is_nothing(library: Make) -> None:
    shelf = library(make_document("A", says="Gambling."))
    assert shelf.find("ga*") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("anxeity", "anxiety"),
        ("anixety", "anxiety"),
        ("depresion", "depression"),
        ("lonelyness", "loneliness"),
        ("bipoler", "bipolar"),
        ("freinds", "friends"),
        ("perinatle", "perinatal"),
        ("greif", "grief"),
        ("addicton", "addiction"),
        ("volenteer", "volunteer"),
        ("parnts", "parents"),
        ("panick", "panic"),
    ],
)
def test_a_slip_is_mended_and_said(library: Make, typed: str, meant: str) -> None:
    words = ["anxiety", "depression", "loneliness", "bipolar", "friends", "perinatal", "grief",
             "addiction", "volunteer", "parents", "panic"]  # fmt: skip
    shelf = library(*(make_document(f"About {word}", says=f"For {word}.") for word in words))
    page = shelf.page(typed)
    assert page.corrections == (Correction(typed, meant),)
    assert shelf.find(typed) == [f"About {meant}"]


def test_search_as_typed_mends_nothing(library: Make) -> None:
    shelf = library(make_document(says="For anxiety."))
    page = shelf.page("anxeity", correct=False)
    assert (page.total, page.corrections) == (0, ())


def test_a_word_that_some_listing_holds_is_never_mended(library: Make) -> None:
    shelf = library(
        *(make_document(f"Grief {n}", says="grief") for n in range(9)),
        make_document("Brief", says="brief"),
    )
    assert shelf.page("brief").corrections == ()


def test_of_two_likely_words_the_one_in_more_use_is_meant(library: Make) -> None:
    shelf = library(
        *(make_document(f"Meeting {n}", says="meeting") for n in range(5)),
        make_document("Melting", says="melting"),
    )
    assert shelf.page("meiting").corrections == (Correction("meiting", "meeting"),)


@pytest.mark.parametrize("typed", ["xqz", "abc1", "4am", "ptds2"])
def test_short_words_and_words_with_digits_are_left_alone(library: Make, typed: str) -> None:
    shelf = library(make_document(says="xyz abc am ptsd"))
    assert shelf.page(typed).corrections == ()


def test_places_and_names_are_not_mended(library: Make) -> None:
    shelf = library(make_document(says="leads"), protected=lambda word: word == "leeds")
    assert shelf.page("leeds").corrections == ()


def test_a_slip_beside_a_right_word_is_mended_alone(library: Make) -> None:
    shelf = library(make_document("Both", says="grief walk"), make_document("Walk", says="walk"))
    page = shelf.page("greif walk")
    assert page.corrections == (Correction("greif", "grief"),)
    assert page.total_all_words == 1


def test_two_slips_do_not_turn_one_word_into_another(library: Make) -> None:
    shelf = library(*(make_document(f"College {n}", says="college") for n in range(5)))
    assert shelf.page("colleague").corrections == ()


GRIEF = Group(words=("grief", "bereavement", "loss of a loved one"), also=("mourning",))


def test_words_that_mean_the_same_find_each_other(library: Make) -> None:
    shelf = library(
        make_document("Grief", says="grief"),
        make_document("Bereavement", says="bereavement"),
        synonyms=[GRIEF],
    )
    assert shelf.find("grief") == ["Grief", "Bereavement"]
    assert shelf.find("bereavement") == ["Bereavement", "Grief"]
    assert shelf.find("grief", synonyms=False) == ["Grief"]


def test_the_word_itself_comes_before_its_synonyms(library: Make) -> None:
    shelf = library(
        *(make_document(f"Plain {n}", says="grief") for n in range(8)),
        make_document("Clinical", says="bereavement"),
        synonyms=[GRIEF],
    )
    assert shelf.find("grief")[-1] == "Clinical"


def test_one_way_synonyms_go_one_way(library: Make) -> None:
    shelf = library(
        make_document("Mourning", says="mourning"), make_document("Grief", says="grief"),
        synonyms=[GRIEF],
    )  # fmt: skip
    assert shelf.find("grief") == ["Grief", "Mourning"]
    assert shelf.find("mourning") == ["Mourning"]


def test_a_wording_of_several_words_is_looked_for_in_a_row(library: Make) -> None:
    shelf = library(
        make_document("Row", says="After the loss of a loved one."),
        make_document("Apart", says="One loved loss of a match."),
        synonyms=[GRIEF],
    )
    assert shelf.find("bereavement") == ["Row"]


def test_a_wording_of_several_words_finds_the_one_word(library: Make) -> None:
    shelf = library(make_document("Grief", says="grief"), synonyms=[GRIEF])
    assert shelf.find("loss of a loved one") == ["Grief"]


def test_synonyms_work_for_other_forms_of_a_word(library: Make) -> None:
    group = Group(words=("anxious", "worried"))
    shelf = library(make_document("Worry", says="For worried people."), synonyms=[group])
    assert shelf.find("anxiously") == ["Worry"]


def test_a_word_with_a_synonym_is_not_taken_for_a_slip(library: Make) -> None:
    shelf = library(
        make_document("Meetings", says="meetings"), make_document("Metings", says="melting"),
        synonyms=[Group(words=("meting", "meetings"))],
    )  # fmt: skip
    assert shelf.page("meting").corrections == ()


def test_a_listing_in_spanish_is_found_by_spanish_forms(library: Make) -> None:
    shelf = library(
        make_document("Duelo", says="Grupos de duelo para familias.", language="es"),
        make_document("Grief", says="Grief groups for families."),
    )
    assert shelf.find("grupo familia", language="es") == ["Duelo"]
    assert shelf.find("grupos", language="en") == ["Duelo"]


def test_spanish_stems_are_not_confused_with_small_words(library: Make) -> None:
    shelf = library(
        make_document("Queer", says="Espacio queer.", language="es"),
        make_document("Other", says="Lo que necesitas.", language="es"),
    )
    assert shelf.find("queer") == ["Queer"]


def test_names_of_topics_in_both_languages_are_text(library: Make) -> None:
    labels = (Text("terms", "en", "Grief"), Text("terms", "es", "Duelo"))
    shelf = library(make_document("Tuesday Circle", texts=labels), make_document("Noise"))
    assert shelf.find("grief") == shelf.find("duelo") == ["Tuesday Circle"]


def test_hits_say_which_words_they_hold(library: Make) -> None:
    shelf = library(make_document("Both", says="grief walk"), make_document("One", says="walk"))
    matched = [hit.matched for hit in shelf.page("grief walk").hits]
    assert matched == [("grief", "walk"), ("walk",)]


def test_the_page_knows_the_forms_to_mark(library: Make) -> None:
    shelf = library(make_document(says="Grieving people grieve."))
    assert {"grieving", "grieve"} <= shelf.page("grieves").forms


@pytest.mark.parametrize(
    "asked", ["", "a", "-", "the of and", "💙", "((", "&", "x" * 300, "a " * 40, "\u0301\u0301"]
)
def test_nothing_that_can_be_typed_is_an_error(library: Make, asked: str) -> None:
    shelf = library(make_document())
    assert shelf.page(asked).total in (0, 1)


def test_an_empty_question_lists_everything(library: Make) -> None:
    shelf = library(make_document("A"), make_document("B"), make_document("C"))
    assert set(shelf.find("")) == {"A", "B", "C"}


def test_sixteen_words_are_looked_for_and_no_more(library: Make) -> None:
    shelf = library(make_document("Last", says="seventeenth"))
    words = " ".join(f"filler{chr(97 + n)}" for n in range(16))
    assert shelf.find(f"{words} seventeenth", correct=False) == []
    assert shelf.find("seventeenth", correct=False) == ["Last"]
