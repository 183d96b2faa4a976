"""Places inside a longer sentence: "grief near Minneapolis", "young people Manchester M4".

A name counts when something says that it is a place: a word before it ("near", "in"), the state
after it, or that it means nothing else. Each phrase keeps where it stood, so that its words can be
taken out of the text, or left in when the person says it was no place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from directory.geo import postcodes
from directory.geo.folding import fold
from directory.geo.gazetteer import Gazetteer
from directory.geo.ordinary_words import NEVER, ORDINARY
from directory.geo.place import Place
from directory.geo.schema import KINDS

_LONGEST_TEXT = 60  # words; what follows is not read
_LONGEST_NAME = 5
_LONGEST_AREA = 3
_WELL_KNOWN = 10_000  # people
_WELL_KNOWN_AT_HOME = 1_000
_WELL_KNOWN_BY_ANOTHER_NAME = 100_000

_WORD = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
_ZIP = re.compile(r"(?<![\w.$£€-])\d{5}(?:-\d{4})?(?![\w-]|\.\d)")
_GAP = re.compile(r"\s?[.,]?\s*")

_CLOSE = frozenset(
    {
        "near",
        "near to",
        "nearby",
        "around",
        "outside",
        "close to",
        "not far from",
        "within reach of",
    }
    | {"cerca de", "cerca", "alrededor de", "junto a"}
)
_INSIDE = frozenset({"in", "at", "from", "based in", "living in", "live in", "en", "desde"})
_KIN = {
    *("son", "daughter", "friend", "wife", "husband", "partner", "brother", "sister", "mum", "mom"),
    *("dad", "named", "called", "dr", "mr", "mrs", "ms", "hijo", "hija", "amigo", "amiga"),
    *("esposo", "esposa", "hermano", "hermana", "llamado", "llamada"),
}
_CODES_THAT_ARE_WORDS = {
    *("al", "as", "co", "de", "hi", "id", "in", "la", "ma", "me", "mi", "mo", "no", "oh", "ok"),
    *("on", "or", "pa", "par", "sa", "sc", "un", "va"),
}


@dataclass(frozen=True, slots=True)
class PlacePhrase:
    """`text[start:end]` names one of `places`, the likeliest first; `opens` is where the words
    that introduce it begin ("near"), equal to `start` where none do. `sure`: good enough to filter
    by; else only to offer."""

    start: int
    end: int
    places: tuple[Place, ...]
    sure: bool
    opens: int

    @property
    def introduced(self) -> bool:
        return self.opens < self.start


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    joins: bool  # at most a space, point or comma stands between the word before and this one
    comma: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def places_in(text: str, gazetteer: Gazetteer, country: str | None = None) -> list[PlacePhrase]:
    """The places named in a text, left to right, none overlapping."""
    return _Reader(text, gazetteer, country or gazetteer.country).read()


class _Reader:
    def __init__(self, text: str, gazetteer: Gazetteer, home: str) -> None:
        self.text, self.gazetteer, self.home = text, gazetteer, home
        self.words = list(_words(text))
        self.shouts = text.isupper() and len(self.words) > 1  # then capitals say nothing

    def read(self) -> list[PlacePhrase]:
        coded = {phrase.start: phrase for phrase in self._coded()}
        found: list[PlacePhrase] = []
        at = 0
        while at < len(self.words):
            phrase = coded.get(self.words[at].start) or self._named(at)
            if not phrase:
                at += 1
                continue
            while at < len(self.words) and self.words[at].start < phrase.end:
                at += 1
            if found and self._belong(found[-1], phrase):
                before = found.pop()
                phrase = PlacePhrase(before.start, phrase.end, phrase.places, True, before.opens)
            found.append(phrase)
        return found

    def _coded(self) -> Iterator[PlacePhrase]:
        """ZIPs and UK postcodes. An outward code alone could be a vitamin: it needs a capital,
        and a word before it, a town beside it or a site at home in the UK."""
        for match in _ZIP.finditer(self.text):
            if places := self.gazetteer.locate(match[0], self.home):
                yield self._phrase(match.start(), match.end(), places, True)
        for match in postcodes.IN_TEXT.finditer(self.text):
            code = postcodes.codes(match)
            if not code or not (match["inward"] or match[0].isupper()):
                continue
            if places := self.gazetteer.locate(match[0], self.home):
                phrase = self._phrase(match.start(), match.end(), places, True)
                sure = bool(match["inward"]) or phrase.introduced or self.home == "GB"
                yield PlacePhrase(phrase.start, phrase.end, phrase.places, sure, phrase.opens)

    def _belong(self, one: PlacePhrase, other: PlacePhrase) -> bool:
        """A town and then its code: "Manchester M4", "Minneapolis, MN 55401"."""
        if not _GAP.fullmatch(self.text[one.end : other.start]):
            return False
        code = other.places[0]
        return code.kind in ("zip", "outward") and any(
            place.country == code.country and (not code.state or place.state == code.state)
            for place in one.places
        )

    def _phrase(self, start: int, end: int, places: list[Place], sure: bool) -> PlacePhrase:
        at = next(i for i, word in enumerate(self.words) if word.end > start)
        return PlacePhrase(start, end, tuple(places), sure, self._lead(at)[0])

    def _lead(self, at: int) -> tuple[int, str]:
        """Where the words that introduce this one begin, and which they are."""
        for length in (3, 2, 1):
            before = self.words[max(0, at - length) : at]
            if len(before) == length and all(w.joins for w in self.words[at - length + 1 : at + 1]):
                said = " ".join(word.text for word in before).casefold()
                if said in _CLOSE or said in _INSIDE:
                    return before[0].start, said
                if said in _KIN:
                    return self.words[at].start, said
        return self.words[at].start, ""

    def _named(self, at: int) -> PlacePhrase | None:
        longest = 1
        while longest < _LONGEST_NAME and self._continues(at + longest, comma=False):
            longest += 1
        for length in range(longest, 0, -1):
            name = self.words[at : at + length]
            said = self.text[name[0].start : name[-1].end]
            small = all(fold(word.text) in NEVER for word in name)  # "to me" is not Tome
            known = not small and self.gazetteer.find(said)
            if not known and not (length == 1 and self._is_code(name[0])):
                continue
            if name[-1].text.casefold().endswith(("'s", "\u2019s")):
                continue
            if phrase := self._with_area(at, length, said) or self._alone(at, length, said):
                return phrase
        return None

    def _continues(self, at: int, comma: bool) -> bool:
        return at < len(self.words) and self.words[at].joins and (comma or not self.words[at].comma)

    def _with_area(self, at: int, length: int, said: str) -> PlacePhrase | None:
        """A name with its state or country after it: "Hope, AR", "paris texas"."""
        first = at + length
        longest = 0
        while longest < _LONGEST_AREA and self._continues(first + longest, comma=longest == 0):
            longest += 1
        for more in range(longest, 0, -1):
            area = self.words[first : first + more]
            tail = self.text[area[0].start : area[-1].end]
            if not self._may_be_area(area, tail) or not self.gazetteer.areas(tail):
                continue
            places = self.gazetteer.locate(f"{said}, {tail}", self.home)
            if places and not (places[0].kind in ("state", "country") and area[0].text.islower()):
                sure = (
                    area[0].comma
                    or not self._is_ordinary(said)
                    or (self.words[at].capital and not self.shouts)
                )
                return self._phrase(self.words[at].start, area[-1].end, places, sure)
        return None

    def _may_be_area(self, area: list[_Word], tail: str) -> bool:
        if len(tail.replace(".", "")) > 3 or area[0].comma:
            return True
        if tail.isupper() and not self.shouts:
            return True
        return tail.casefold() not in _CODES_THAT_ARE_WORDS

    def _is_code(self, word: _Word) -> bool:
        """A state's code by itself: "MN", but not "OK"."""
        return (
            len(word.text) == 2
            and word.text.isupper()
            and not self.shouts
            and word.text.casefold() not in _CODES_THAT_ARE_WORDS
            and any(area[0] == self.home and area[1] for area in self.gazetteer.areas(word.text))
        )

    def _alone(self, at: int, length: int, said: str) -> PlacePhrase | None:
        opens, lead = self._lead(at)
        word = self.words[at]
        if lead in _KIN:
            return None
        places = self.gazetteer.locate(said, self.home)
        if not places:
            return None
        capital = word.capital and not self.shouts
        if self._is_ordinary(said) and not (len(said) <= 3 and said.isupper() and not self.shouts):
            if not lead:
                return None
            last = at + length == len(self.words)
            sure = capital or (lead in _CLOSE and last)
        elif lead:
            sure = True
        else:
            sure = self._is_well_known(said)
            if not sure and not capital:
                return None
        return PlacePhrase(word.start, self.words[at + length - 1].end, tuple(places), sure, opens)

    def _is_ordinary(self, said: str) -> bool:
        """A word that is seldom a place. Two such words may well be one: "New York"."""
        words = fold(said).split()
        if len(words) == 1:
            return len(words[0]) <= 3 or words[0] in ORDINARY
        return all(word in ORDINARY for word in words) and not any(
            KINDS[entry.kind] == "state" or entry.population >= _WELL_KNOWN
            for _, entry in self.gazetteer.find(said)
            if not entry.alias
        )

    def _is_well_known(self, said: str) -> bool:
        for shelf, entry in self.gazetteer.find(said):
            if entry.fictional or KINDS[entry.kind] in ("country", "state", "county"):
                return True
            at_home = shelf.regions[entry.region].country == self.home
            least = _WELL_KNOWN_AT_HOME if at_home else _WELL_KNOWN
            if entry.population >= (_WELL_KNOWN_BY_ANOTHER_NAME if entry.alias else least):
                return True
        return len(said) == 2  # a state's code


def _words(text: str) -> Iterator[_Word]:
    end = 0
    for count, match in enumerate(_WORD.finditer(text)):
        if count == _LONGEST_TEXT:
            return
        gap = text[end : match.start()]
        yield _Word(match[0], match.start(), match.end(), bool(_GAP.fullmatch(gap)), "," in gap)
        end = match.end()
