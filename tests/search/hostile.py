"""Questions that attackers, cats and broken programs type, made by chance."""

import random
from collections.abc import Iterator

PIECES = (
    "*", "**", "a*", "*a*", "?", "[a TO zzzz]", "[", "]", "{", "}", "(", ")", "((((", "NOT", "AND",
    "OR", "-", "--", "-\"", "\"", "\u201c", "name:", "name:(", "^9", "~2", "\\", "/.*/", "'", ";--",
    "%", "%%", "_", "\x00", "\u202e", "\u0301" * 40, "\ud800", "\ufeff", "\U0001f600", "\u200d",
    "<b>", "&amp;", "1e999", "-1", "9" * 60, "near", "free", "grief", "tuesday", "open now",
    "$5",
    "at 25:99", "from 7 to", "minus", "\u0645\u0631\u062d\u0628\u0627", "\u5fc3",
    "in Leeds", "55401",
)  # fmt: skip


def questions(seed: int, how_many: int) -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(how_many):
        parts = chance.choices(PIECES, k=chance.randrange(1, 12))
        text = chance.choice(("", " ", " ", " ")).join(parts)
        yield text * chance.choice((1, 1, 1, 1, 1, 30))
