"""From a question to stems: what exactly is looked up, with what weight, and what it will cost."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from directory.search import analysis, typos, weights
from directory.search.query import MAX_WORDS, Correction, Query
from directory.search.stopwords import is_stop_word
from directory.search.synonyms import Synonyms
from directory.search.whoosh_engine.build import words_hash
from directory.search.whoosh_engine.snapshot import Snapshot

LONGEST_NAME = 8  # words of a name that is recognised inside a question
MOST_ALTERNATIVES = 24  # other ways to say one word
MOST_EXPANSIONS = 64  # words found by their beginning
SHORTEST_PREFIX = 3
RARE = 1 / 50  # a word in fewer listings than this may be a name on its own

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


class Planner:
    def __init__(
        self, synonyms: Synonyms, languages: Sequence[str], protected: Callable[[str], bool]
    ) -> None:
        self._synonyms = synonyms
        self._languages = languages
        self._protected = protected  # words that are never mended: places and the like

    def plan(self, snapshot: Snapshot, query: Query) -> Plan:
        asked = list(_asked(query.words))[:MAX_WORDS]
        corrections = self._mend(snapshot, query, asked)
        heavy = [one for one in asked if not is_stop_word(one.word, query.language)]
        asked_for = heavy or asked
        languages = [query.language, *(one for one in self._languages if one != query.language)]
        for one in asked_for:
            self._own_stems(snapshot, one, query.language)
        if query.synonyms:
            self._add_wordings(snapshot, asked, asked_for, languages)
        return Plan(
            wanted=tuple(
                Wanted(one.shown, tuple(one.stems.items()), tuple(one.phrases.items()))
                for one in asked_for
            ),
            phrase=_phrase(snapshot, query.phrase, query.language) if query.phrase else None,
            without=tuple(
                stem
                for word in _all_words(query.without)
                for stem in _stems(snapshot, word, query.language)
            ),
            names=self._names(snapshot, query, asked),
            corrections=corrections,
        )

    def _mend(
        self, snapshot: Snapshot, query: Query, asked: list[_Asked]
    ) -> tuple[Correction, ...]:
        if not query.correct:
            return ()
        corrections = []
        for one in asked:
            if (
                one.prefix
                or is_stop_word(one.word, query.language)
                or _stems(snapshot, one.word, query.language)
                or self._synonyms.of([one.word], self._languages)
                or self._protected(one.word)
            ):
                continue
            used = typos.mended(one.word, snapshot.known, lambda: snapshot.common_words)
            if used:
                corrections.append(Correction(one.shown, used))
                one.shown = one.word = used
                one.joined = None
        return tuple(corrections)

    def _own_stems(self, snapshot: Snapshot, one: _Asked, language: str) -> None:
        if one.prefix:
            for stem in snapshot.stems_beginning(one.word, MOST_EXPANSIONS):
                one.stems[stem] = weights.PREFIX * snapshot.rarity(snapshot.frequency(stem))
            return
        stems = _stems(snapshot, one.word, language)
        rarity = snapshot.rarity(sum(map(snapshot.frequency, stems)))
        one.stems.update(dict.fromkeys(stems, rarity))
        if one.joined:
            for stem in _stems(snapshot, one.joined, language):
                one.stems.setdefault(stem, snapshot.rarity(snapshot.frequency(stem)))

    def _add_wordings(
        self,
        snapshot: Snapshot,
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
                for wording in self._synonyms.of(words[start:stop], languages):
                    phrase = _phrase(snapshot, wording.words, wording.language)
                    if not all(phrase):
                        continue
                    rarity = max(
                        snapshot.rarity(sum(map(snapshot.frequency, place))) for place in phrase
                    )
                    for one in holders:
                        # A rare word that means the same must not outshine the word itself.
                        worth = wording.weight * min(rarity, own[id(one)]) / len(holders)
                        _add(one, phrase, worth)

    def _names(self, snapshot: Snapshot, query: Query, asked: list[_Asked]) -> dict[int, bool]:
        names: dict[int, bool] = {}
        rare = RARE * snapshot.count
        for said in ([one.word for one in asked], analysis.words(query.typed)[: 2 * MAX_WORDS]):
            for start in range(len(said)):
                for stop in range(start + 1, min(start + LONGEST_NAME, len(said)) + 1):
                    part = said[start:stop]
                    whole = len(part) == len(said)
                    if not whole and len(part) == 1:
                        stems = _stems(snapshot, part[0], query.language)
                        if is_stop_word(part[0], query.language) or (
                            sum(map(snapshot.frequency, stems)) > rare
                        ):
                            continue
                    key = words_hash(part)
                    names[key] = names.get(key, False) or whole
        return names


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


def _stems(snapshot: Snapshot, word: str, language: str) -> tuple[bytes, ...]:
    """The stems under which listings hold the word, in whatever language, and its stem in the
    language of the question if listings hold that."""
    stems = snapshot.stems_of(word)
    stem = analysis.term(word, language).encode()
    if stem not in stems and snapshot.frequency(stem):
        stems.add(stem)
    return tuple(sorted(stems))


def _phrase(snapshot: Snapshot, words: Iterable[str], language: str) -> Phrase:
    return tuple(_stems(snapshot, word, language) for word in _all_words(words))


def _add(one: _Asked, phrase: Phrase, worth: float) -> None:
    if len(one.stems) + len(one.phrases) >= MOST_ALTERNATIVES:
        return
    if len(phrase) == 1:
        for stem in phrase[0]:
            one.stems.setdefault(stem, worth)
    else:
        one.phrases[phrase] = max(worth, one.phrases.get(phrase, 0.0))
