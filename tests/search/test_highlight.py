from hypothesis import given
from hypothesis import strategies as st

from directory.search.highlight import marked


def test_searched_words_are_marked_as_they_are_written() -> None:
    pieces = list(marked("Grieving? Café-goers’ GROUP.", {"grieving", "cafe", "group"}))
    assert pieces == [
        ("Grieving", True), ("? ", False), ("Café-goers", True), ("’ ", False), ("GROUP", True),
        (".", False),
    ]  # fmt: skip


def test_parts_of_words_are_not_marked() -> None:
    assert list(marked("panicking", {"panic"})) == [("panicking", False)]


@given(st.text(), st.sets(st.text(max_size=5)))
def test_no_text_is_lost_or_changed(text: str, forms: set[str]) -> None:
    assert "".join(piece for piece, _ in marked(text, forms)) == text
