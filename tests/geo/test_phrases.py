"""Places inside sentences: found when something says so, left alone when nothing does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.geo.gazetteer import Gazetteer
from directory.geo.phrases import places_in

# A sentence, the words that name the place, and its label.
NAMED = [
    ("grief near Minneapolis", "Minneapolis", "Minneapolis, Minnesota"),
    ("anxiety in St. Paul", "St. Paul", "Saint Paul, Minnesota"),
    ("St Paul anxiety", "St Paul", "Saint Paul, Minnesota"),
    ("Manchester M4 young people", "Manchester M4", "M4, Manchester"),
    ("near 94110 tonight", "94110", "94110, San Francisco, CA"),
    ("97214 quilting", "97214", "97214, Portland, OR"),
    ("therapist 55401-1234 free", "55401-1234", "55401, Minneapolis, MN"),
    ("Minneapolis, MN 55401 grief", "Minneapolis, MN 55401", "55401, Minneapolis, MN"),
    ("near LS1 4AP", "LS1 4AP", "LS1, Leeds"),
    ("quilting near m4 1ab please", "m4 1ab", "M4, Manchester"),
    ("men's shed Aberystwyth", "Aberystwyth", "Aberystwyth, Wales"),
    ("Hexham", "Hexham", "Hexham, England"),
    ("grief circle tuesday Leeds", "Leeds", "Leeds, England"),
    ("NAMI San Francisco", "San Francisco", "San Francisco, California"),
    ("New York grief", "New York", "New York, New York"),
    ("Washington DC veterans", "Washington DC", "Washington, District of Columbia"),
    ("Paris, Texas veterans", "Paris, Texas", "Paris, Texas"),
    ("ptsd fort worth tx", "fort worth tx", "Fort Worth, Texas"),
    ("yoga in Albuquerque, New Mexico for teens", "Albuquerque, New Mexico", None),
    ("grief support toronto ontario", "toronto ontario", "Toronto, Ontario"),
    ("London UK panic", "London UK", "London, England"),
    ("ANXIETY MINNEAPOLIS", "MINNEAPOLIS", "Minneapolis, Minnesota"),
    ("groups in MN", "MN", "Minnesota"),
    ("MN", "MN", "Minnesota"),
    ("help me in indiana", "indiana", "Indiana"),
    ("canada", "canada", "Canada"),
    ("portland or online", "portland", "Portland, Oregon"),
    ("walking group Stratford-upon-Avon", "Stratford-upon-Avon", None),
    ("duelo perinatal en Fresno", "Fresno", "Fresno, California"),
    ("grupos cerca de San José", "San José", "San Jose, California"),
    ("ansiedad en Nueva York", "Nueva York", "New York, New York"),
    # ordinary words, with something that says they are places
    ("mobile clinic near Hope", "Hope", "Hope, Arkansas"),
    ("support in Hope, AR", "Hope, AR", "Hope, Arkansas"),
    ("meditation in Bath", "Bath", "Bath, England"),
    ("mindful art in Reading", "Reading", "Reading, Pennsylvania"),
    ("groups near hope", "hope", "Hope, Arkansas"),
    ("mobile, alabama", "mobile, alabama", "Mobile, Alabama"),
]

NOT_NAMED = [
    "",
    "help",
    "hope after loss",
    "reading group",
    "nice people",
    "bath",
    "mobile clinic",
    "young people",
    "Young people",
    "READING GROUP",
    "Support group in recovery",
    "someone to talk to near me",
    "around here",
    "near work",
    "near my home",
    "cerca de mi casa",
    "clases de cocina para mayores",
    "me siento sola y sin esperanza",
    "my son Jordan is depressed",
    "my friend Charlotte",
    "can't stop overthinking",
    "I think my spouse needs a therapist",
    "is it normal to cry every day",
    "racing thoughts at 4am",
    "counselling under £20",
    "social circle",
    "deadline stress workshop",
    "AA or NA",
    "ACT therapy",
    "vitamin B12 and mood",
    "what do I say to a colleague who lost her baby",
    "My mum has dementia and I need other people to talk to",
    "don't think I can get through tonight",
    "call 020 7946 0000",
    "$55401",
]


@pytest.mark.parametrize(("text", "words", "label"), NAMED)
def test_a_place_in_a_sentence_is_found(
    gazetteer: Gazetteer, text: str, words: str, label: str | None
) -> None:
    (phrase,) = [found for found in places_in(text, gazetteer) if found.sure]
    assert text[phrase.start : phrase.end] == words
    assert phrase.places[0].label == (label or words.replace("upon-Avon", "upon-Avon, England"))


@pytest.mark.parametrize("text", NOT_NAMED)
def test_ordinary_words_are_not_taken_for_places(gazetteer: Gazetteer, text: str) -> None:
    assert [found for found in places_in(text, gazetteer) if found.sure] == []


def test_the_words_before_a_place_are_told(gazetteer: Gazetteer) -> None:
    text = "grief close to Leeds"
    (phrase,) = places_in(text, gazetteer)
    assert phrase.introduced
    assert text[: phrase.opens] == "grief "
    (phrase,) = places_in("grief Leeds", gazetteer)
    assert not phrase.introduced
    assert phrase.opens == phrase.start


def test_a_doubtful_place_is_offered_but_not_sure(gazetteer: Gazetteer) -> None:
    (phrase,) = places_in("therapist in reading", gazetteer)
    assert not phrase.sure
    assert phrase.places[0].name == "Reading"


def test_a_shared_name_brings_all_its_places(gazetteer: Gazetteer) -> None:
    (phrase,) = places_in("grief near Springfield", gazetteer)
    assert len(phrase.places) > 5


def test_the_country_of_the_site_is_heard(gazetteer: Gazetteer) -> None:
    (phrase,) = places_in("young people Manchester", gazetteer, "GB")
    assert phrase.places[0].label == "Manchester, England"
    (phrase,) = places_in("walking M4", gazetteer, "GB")
    assert phrase.sure


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(gazetteer: Gazetteer, text: str) -> None:
    end = 0
    for phrase in places_in(text, gazetteer):
        assert 0 <= phrase.opens <= phrase.start < phrase.end <= len(text)
        assert end <= phrase.start
        assert phrase.places
        end = phrase.end
