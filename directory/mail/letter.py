"""What a letter is made of, and the kinds of letters that features have registered.

A letter is written once, as parts; text and HTML are two ways to show the same parts. Words of
other people stand only in `Quote` or as values of a sentence: they are escaped, never markup.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph of ours."""

    text: str


@dataclass(frozen=True, slots=True)
class Way:
    """The one thing to do next: a labelled address of our own site."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else wrote."""

    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """`subject` stays neutral: a locked phone shows it to anybody."""

    subject: str
    parts: tuple[Words | Way | Quote, ...]

    @staticmethod
    def quotes(part: Words | Way | Quote) -> bool:
        return isinstance(part, Quote)


Writer = Callable[..., Letter]


@dataclass(frozen=True, slots=True)
class Kind:
    write: Writer
    sample: dict[str, Any]


KINDS: dict[str, Kind] = {}


def letter(kind: str, **sample: Any) -> Callable[[Writer], Writer]:
    """Registers a function that writes letters of one kind from the values given to `send`, in
    the language of the moment. `sample` are values for the preview."""

    def register(write: Writer) -> Writer:
        KINDS[kind] = Kind(write, sample)
        return write

    return register
