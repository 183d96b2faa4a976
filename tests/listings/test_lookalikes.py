import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.listings.lookalikes import looks_like, mixed_alphabets, skeleton


@pytest.mark.parametrize(
    ("false", "true"),
    [
        ("s\u0430maritans.org", "samaritans.org"),
        ("m\u0131nd.org.uk", "mind.org.uk"),
        ("rnind.org.uk", "mind.org.uk"),
        ("\u0455\u0430m\u0430r\u0456t\u0430n\u0455", "Samaritans"),
        ("Iifeline", "lifeline"),
        ("l1feline", "lifeline"),
        ("G00d Circle", "Good Circle"),
        ("c\u043eping t\u043egether", "Coping Together"),
        ("\u039dami", "nami"),
        ("m\u00ednd", "mind"),
        ("vvarm line", "warm line"),
        ("\uff4d\uff49\uff4e\uff44", "mind"),
    ],
)
def test_what_can_be_taken_for_a_name_is_found(false: str, true: str) -> None:
    assert looks_like(false, true)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mind", "MIND"),
        ("Mind", "Kind"),
        ("Grief Circle", "Grief Circles"),
        ("Shout", "Shut"),
        ("North Clinic", "South Clinic"),
        ("mind.org.uk", "mind.org"),
    ],
)
def test_the_same_name_and_plainly_other_names_are_not(one: str, other: str) -> None:
    assert not looks_like(one, other)


def test_alphabets_mixed_in_a_word_are_seen() -> None:
    assert mixed_alphabets("s\u0430maritans.org")
    assert not mixed_alphabets("m\u0131nd.org.uk")
    assert not mixed_alphabets("Circle \u043a\u0440\u0443\u0433")


@given(st.text())
def test_any_text_has_a_skeleton_that_does_not_change_again(text: str) -> None:
    looks_like(text, text[::-1])
    mixed_alphabets(text)
    assert isinstance(skeleton(text), str)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123 -."))
def test_case_does_not_matter(text: str) -> None:
    assert not looks_like(text, text.upper())
