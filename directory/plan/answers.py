"""The five questions of the guided mix and what somebody answered. Each may be left out.

Plain: a form reads the answers, addresses are made from them, the rules work with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from directory.finding.most_asked import MOST_ASKED

QUESTIONS = 5
RESULT = QUESTIONS + 1  # the step after the last question

WHO = ("me", "other")
HOW = ("person", "phone", "writing", "video")
FIRST = ("emotional", "instrumental", "informational", "appraisal")
TOPICS = MOST_ASKED  # offered by name; anything else can be typed
# Which fields stand on which step: what is asked there is not sent along hidden.
FIELDS = {1: ("who",), 2: ("topic", "q"), 3: ("near",), 4: ("how",), 5: ("first",)}


@dataclass(frozen=True, slots=True)
class Answers:
    who: str = ""  # of WHO
    topic: str = ""
    words: str = ""  # what it is about, in their own words
    near: str = ""
    how: str = ""  # of HOW: how they like to meet people
    first: str = ""  # of FIRST: what would help most

    def pairs(self, *without: str) -> Iterator[tuple[str, str]]:
        """(name, value) of what was answered, as an address or hidden fields carry it."""
        values = {
            "who": self.who,
            "topic": self.topic,
            "q": self.words,
            "near": self.near,
            "how": self.how,
            "first": self.first,
        }
        for name, value in values.items():
            if value and name not in without:
                yield name, value

    def without(self, step: int) -> Answers:
        """As if the question of this step had been skipped."""
        match step:
            case 1:
                return replace(self, who="")
            case 2:
                return replace(self, topic="", words="")
            case 3:
                return replace(self, near="")
            case 4:
                return replace(self, how="")
            case 5:
                return replace(self, first="")
        return self

    @property
    def empty(self) -> bool:
        return self == Answers()
