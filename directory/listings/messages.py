"""Sentences for people, from files that know no framework.

A plain file writes an English sentence as a message id and marks it with `N_`, so that the
extractor finds it. It travels as a `Sentence` with its values; the page translates it at the end.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def N_(message: str) -> str:
    """Marks a message for translation and leaves it as it is."""
    return message


@dataclass(frozen=True, slots=True)
class Sentence:
    """`message` is the English id with `%(name)s` places; `values` fill them. A value may be a
    sentence itself, and is then translated too."""

    message: str
    values: Mapping[str, "str | int | float | Sentence"] = field(default_factory=dict, hash=False)

    def said(self, translate: Callable[[str], str]) -> str:
        """The sentence in the language of `translate`, such as `flask_babel.gettext`."""
        filled = {
            name: value.said(translate) if isinstance(value, Sentence) else value
            for name, value in self.values.items()
        }
        words = translate(self.message)
        return words % filled if filled else words

    def __str__(self) -> str:
        return self.said(str)


def say(message: str, **values: "str | int | float | Sentence") -> Sentence:
    """`say(N_("Write at most %(most)s letters."), most=200)`."""
    return Sentence(message, values)
