"""Does this text need the crisis panel, and at which level? Words are matched, people are not:
nothing is scored, kept or logged, and the panel never replaces results (FIELD: crisis panel).

The phrases are reviewed data, one file a language in `seed/crisis/`; all languages are always
tried, because people mix them. How a phrase is written stands in `crisis_phrases`.

`none` holds meanings that only share the words ("suicide squad"); what they cover is not looked
at again. `past` holds losses and what somebody came through: soft, and no danger in those words.
"Lost my brother to suicide" is a loss, while "I want to die since he died by suicide" is still
urgent for its other words. Where somebody names an occasion (`occasions`: a course, a film, a
vacancy) and nobody they know (`personal`), the `topics` are only what the occasion is about.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from directory.search.crisis_phrases import Phrases
from directory.shipped import shipped

URGENT, SAFETY, SOFT = "urgent", "safety", "soft"
LONGEST = 400  # characters looked at; a search box takes 256

_ELISION = re.compile("\\b(c|d|j|l|m|n|s|t|qu)['\u2019](?=[aeiouyh])")  # "j'ai", "d'angoisse"
_LEET = str.maketrans("013457@$!", "oieastasi")


def levels(*texts: str) -> tuple[str, ...]:
    """The levels that these texts ask for, the most urgent first, empty for none. Give the text
    as typed and as corrected: either may show what the other hides."""
    found = {level for text in texts for level in _levels(text)}
    if URGENT in found or SAFETY in found:
        found.discard(SOFT)
    return tuple(level for level in (URGENT, SAFETY, SOFT) if level in found)


def _levels(text: str) -> set[str]:
    found: set[str] = set()
    matcher = _matcher()
    words = matcher.words(text)
    if not words:
        return found
    for line in {matcher.rewritten(words), matcher.rewritten(matcher.repaired(words))}:
        line = matcher.none.blanked(line)
        if matcher.occasions.found_in(line) and not matcher.personal.found_in(line):
            line = matcher.topics.blanked(line)
        rest = matcher.past.blanked(line)
        if rest != line or matcher.soft.found_in(line):
            found.add(SOFT)
        if matcher.safety.found_in(rest):
            found.add(SAFETY)
        if matcher.urgent.found_in(rest):
            found.add(URGENT)
    return found


@cache
def _matcher() -> "Matcher":
    files = [
        json.loads(file.read_text("utf-8"))
        for file in sorted((shipped("seed") / "crisis").glob("*.json"))
    ]
    return Matcher(files)


class Matcher:
    """All phrase files, compiled. Lines it reads look like " < i want to die > "."""

    def __init__(self, files: list[dict[str, Any]]) -> None:
        rewrites = {k: v for file in files for k, v in file["rewrites"].items()}
        longest_first = sorted(rewrites, key=len, reverse=True)
        self._rewrite = re.compile(f" ({'|'.join(map(re.escape, longest_first))})(?= )")
        self._rewrites = rewrites
        self._wanted = sorted({word for file in files for word in file["repair"]})
        known = {word for file in files for word in file["protect"]}
        for file in files:
            known |= set(re.findall(r"[a-z0-9]+", json.dumps(file, ensure_ascii=False).lower()))
        self._known = known

        def phrases(part: str) -> Phrases:
            return Phrases([(phrase, file["words"]) for file in files for phrase in file[part]])

        self.topics = phrases("topics")
        self.occasions = phrases("occasions")
        self.personal = phrases("personal")
        self.none = phrases("none")
        self.past = phrases("past")
        self.soft = phrases(SOFT)
        self.urgent = phrases(URGENT)
        self.safety = phrases(SAFETY)

    def words(self, text: str) -> list[str]:
        """Lower case, no accents or apostrophes, digits inside words read as letters."""
        text = unicodedata.normalize("NFKD", text[:LONGEST].lower())
        text = "".join(c for c in text if not unicodedata.combining(c))
        text = _ELISION.sub(r"\1 ", text)
        text = re.sub("['`\u2018\u2019\u00b4]", "", text.replace("ß", "ss"))
        text = re.sub(r"(?<=[a-z])[*.](?=[a-z])", "", text)
        tokens = re.findall(r"[a-z0-9@$!]+", text)
        tokens = [t.translate(_LEET) if re.search("[a-z]", t) else t for t in tokens]
        tokens = [re.sub(r"(.)\1{2,}", r"\1", t.strip("!")) for t in tokens]
        return [t for t in tokens if re.search("[a-z0-9]", t)]

    def rewritten(self, words: Iterable[str]) -> str:
        line = f" < {' '.join(words)} > "
        return self._rewrite.sub(lambda found: f" {self._rewrites[found[1]]}", line)

    def repaired(self, words: Iterable[str]) -> list[str]:
        """Words that are nearly one of ours become it; words that mean something of their own
        stay."""
        return [self._repair(word) for word in words]

    def _repair(self, word: str) -> str:
        if word in self._known or not word.isalpha():
            return word
        if word[-2:-1] == word[-1:] and word[:-1] in self._known:
            return word[:-1]  # "harmm"
        if len(word) < 5:
            return word
        near = extractOne(word, self._wanted, scorer=OSA.distance, score_cutoff=2)
        if near is None or near[0][0] != word[0]:
            return word
        same_letters = len(word) > 6 and sorted(near[0]) == sorted(word)  # "sucidial"
        long = same_letters or min(len(near[0]), len(word)) >= (7 if near[0][:4] == word[:4] else 9)
        return near[0] if near[1] <= (2 if long else 1) else word
