"""Plain words: for a reading age of 9 to 11, and less where somebody is in distress."""

import pytest

from bench.reading import (
    CRISIS,
    PUBLIC,
    grade,
    grade_by_letters,
    joined,
    mean_grade,
    sentences,
    whole,
)


@pytest.mark.parametrize(
    ("text", "school"),
    [
        ("The cat sat on the mat.", -1.4),
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 11.3),
    ],
)
def test_known_texts_get_about_their_known_grade(text: str, school: float) -> None:
    assert grade(text) == pytest.approx(school, abs=1.5)


def grades(*folders: str) -> list[float]:
    """Of all texts, of whole sentences only, and of these by the formula without syllables."""
    texts = sentences(*folders)
    running = whole(texts)
    return [mean_grade(texts), mean_grade(running), grade_by_letters(joined(running))]


def test_the_interface_asks_for_six_years_of_school_at_most() -> None:
    assert max(grades(*PUBLIC)) <= 6


def test_crisis_help_asks_for_four() -> None:
    assert max(grades(*CRISIS)) <= 4


def test_no_sentence_is_longer_than_twenty_five_words() -> None:
    long = [
        part
        for text in sentences(*PUBLIC)
        for part in text.replace("?", ".").replace(":", ".").split(".")
        if len(part.split()) > 25
    ]
    assert long == []
