"""Which documents of a segment hold the words, and how well. Documents are numbers of the
segment, ascending."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from directory.search.plan import Phrase, Plan
from directory.search.rows import JOINED, WORDS
from directory.search.whoosh_engine.columns import Array
from directory.search.whoosh_engine.segment import Segment, runs, united
from directory.search.whoosh_engine.snapshot import IMPACT_SCALE, Held, Terms

PHRASE_IMPACT = np.uint16(0.6 * 65535)  # of a wording of several words, however often it stands
NARROW = 8  # looking up one document in a list costs about as much as adding this many postings


@dataclass(frozen=True, slots=True)
class Matched:
    documents: Array  # uint32
    score: Array  # float32
    words: Array  # uint16: bit n for the n-th wanted word


class Reader:
    """The postings of one segment at one mean length."""

    def __init__(self, segment: Segment, terms: Terms, step: int) -> None:
        self.segment = segment
        self._terms = terms
        self._step = step

    def postings(self, stem: bytes) -> Held:
        return self._terms.get(self.segment, stem, self._step)

    def holding(self, stems: Sequence[bytes]) -> Array:
        """Documents that hold any of these stems."""
        lists = [self.postings(stem).documents for stem in stems]
        if len(lists) == 1:
            return lists[0]
        return united(self.segment.count, *lists)

    def phrase(self, phrase: Phrase, among: Array | None = None) -> Array:
        """Documents in which the words stand in a row, in one text."""
        found = among
        for place in sorted(phrase, key=lambda place: sum(map(self.segment.frequency, place))):
            here = self.holding(place)
            found = here if found is None else np.intersect1d(found, here, assume_unique=True)
            if not len(found):
                return np.empty(0, np.uint32)
        assert found is not None
        return found[self._in_a_row(phrase, found)]

    def wording(self, phrase: Phrase) -> Array:
        """The same for a wording of the lists of synonyms: there are few, and many questions
        meet the same ones."""
        held = self.segment.phrases.get(phrase)
        if held is None:
            held = self.segment.phrases[phrase] = self.phrase(phrase)
        return held

    def _in_a_row(self, phrase: Phrase, documents: Array) -> Array:
        segment = self.segment
        at, owner = runs(segment["token_starts"], documents)
        tokens = segment["tokens"][at]
        mark_at = np.maximum.accumulate(np.where(tokens < WORDS, np.arange(len(tokens)), 0))
        tokens = np.where(tokens[mark_at] >= JOINED, 0, tokens)
        fits = None
        for n, place in enumerate(phrase):
            forms = np.concatenate([segment.forms(stem) for stem in place]) + WORDS
            here = np.isin(tokens[n : len(tokens) - len(phrase) + 1 + n], forms)
            fits = here if fits is None else fits & here
        assert fits is not None
        return np.unique(owner[np.flatnonzero(fits)])


def match(reader: Reader, plan: Plan, among: Array | None) -> Matched:
    """Documents with any wanted word, and the phrase if one is asked for, of those in `among`
    (None for all)."""
    if plan.phrase is not None:
        among = reader.phrase(plan.phrase, among) if all(plan.phrase) else _nothing()
        if not plan.wanted:
            size = len(among)
            return Matched(among, np.ones(size, np.float32), np.zeros(size, np.uint16))
    lists = list(_lists(reader, plan))
    total = sum(len(held.documents) for held, *_ in lists)
    if among is not None and len(among) * NARROW * len(lists) < total + 64:
        return _narrowed(lists, among)
    if total * 32 < reader.segment.count:
        matched = _narrowed(
            lists, united(reader.segment.count, *(one[0].documents for one in lists))
        )
    else:
        matched = _spread(lists, reader.segment.count)
    if among is None:
        return matched
    among_flags = np.zeros(reader.segment.count, np.bool_)
    among_flags[among] = True
    keep = among_flags[matched.documents]
    return Matched(matched.documents[keep], matched.score[keep], matched.words[keep])


_List = tuple[Held, float, int]  # postings, weight, which word


def _lists(reader: Reader, plan: Plan) -> Iterator[_List]:
    for n, wanted in enumerate(plan.wanted):
        for stem, weight in wanted.stems:
            held = reader.postings(stem)
            if len(held.documents):
                yield held, weight, n
        for phrase, weight in wanted.phrases:
            documents = reader.wording(phrase)
            if len(documents):
                yield Held(documents, np.full(len(documents), PHRASE_IMPACT), None), weight, n


def _narrowed(lists: Sequence[_List], among: Array) -> Matched:
    """Look each document up in each list: cheap where few documents are possible."""
    score, words = np.zeros(len(among), np.float32), np.zeros(len(among), np.uint16)
    for held, weight, n in lists:
        factor, bit = np.float32(weight * IMPACT_SCALE), np.uint16(1 << n)
        if held.dense is not None:
            impact = held.dense[among]
            score += impact * factor
            words |= (impact > 0) * bit
            continue
        at = np.searchsorted(held.documents, among)
        at[at == len(held.documents)] = 0
        hit = np.flatnonzero(held.documents[at] == among)
        score[hit] += held.impact[at[hit]] * factor
        words[hit] |= bit
    keep = np.flatnonzero(words > 0)
    return Matched(among[keep], score[keep], words[keep])


def _spread(lists: Sequence[_List], count: int) -> Matched:
    """Add each list into one place a document: cheap where many match."""
    score, words = np.zeros(count, np.float32), np.zeros(count, np.uint16)
    for held, weight, n in lists:
        factor, bit = np.float32(weight * IMPACT_SCALE), np.uint16(1 << n)
        if held.dense is not None:
            score += held.dense * factor
            words |= (held.dense > 0) * bit
        else:
            score[held.documents] += held.impact * factor
            words[held.documents] |= bit
    found = np.flatnonzero(words > 0)
    return Matched(found.astype(np.uint32), score[found], words[found])


def _nothing() -> Array:
    return np.empty(0, np.uint32)
