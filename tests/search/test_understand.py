from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.geo.gazetteer import Gazetteer
from directory.search.grammar import LONGEST, clean, parse
from directory.search.query import MAX_WORDS, OpenAt, OpenDuring
from directory.search.understand import Understood, understand

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)  # a Tuesday
NOWHERE = Gazetteer(path=Path("no such file"))


def read(text: str, **more: object) -> Understood:
    return understand(text, now=NOW, gazetteer=NOWHERE, **more)  # type: ignore[arg-type]


def chips(text: str, **more: object) -> set[str]:
    return {chip.name for chip in read(text, **more).chips if chip.kind != "time"}


@pytest.mark.parametrize(
    ("text", "chip", "left"),
    [
        ("free grief group", "cost:free", ("grief", "group")),
        ("yoga for free", "cost:free", ("yoga",)),
        ("pay what you can singing", "cost:donation", ("singing",)),
        ("sliding scale therapy", "cost:sliding-scale", ("therapy",)),
        ("therapist Aetna", "cost:insurance", ("therapist",)),
        ("therapist takes Medicaid", "cost:insurance", ("therapist",)),
        ("therapist Blue Cross Blue Shield", "cost:insurance", ("therapist",)),
        ("therapist who takes my insurance", "cost:insurance", ("therapist", "who")),
        ("psicólogo que acepte Medicaid", "cost:insurance", ("psicólogo",)),
        ("online grief", "format:online", ("grief",)),
        ("grief on zoom", "format:online", ("grief",)),
        ("anxiety in person", "format:in-person", ("anxiety",)),
        ("ansiedad gratis", "cost:free", ("ansiedad",)),
        ("duelo en línea", "format:online", ("duelo",)),
    ],
)
def test_cost_and_format_become_filters_and_leave_the_text(
    text: str, chip: str, left: tuple[str, ...]
) -> None:
    understood = read(text)
    assert chip in {one.name for one in understood.chips if one.filters}
    assert understood.words == left
    axis, code = chip.split(":")
    wish = understood.query().facets[axis]
    assert code in wish.any_of
    assert wish.or_unknown, "what is not known is not shut out"


@pytest.mark.parametrize(
    ("text", "chip", "left"),
    [
        ("counselling under £20", "@price-pound:40", ("counselling",)),
        ("therapy less than $30", "@price-dollar:60", ("therapy",)),
        ("yoga up to 15 euros", "@price-euro:30", ("yoga",)),
        ("therapy for under $7.50 a session", "@price-dollar:15", ("therapy",)),
        ("£25 per hour counselling", "@price-pound:50", ("counselling",)),
        ("counselling 30 quid max", "@price-pound:60", ("counselling",)),
        ("rehab under $1,000", "@price-dollar:2000", ("rehab",)),
        ("terapia por menos de 20 dólares", "@price-dollar:40", ("terapia",)),
        ("terapia hasta 15€ la sesión", "@price-euro:30", ("terapia",)),
    ],
)
def test_an_amount_becomes_a_filter_that_keeps_what_is_not_known(
    text: str, chip: str, left: tuple[str, ...]
) -> None:
    understood = read(text)
    (found,) = [one for one in understood.chips if one.name == chip]
    assert understood.words == left
    assert found.words in text, "the chip says what the person said"
    axis, most = chip.split(":")
    asked = understood.query()
    assert {"0", most} <= asked.facets[axis].any_of
    assert str(int(most) + 1) not in asked.facets[axis].any_of
    assert asked.facets[axis].or_unknown, "Ask is not No"
    assert asked.prefer[axis] == asked.facets[axis].any_of, "and comes lower"
    assert read(text, ignored=[chip]).words != left, "taken away, its words are looked for again"


@pytest.mark.parametrize(
    "text",
    ["£20 debt", "lost $500 gambling", "under 20s group", "under 5s", "under $30,000 income", "$"],
)
def test_an_amount_that_is_no_limit_stays_words(text: str) -> None:
    assert not any(chip.kind.startswith("@") for chip in read(text).chips)


def test_an_insurer_by_name_ranks_who_names_it_first() -> None:
    understood = read("therapist that takes Blue Cross")
    assert understood.query().prefer["@insurer"] == {"blue-cross"}
    assert "@insurer" not in understood.query().facets, "few listings name all insurers"


def test_a_place_that_is_written_as_typed_is_offered_beside_a_larger_one() -> None:
    understood = understand("chess in Sale", now=NOW, gazetteer=Gazetteer(country="US"))
    assert "Sale, England" in {place.label for place in understood.other_places}


def test_around_here_means_the_place_that_is_set() -> None:
    there = Gazetteer(country="US")
    understood = understand("grief group around here", "Leeds", now=NOW, gazetteer=there)
    assert understood.place is not None
    assert understood.place.name == "Leeds"
    assert understood.words == ("grief", "group")
    assert not understood.asks_for_here


@pytest.mark.parametrize(
    "text", ["smoke free housing", "feel free to talk", "alcohol-free bar", "free time club"]
)
def test_words_that_only_look_like_a_cost_stay_words(text: str) -> None:
    assert "cost:free" not in chips(text)


@pytest.mark.parametrize(
    ("text", "chip"),
    [
        ("someone to talk to", "kind:warm-line"),
        ("support group", "kind:support-group"),
        ("I think my spouse needs a therapist", "kind:practice"),
        ("I think my spouse needs a therapist", "audience:families"),
        ("can't stop overthinking", "topic:anxiety"),
        ("for my son", "audience:parents"),
        ("help for my mum", "audience:families"),
        ("someone to help my dad", "audience:families"),
        ("ayuda para mi mamá", "audience:families"),
        ("new mums", "audience:new-parents"),
        ("veterans", "audience:veterans"),
        ("teens", "audience:teens"),
        ("LGBT", "audience:lgbtq"),
        ("what do I say to a colleague who lost her baby", "topic:child-loss"),
        ("Spanish speaking counsellor", "language:es"),
        ("terapia en español", "language:es"),
        ("alguien con quien hablar", "kind:warm-line"),
        ("para mi hijo", "audience:parents"),
        ("duelo perinatal", "topic:pregnancy-loss"),
    ],
)
def test_audience_kind_topic_and_language_rank_and_stay_in_the_text(text: str, chip: str) -> None:
    understood = read(text)
    (found,) = [one for one in understood.chips if one.name == chip]
    assert not found.filters
    assert len(understood.words) == len(text.split())
    axis, code = chip.split(":")
    assert code in understood.query().prefer[axis]
    assert axis not in understood.query().facets


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("grief tonight", OpenDuring(frozenset({1}), 1020, 1440)),
        ("grief tomorrow", OpenDuring(frozenset({2}), 0, 1440)),
        ("grief Tuesday evening", OpenDuring(frozenset({1}), 1020, 1320)),
        ("grief on Mondays", OpenDuring(frozenset({0}))),
        ("grief weekends", OpenDuring(frozenset({5, 6}))),
        ("grief after work", OpenDuring(frozenset(range(7)), 1020, 1320)),
        ("grief open now", OpenAt(NOW)),
        ("duelo esta noche", OpenDuring(frozenset({1}), 1140, 1440)),
        ("duelo los martes por la tarde", OpenDuring(frozenset({1}), 780, 1200)),
        ("duelo fin de semana", OpenDuring(frozenset({5, 6}))),
    ],
)
def test_times_become_a_filter_and_leave_the_text(text: str, when: object) -> None:
    understood = read(text)
    assert understood.when == when
    assert understood.query().open == when
    assert [word for word in understood.words if word not in ("los",)] == [text.split()[0]]


@pytest.mark.parametrize(
    "text", ["racing thoughts at 4am", "night sweats", "good morning", "the sun", "may"]
)
def test_words_that_only_look_like_a_time_stay_words(text: str) -> None:
    assert read(text).when is None


def test_every_chip_can_be_taken_away() -> None:
    text = "free online grief group Tuesday evening"
    for chip in read(text).chips:
        names = {one.name for one in read(text, ignored=[chip.name]).chips}
        assert chip.name not in names
    without = read("free yoga", ignored=["cost:free"])
    assert without.words == ("free", "yoga"), "its words are looked for again"


def test_what_is_in_quotes_is_meant_word_for_word() -> None:
    understood = read('"free online group"')
    assert understood.chips == ()
    assert understood.phrase == ("free", "online", "group")


def test_near_me_without_a_place_is_told() -> None:
    understood = read("grief near me")
    assert understood.asks_for_here
    assert understood.words == ("grief",)


def test_what_is_chosen_on_the_page_comes_before_what_was_understood() -> None:
    from directory.search.query import Choice

    chosen = Choice(frozenset({"paid"}))
    assert read("free yoga").query(facets={"cost": chosen}).facets["cost"] == chosen


def test_the_language_of_a_question_is_told_by_its_small_words() -> None:
    assert read("I need help with my son").language == "en"
    assert read("necesito ayuda para mi hijo").language == "es"
    assert read("grief", language="es").language == "es"


@given(st.text(max_size=400))
def test_anything_can_be_typed(text: str) -> None:
    understood = read(text)
    query = understood.query()
    assert len(query.words) <= MAX_WORDS
    assert len(understood.typed) <= LONGEST
    assert len(clean(text)) <= LONGEST


@pytest.mark.parametrize(
    ("text", "words", "phrase", "without"),
    [
        ("grief group", ("grief", "group"), (), ()),
        ('grief "for men"', ("grief",), ("for", "men"), ()),
        ("grief -church", ("grief",), (), ("church",)),
        ('grief -"prayer group"', ("grief",), (), ("prayer", "group")),
        ('"one two" "three four"', ("three", "four"), ("one", "two"), ()),
        ('"not closed', (), ("not", "closed"), ()),
        ("\u201cfor men\u201d", (), ("for", "men"), ()),
        ("gamb*", ("gamb*",), (), ()),
        ("*amb ga* g*mb", ("amb", "ga", "gmb"), (), ()),
        ("self-harm", ("self-harm",), (), ()),
        ("- -- + & ()", (), (), ()),
        ("title:x [a TO z]", ("title:x", "[a", "TO", "z]"), (), ()),
        ("\x00gri\x00ef", ("gri", "ef"), (), ()),
        ("a\ud800b", ("ab",), (), ()),
    ],
)
def test_the_grammar(
    text: str, words: tuple[str, ...], phrase: tuple[str, ...], without: tuple[str, ...]
) -> None:
    typed = parse(text)
    assert (typed.words, typed.phrase, typed.without) == (words, phrase, without)


def test_more_than_is_read_is_told() -> None:
    assert parse("word " * 20).cut
    assert len(parse("word " * 20).words) == MAX_WORDS
    assert parse("x" * 300).cut
    assert not parse("grief").cut
