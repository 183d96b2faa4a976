"""From a question to stems: what exactly is looked up, with what weight, and what it will cost."""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from directory.search import analysis, typos, weights
from directory.search.names import words_hash
from directory.search.query import MAX_WORDS, Correction, Query
from directory.search.stopwords import is_stop_word, stop_words
from directory.search.synonyms import Synonyms

LONGEST_NAME = 8  # words of a name that is recognised inside a question
MOST_ALTERNATIVES = 24  # other ways to say one word
MOST_EXPANSIONS = 64  # words found by their beginning
SHORTEST_PREFIX = 3
RARE = 1 / 50  # a word in fewer listings than this may be a name on its own


class Lexicon(Protocol):
    """The words that listings hold, as an engine knows them. A stem is the bytes of what
    `analysis.term` gives."""

    @property
    def count(self) -> int:
        """Listings."""
        ...

    def words_like(self, word: str) -> Sequence[str]:
        """Most used first: words that may have been meant by one nobody knows."""
        ...

    def frequency(self, stem: bytes) -> int:
        """Listings that hold it."""
        ...

    def rarity(self, held: int) -> float:
        """Inverse document frequency as BM25 has it, of what stands in `held` documents."""
        ...

    def stems_of(self, word: str) -> set[bytes]:
        """The stems under which a word stands in any language; none if no listing holds it."""
        ...

    def known(self, words: Sequence[str]) -> Mapping[str, int]:
        """Of these words, those some listing holds, and how often they stand there."""
        ...

    def stems_beginning(self, prefix: str, limit: int) -> list[bytes]:
        """Stems of the most used words that begin so."""
        ...


Phrase = tuple[tuple[bytes, ...], ...]  # for each place in a row, the stems that fit there


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word that is asked for and all that counts as having it. Weights hold the rarity."""

    shown: str
    stems: tuple[tuple[bytes, float], ...]
    phrases: tuple[tuple[Phrase, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    wanted: tuple[Wanted, ...] = ()
    phrase: Phrase | None = None  # an empty place in it can never be filled
    without: tuple[bytes, ...] = ()
    names: dict[int, bool] = field(default_factory=dict)  # hash to: is it the whole question?
    corrections: tuple[Correction, ...] = ()

    @property
    def asks_for_text(self) -> bool:
        return bool(self.wanted or self.phrase)

    def stems(self) -> Iterable[bytes]:
        """All that may be marked in a text."""
        for wanted in self.wanted:
            yield from (stem for stem, _ in wanted.stems)
            for phrase, _ in wanted.phrases:
                yield from (stem for place in phrase for stem in place)
        for place in self.phrase or ():
            yield from place


@dataclass(slots=True)
class _Asked:
    """A word on its way into the plan."""

    shown: str
    word: str
    joined: str | None = None
    prefix: bool = False
    stems: dict[bytes, float] = field(default_factory=dict)
    phrases: dict[Phrase, float] = field(default_factory=dict)


def wording(query: Query) -> tuple[Hashable, ...]:
    """All of a question that its plan is made of."""
    said = (query.words, query.phrase, query.without, query.typed, query.meant)
    return (*said, query.language, query.correct, query.synonyms)


class Planner:
    def __init__(
        self,
        synonyms: Callable[[], Synonyms],  # asked each time: moderators add to them
        languages: Sequence[str],
        protected: Callable[[str], bool],
    ) -> None:
        self.synonyms = synonyms
        self._languages = languages
        self._protected = protected  # words that are never mended: places and the like

    def plan(self, lexicon: Lexicon, query: Query) -> Plan:
        asked = list(_asked(query.words))[:MAX_WORDS]
        corrections = self._mend(lexicon, query, asked)
        heavy = [one for one in asked if not is_stop_word(one.word, query.language)]
        asked_for = heavy or asked
        languages = [query.language, *(one for one in self._languages if one != query.language)]
        for one in asked_for:
            self._own_stems(lexicon, one, query.language)
        if query.synonyms:
            self._add_wordings(lexicon, asked, asked_for, languages)
        return Plan(
            wanted=tuple(
                Wanted(one.shown, tuple(one.stems.items()), tuple(one.phrases.items()))
                for one in asked_for
            ),
            phrase=_phrase(lexicon, query.phrase, query.language) if query.phrase else None,
            without=tuple(
                stem
                for word in _all_words(query.without)
                for stem in _stems(lexicon, word, query.language)
            ),
            names=self._names(lexicon, query, asked),
            corrections=corrections,
        )

    def _mend(self, lexicon: Lexicon, query: Query, asked: list[_Asked]) -> tuple[Correction, ...]:
        if not query.correct:
            return ()
        corrections = []
        for one in asked:
            if (
                one.prefix
                or one.word in query.meant
                or is_stop_word(one.word, query.language)
                or _stems(lexicon, one.word, query.language)
                or self.synonyms().of([one.word], self._languages)
                or self._protected(one.word)
            ):
                continue
            used = typos.mended(
                one.word,
                partial(_known, lexicon, query.language),
                partial(_words_like, lexicon, one.word, query.language),
            )
            if used:
                corrections.append(Correction(one.shown, used))
                one.shown = one.word = used
                one.joined = None
        return tuple(corrections)

    def _own_stems(self, lexicon: Lexicon, one: _Asked, language: str) -> None:
        if one.prefix:
            for stem in lexicon.stems_beginning(one.word, MOST_EXPANSIONS):
                one.stems[stem] = weights.PREFIX * lexicon.rarity(lexicon.frequency(stem))
            return
        stems = _stems(lexicon, one.word, language)
        rarity = lexicon.rarity(sum(map(lexicon.frequency, stems)))
        one.stems.update(dict.fromkeys(stems, rarity))
        if one.joined:
            for stem in _stems(lexicon, one.joined, language):
                one.stems.setdefault(stem, lexicon.rarity(lexicon.frequency(stem)))

    def _add_wordings(
        self,
        lexicon: Lexicon,
        asked: list[_Asked],
        asked_for: list[_Asked],
        languages: Sequence[str],
    ) -> None:
        words = [one.word for one in asked]
        own = {id(one): max(one.stems.values(), default=math.inf) for one in asked_for}
        for start in range(len(words)):
            for stop in range(start + 1, min(start + 5, len(words)) + 1):
                holders = [one for one in asked[start:stop] if id(one) in own and not one.prefix]
                if not holders:
                    continue
                for wording in self.synonyms().of(words[start:stop], languages):
                    phrase = _phrase(lexicon, wording.words, wording.language)
                    if not all(phrase):
                        continue
                    rarity = max(
                        lexicon.rarity(sum(map(lexicon.frequency, place))) for place in phrase
                    )
                    for one in holders:
                        # A rare word that means the same must not outshine the word itself.
                        worth = wording.weight * min(rarity, own[id(one)]) / len(holders)
                        _add(one, phrase, worth)

    def _names(self, lexicon: Lexicon, query: Query, asked: list[_Asked]) -> dict[int, bool]:
        names: dict[int, bool] = {}
        rare = RARE * lexicon.count
        for said in ([one.word for one in asked], analysis.words(query.typed)[: 2 * MAX_WORDS]):
            for start in range(len(said)):
                for stop in range(start + 1, min(start + LONGEST_NAME, len(said)) + 1):
                    part = said[start:stop]
                    whole = len(part) == len(said)
                    if not whole and len(part) == 1:
                        stems = _stems(lexicon, part[0], query.language)
                        if is_stop_word(part[0], query.language) or (
                            sum(map(lexicon.frequency, stems)) > rare
                        ):
                            continue
                    key = words_hash(part)
                    names[key] = names.get(key, False) or whole
        return names


def _known(lexicon: Lexicon, language: str, words: Sequence[str]) -> Mapping[str, int]:
    """A slip is never mended into a word that says nothing: "useless" does not mean "unless"."""
    return lexicon.known([word for word in words if not is_stop_word(word, language)])


def _words_like(lexicon: Lexicon, word: str, language: str) -> list[str]:
    silent = stop_words(language)
    return [like for like in lexicon.words_like(word) if like not in silent]


def _asked(words: Iterable[str]) -> Iterable[_Asked]:
    for typed in words:
        prefix = typed.endswith("*")
        pieces = analysis.pieces(typed)
        for piece in pieces:
            for word in piece.words:
                begins = prefix and piece is pieces[-1] and len(word) >= SHORTEST_PREFIX
                yield _Asked(word, word, piece.joined, begins)


def _all_words(texts: Iterable[str]) -> Iterable[str]:
    return (word for text in texts for word in analysis.words(text))


def _stems(lexicon: Lexicon, word: str, language: str) -> tuple[bytes, ...]:
    """The stems under which listings hold the word, in whatever language, and its stem in the
    language of the question if listings hold that."""
    stems = lexicon.stems_of(word)
    stem = analysis.term(word, language).encode()
    if stem not in stems and lexicon.frequency(stem):
        stems.add(stem)
    return tuple(sorted(stems))


def _phrase(lexicon: Lexicon, words: Iterable[str], language: str) -> Phrase:
    return tuple(_stems(lexicon, word, language) for word in _all_words(words))


def _add(one: _Asked, phrase: Phrase, worth: float) -> None:
    if len(one.stems) + len(one.phrases) >= MOST_ALTERNATIVES:
        return
    if len(phrase) == 1:
        for stem in phrase[0]:
            one.stems.setdefault(stem, worth)
    else:
        one.phrases[phrase] = max(worth, one.phrases.get(phrase, 0.0))
