"""Phrases of the crisis panel, compiled. A phrase is written like this:

    {WANT} .. die|be dead        a word of the class WANT, at most three words, "die" or "be dead"
    {KIN} ... {HITS} .. me       "..." is at most six words
    slit + my|his .. wrists?     "+" follows at once, "?" may be missing
    < + crisis + >               "<" and ">" are the first and the last word of what was typed

A line of words looks like " < i want to die > ". Phrases are kept by their first word, so that a
line is only compared with phrases that can begin where it stands.
"""

import re
from collections.abc import Iterator
from itertools import product

Classes = dict[str, list[str]]

_WORD = re.compile(r" ([^ ]+)")
_GAPS = {" + ": "", " .. ": r"(?: [^ ]+){0,3}?", " ... ": r"(?: [^ ]+){0,6}?"}
_JOINT = re.compile(r"( \+ | \.{2,3} )")
BLANK = " # # # # # # #"  # wider than a gap, so that no phrase reaches across


class Phrases:
    """Many phrases, looked for at once."""

    def __init__(self, phrases: list[tuple[str, Classes]]) -> None:
        rest_of: dict[str, dict[str, None]] = {}
        for phrase, classes in phrases:
            for first, pattern in _patterns(phrase, classes):
                rest_of.setdefault(first, {})[pattern] = None
        self._rest_of = rest_of
        self._compiled: dict[str, re.Pattern[str]] = {}  # as their first words are met

    def _rest(self, first: str) -> re.Pattern[str] | None:
        compiled = self._compiled.get(first)
        if compiled is None and first in self._rest_of:
            compiled = re.compile(f"(?:{'|'.join(self._rest_of[first])})(?= )")
            self._compiled[first] = compiled
        return compiled

    def _spans(self, line: str) -> Iterator[tuple[int, int]]:
        reached = 0
        for word in _WORD.finditer(line):
            rest = self._rest(word[1]) if word.start() >= reached else None
            if rest is not None:
                found = rest.match(line, word.end())
                if found is not None:
                    reached = found.end()
                    yield word.start(), reached

    def found_in(self, line: str) -> bool:
        return any(True for _ in self._spans(line))

    def blanked(self, line: str) -> str:
        """The line, with the phrases found in it made unreadable."""
        out, done = "", 0
        for start, end in self._spans(line):
            out += line[done:start] + BLANK
            done = end
        return out + line[done:]


def _patterns(phrase: str, classes: Classes) -> Iterator[tuple[str, str]]:
    """(first word, expression for what follows it). Raises KeyError for a class that the file
    does not have, and ValueError for a phrase that may begin with nothing."""
    first, *others = _elements(phrase)
    if first[2]:
        raise ValueError(f"{phrase!r} begins with what may be missing")
    rest = ""
    for gap, element, optional in others:
        choice = f"{gap} (?:{'|'.join(map(re.escape, _options(element, classes)))})"
        rest += f"(?:{choice})?" if optional else choice
    for option in _options(first[1], classes):
        word, _, more = option.partition(" ")
        yield word, f"{' ' if more else ''}{re.escape(more)}{rest}"


def _elements(phrase: str) -> list[tuple[str, str, bool]]:
    """(gap before it, element, whether it may be missing), in their order."""
    first, *others = _JOINT.split(phrase)
    joined = [
        ("", first),
        *((_GAPS[joint], e) for joint, e in zip(others[::2], others[1::2], strict=True)),
    ]
    return [(gap, element.rstrip("?"), element.endswith("?")) for gap, element in joined]


def _options(element: str, classes: Classes) -> list[str]:
    """All wordings of an element, each once."""
    options: dict[str, None] = {}
    for option in element.split("|"):
        choices = [classes[w[1:-1]] if w.startswith("{") else [w] for w in option.split()]
        options |= {" ".join(words): None for words in product(*choices)}
    return list(options)
