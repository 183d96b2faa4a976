import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search import analysis
from directory.search.spelling import one_spelling
from directory.search.stopwords import is_stop_word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mañana", "manana"),
        ("café", "CAFE\u0301"),
        ("Ångström", "angstrom"),
        ("ﬁnding", "finding"),
        ("women\u2019s group", "women's group"),
        ("O\u2019Brien", "obrien"),
        ("don't", "dont"),
        ("A.A.", "AA"),
        ("Straße", "strasse"),
        ("counselling", "counseling"),
        ("behavioural programme", "behavioral program"),
        ("organised", "organized"),
        ("paediatric", "pediatric"),
        ("centre", "center"),
        ("drop\u2011in", "drop-in"),
    ],
)
def test_two_ways_to_write_it_are_the_same_words(one: str, other: str) -> None:
    assert analysis.words(one) == analysis.words(other)


@pytest.mark.parametrize("word", ["exercise", "advise", "promise", "otherwise", "hour", "tour"])
def test_words_with_one_spelling_are_left_alone(word: str) -> None:
    assert one_spelling(word) == word


def test_a_hyphen_gives_both_parts_and_their_union() -> None:
    assert analysis.words("self-harm group") == ["self", "harm", "group"]
    assert [piece.joined for piece in analysis.pieces("self-harm group")] == ["selfharm", None]
    assert analysis.pieces("24/7")[0].joined == "247"


def test_stems_follow_the_language() -> None:
    assert analysis.stem("grieving", "en") == analysis.stem("grieve", "en")
    assert analysis.stem("grupos", "es") == analysis.stem("grupo", "es")
    assert analysis.stem("grupos", "xx") == "grupos"
    assert analysis.base_language("es-MX") == "es"


def test_signs_without_spaces_become_neighbouring_pairs() -> None:
    assert analysis.words("日本語") == ["日本", "本語"]


def test_stop_words_are_kept_as_analysis_gives_them() -> None:
    assert is_stop_word("dont", "en")
    assert is_stop_word("tambien", "es")
    assert not is_stop_word("grief", "en")


@given(st.text(max_size=300))
def test_any_text_can_be_read_and_reading_twice_changes_nothing(text: str) -> None:
    once = analysis.words(text)
    assert all(0 < len(word) <= 2 * analysis.MAX_WORD for word in once)
    assert analysis.fold(analysis.fold(text)) == analysis.fold(text)
