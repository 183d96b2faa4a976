"""Insurers by name: what people call them, and which of them a listing names. Data, in
`seed/understanding/insurers.json`."""

import json
from collections.abc import Iterable, Mapping
from functools import cache

from directory.search import analysis
from directory.shipped import shipped

AXIS = "@insurer"  # ranks, never narrows; never counted


@cache
def wordings() -> Mapping[str, tuple[str, ...]]:
    """Code to names, each at least once as people type it."""
    path = shipped("seed") / "understanding" / "insurers.json"
    named = json.loads(path.read_text(encoding="utf-8"))["insurers"]
    return {code: tuple(names) for code, names in named.items()}


@cache
def ways_to_ask(language: str) -> tuple[str, ...]:
    """Sentences with a gap for the name: "takes {}"."""
    path = shipped("seed") / "understanding" / "insurers.json"
    return tuple(json.loads(path.read_text(encoding="utf-8"))["ways"][language])


def codes(insurers: Iterable[str]) -> tuple[str, ...]:
    """Codes of those a listing names: "Blue Cross Blue Shield of Minnesota" is Blue Cross."""
    said = [f" {' '.join(analysis.words(insurer))} " for insurer in insurers]
    return tuple(
        code
        for code, names in wordings().items()
        if any(f" {' '.join(analysis.words(name))} " in text for name in names for text in said)
    )
