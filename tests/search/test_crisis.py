"""The crisis panel comes when it must, and stays away when words only look alike."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.crisis import levels
from directory.search.crisis_phrases import Phrases

OURS = Path(__file__).with_name("crisis_cases.csv")


def _top(text: str) -> str:
    return next(iter(levels(text)), "none")


def _figures(rows: list[dict[str, str]], column: str) -> tuple[float, float, float]:
    """Share of urgent shown as urgent, of safety shown as safety, of none shown anything."""

    def share(expected: str, found: set[str]) -> float:
        of_kind = [row["query"] for row in rows if row[column] == expected]
        return sum(bool(found & set(levels(query))) for query in of_kind) / len(of_kind)

    return (
        share("urgent", {"urgent"}),
        share("safety", {"safety"}),
        share("none", {"urgent", "safety", "soft"}),
    )


def test_the_shared_development_set_reaches_its_figures(shared: Path) -> None:
    with (shared / "crisis" / "search_queries.csv").open(encoding="utf-8") as file:
        urgent, safety, alarms = _figures(list(csv.DictReader(file)), "expected_panel")
    assert urgent >= 0.98
    assert safety >= 0.95
    assert alarms <= 0.02


SETS = ("development", "held back", "second", "third", "fourth", "fifth", "sixth")


@pytest.mark.parametrize("half", SETS)
def test_our_own_cases_reach_their_figures(half: str) -> None:
    with OURS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["set"] == half]
    urgent, safety, alarms = _figures(rows, "level")
    assert urgent >= 0.98
    assert safety >= 0.95
    assert alarms <= 0.02


@given(st.text(max_size=300))
def test_whatever_is_typed_gives_levels_and_never_an_error(text: str) -> None:
    assert set(levels(text)) <= {"urgent", "safety", "soft"}


@given(st.text(alphabet=" abdehiklmnotw'.?", max_size=120))
def test_capitals_and_spaces_around_change_nothing(text: str) -> None:
    assert levels(f"  {text.upper()} ") == levels(text)


def test_a_phrase_bridges_three_words_or_six_and_stands_at_an_edge() -> None:
    near = Phrases([("{A} .. end", {"A": ["start", "begin"]})])
    wide = Phrases([("start ... end", {})])
    whole = Phrases([("< + end|the end + >", {})])
    assert near.found_in(" < begin one two three end > ")
    assert not near.found_in(" < begin one two three four end > ")
    assert wide.found_in(" < start 1 2 3 4 5 6 end > ")
    assert not wide.found_in(" < start 1 2 3 4 5 6 7 end > ")
    assert whole.found_in(" < the end > ")
    assert not whole.found_in(" < the end again > ")


def test_a_phrase_may_not_begin_with_what_may_be_missing() -> None:
    with pytest.raises(ValueError, match="begins with"):
        Phrases([("my? .. life", {})])


@pytest.mark.parametrize(
    "text",
    [
        "I don't think I can get through tonight",
        "nobody would miss me if I was gone",
        "how do i tell my mum i want to end my life",
        "my sister took a whole bottle of pills",
        "SUIC1DAL and alone",
        "ready to di.e",
        "my flatmate keeps talking about ending it all",
        "ya no quiero seguir viviendo",
        "je n'ai plus envie de vivre",
        "ich möchte nicht mehr leben",
        "não aguento mais viver",
    ],
)
def test_danger_brings_the_urgent_panel(text: str) -> None:
    assert _top(text) == "urgent"


@pytest.mark.parametrize(
    "text",
    [
        "my ex waits outside my flat",
        "scared to go home to my boyfriend",
        "mi marido me pega",
        "my stepdad touches me",
    ],
)
def test_abuse_brings_the_safety_panel(text: str) -> None:
    assert _top(text) == "safety"


@pytest.mark.parametrize(
    "text", ["lost my brother to suicide", "my dad died in march", "panic attacks at night"]
)
def test_loss_and_panic_bring_the_soft_note(text: str) -> None:
    assert _top(text) == "soft"


@pytest.mark.parametrize(
    "text",
    [
        "deadline stress workshop",
        "killing eve book club",
        "volunteer for a crisis text line",
        "learn to cut hair",
        "hang gliding beginners",
        "taller de prevención del suicidio",
        "anxiety in Minneapolis",
        "someone to talk to",
        "substance abuse counselling",
        "",
        "   ",
        "\x00\ud800 ?!",
        "🙂🙂",
    ],
)
def test_words_that_only_look_alike_bring_nothing(text: str) -> None:
    assert levels(text) == ()


@pytest.mark.parametrize(
    "text",
    ["documentary about domestic abuse", "volunteering at a women's shelter", "essay on overdoses"],
)
def test_an_occasion_without_a_person_is_only_about_its_topic(text: str) -> None:
    assert levels(text) == ()


def test_a_person_beside_an_occasion_still_counts() -> None:
    assert _top("since the course I keep thinking about suicide") == "urgent"


def test_two_dangers_show_both_with_the_urgent_one_first() -> None:
    assert levels("my husband beats me and i want to die") == ("urgent", "safety")


def test_what_the_corrected_text_shows_counts_too() -> None:
    assert levels("sooisidal", "suicidal") == ("urgent",)


def test_a_very_long_text_is_read_only_so_far() -> None:
    assert levels("word " * 100_000) == ()
