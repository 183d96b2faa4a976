"""The steps from a plain index to what the site does, each with one thing more. A step says which
fields are indexed, which numbers of `weights.py` it changes, and how it asks."""

from dataclasses import dataclass, field
from typing import Any

EVEN = {
    "PREFERRED": 1.0,
    "HOME": 1.0,
    "NEAR": 1.0,
    "SERVES": dict.fromkeys(("local", "state", "country", "world", "unstated"), 1.0),
    "CHECKED": 1.0,
    "CHECK_DUE": 1.0,
    "NEVER_CHECKED": 1.0,
    "COMPLETE_LEAST": 1.0,
    "NAME_IN_QUERY": 1.0,
    "NAME_IS_QUERY": 0.0,
    "OTHER_NAME_IS_QUERY": 0.0,
    "ORGANIZATION_IS_QUERY": 0.0,
    "ALL_WORDS": 1.0,
}
PLAIN_FIELDS = ("name", "description")
ALL = ("name", "organization", "terms", "synonyms", "description", "details", "area")


@dataclass(frozen=True, slots=True)
class Step:
    fields: tuple[str, ...] = ALL
    field_weights: dict[str, float] = field(default_factory=dict)
    weights: dict[str, Any] = field(default_factory=lambda: dict(EVEN))
    all_words: bool = False
    understands: bool = True
    synonyms: bool = True
    corrects: bool = True


STEPS: dict[str, Step] = {
    "plain": Step(
        PLAIN_FIELDS,
        dict.fromkeys(ALL, 1.0),
        all_words=True,
        understands=False,
        synonyms=False,
        corrects=False,
    ),
    "fields": Step(all_words=True, understands=False, synonyms=False, corrects=False),
    "any word": Step(understands=False, synonyms=False, corrects=False),
    "synonyms": Step(understands=False, corrects=False),
    "typos": Step(understands=False),
    "understanding": Step(weights={k: v for k, v in EVEN.items() if k != "PREFERRED"}),
    "blend": Step(weights={}),
}
