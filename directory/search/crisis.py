"""Does this text need the crisis panel, and at which level? Words are matched, people are not:
nothing is scored, kept or logged, and the panel never replaces results (FIELD: crisis panel).

The phrases are reviewed data, one file a language in `seed/crisis/`; all languages are always
tried, because people mix them. A phrase is written like this:

    {WANT} .. die|be dead        a word of the class WANT, at most three words, "die" or "be dead"
    slit + my|his .. wrists?     "+" follows at once, "?" may be missing

`none` holds meanings that only share the words ("suicide squad"); what they cover is not looked
at again. `soft` is read before `urgent`, so that "lost my brother to suicide" is a loss, while
"I want to die since he died by suicide" is still urgent for its other words.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from directory.shipped import shipped

URGENT, SAFETY, SOFT = "urgent", "safety", "soft"
LONGEST = 400  # characters looked at; a search box takes 256

_GAP = r"(?: [^ ]+){0,3}? "
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
        line = matcher.none.sub(" # # # # ", line)
        soft = matcher.soft.sub(" # # # # ", line)
        if soft != line:
            found.add(SOFT)
        if matcher.safety.search(soft):
            found.add(SAFETY)
        if matcher.urgent.search(soft):
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
    """All phrase files, compiled. Lines it reads look like " i want to die "."""

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
        self.none, self.soft, self.urgent, self.safety = (
            self._compiled(files, level) for level in ("none", SOFT, URGENT, SAFETY)
        )

    @staticmethod
    def _compiled(files: list[dict[str, Any]], level: str) -> re.Pattern[str]:
        patterns = [pattern(p, file["words"]) for file in files for p in file[level]]
        return re.compile(f" (?:{'|'.join(dict.fromkeys(patterns))})(?= )")

    def words(self, text: str) -> list[str]:
        """Lower case, no accents or apostrophes, digits inside words read as letters."""
        text = unicodedata.normalize("NFKD", text[:LONGEST].lower())
        text = "".join(c for c in text if not unicodedata.combining(c))
        text = re.sub("['`\u2018\u2019\u00b4]", "", text.replace("ß", "ss"))
        text = re.sub(r"(?<=[a-z])[*.](?=[a-z])", "", text)
        tokens = re.findall(r"[a-z0-9@$!]+", text)
        tokens = [t.translate(_LEET) if re.search("[a-z]", t) else t for t in tokens]
        tokens = [re.sub(r"(.)\1{2,}", r"\1", t.strip("!")) for t in tokens]
        return [t for t in tokens if re.search("[a-z0-9]", t)]

    def rewritten(self, words: Iterable[str]) -> str:
        line = f" {' '.join(words)} "
        return self._rewrite.sub(lambda found: f" {self._rewrites[found[1]]}", line)

    def repaired(self, words: Iterable[str]) -> list[str]:
        """Words that are nearly one of ours become it; words that mean something of their own
        stay."""
        return [self._repair(word) for word in words]

    def _repair(self, word: str) -> str:
        if len(word) < 5 or word in self._known or not word.isalpha():
            return word
        near = extractOne(word, self._wanted, scorer=OSA.distance, score_cutoff=2)
        if near is None or near[0][0] != word[0]:
            return word
        allowed = 2 if min(len(near[0]), len(word)) >= 7 else 1
        return near[0] if near[1] <= allowed else word


def pattern(phrase: str, classes: dict[str, list[str]]) -> str:
    """One phrase as a regular expression over a line of words. Raises KeyError for a class that
    the file does not have."""
    out = ""
    for n, part in enumerate(phrase.split(" .. ")):
        for m, element in enumerate(part.split(" + ")):
            optional = element.endswith("?")
            options = _options(element.rstrip("?"), classes)
            gap = "" if n == m == 0 else _GAP if m == 0 else " "
            choice = f"(?:{'|'.join(options)})"
            out += f"(?:{gap}{choice})?" if optional else f"{gap}{choice}"
    return out


def _options(element: str, classes: dict[str, list[str]]) -> list[str]:
    options: list[str] = []
    for option in element.split("|"):
        expanded = [""]
        for word in option.split():
            choices = classes[word[1:-1]] if word.startswith("{") else [word]
            expanded = [f"{head} {c}".strip() for head in expanded for c in choices]
        options += expanded
    return [re.escape(option).replace(r"\ ", " ") for option in dict.fromkeys(options)]
