"""The crisis panel comes when it must, and stays away when words only look alike."""

import csv
from pathlib import Path

import pytest

from directory.search.crisis import levels


def _top(text: str) -> str:
    return next(iter(levels(text)), "none")


def test_the_development_set_reaches_its_figures(shared: Path) -> None:
    with (shared / "crisis" / "search_queries.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def share(expected: str, found: set[str]) -> float:
        of_kind = [row for row in rows if row["expected_panel"] == expected]
        return sum(_top(row["query"]) in found for row in of_kind) / len(of_kind)

    assert share("urgent", {"urgent"}) >= 0.98
    assert share("safety", {"safety"}) >= 0.95
    assert share("none", {"urgent", "safety", "soft"}) <= 0.02


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


def test_two_dangers_show_both_with_the_urgent_one_first() -> None:
    assert levels("my husband beats me and i want to die") == ("urgent", "safety")


def test_what_the_corrected_text_shows_counts_too() -> None:
    assert levels("sooisidal", "suicidal") == ("urgent",)


def test_a_very_long_text_is_read_only_so_far() -> None:
    assert levels("word " * 100_000) == ()
