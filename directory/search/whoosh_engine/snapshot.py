"""What the index held at one moment, whole and unchanging. Every question is answered from one
snapshot; a newer one takes its place between questions, never during one."""

import math
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nlargest

import numpy as np

from directory.search.plan import Plan
from directory.search.typos import COMMONEST
from directory.search.weights import BM25_B, BM25_K1
from directory.search.whoosh_engine.columns import Array
from directory.search.whoosh_engine.index import Contents, Generation
from directory.search.whoosh_engine.segment import Segment

# Steps in which the mean length of listings is rounded: what was decoded stays good while it
# changes little.
LENGTH_STEP = math.log(1.1)
IMPACT_SCALE = (BM25_K1 + 1) / 65535  # impacts are kept in 16 bits


DENSE = 16  # a stem in more than this part of all documents also gets one value a document


@dataclass(frozen=True, slots=True)
class Held:
    """A stem's decoded postings: documents (uint32, ascending), impacts (uint16, times
    IMPACT_SCALE), and for common stems the impacts of all documents, 0 where it does not stand."""

    documents: Array
    impact: Array
    dense: Array | None

    @property
    def bytes(self) -> int:
        dense = 0 if self.dense is None else self.dense.nbytes
        return self.documents.nbytes + self.impact.nbytes + dense


@dataclass(frozen=True)
class Part:
    """A segment and which of its documents are still there."""

    segment: Segment
    deleted: Array  # document numbers

    @cached_property
    def live(self) -> Array | None:
        """One flag a document; None where none is deleted."""
        if not len(self.deleted):
            return None
        flags = np.ones(self.segment.count, np.bool_)
        flags[self.deleted] = False
        return flags

    @property
    def count(self) -> int:
        return self.segment.count - len(self.deleted)


class Terms:
    """Decoded postings, kept by use up to a number of bytes. Shared by all snapshots: segments
    do not change."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[tuple[str, bytes, int], Held] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, segment: Segment, stem: bytes, step: int) -> Held:
        """At a rounded mean length. Raises DamagedFile."""
        key = (segment.name, stem, step)
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        documents, weight = segment.read_postings(stem)
        long = segment["length"][documents] / math.exp(step * LENGTH_STEP)
        share = weight / (weight + BM25_K1 * (1 - BM25_B + BM25_B * long))
        impact = np.maximum(1, np.rint(share * 65535)).astype(np.uint16)
        dense = None
        if len(documents) * DENSE > segment.count:
            dense = np.zeros(segment.count, np.uint16)
            dense[documents] = impact
        found = Held(documents, impact, dense)
        with self._lock:
            if key not in self._held:
                self._held[key] = found
                self._bytes += found.bytes
            while self._bytes > self._limit and len(self._held) > 1:
                _, old = self._held.popitem(last=False)
                self._bytes -= old.bytes
        return found


@dataclass(frozen=True)
class Snapshot:
    generation: Generation
    number: int
    parts: Sequence[Part]
    terms: Terms
    plans: dict[Hashable, Plan] = field(default_factory=dict, repr=False)

    @cached_property
    def count(self) -> int:
        return sum(part.count for part in self.parts)

    @cached_property
    def step(self) -> int:
        """The mean length of a listing in steps of LENGTH_STEP."""
        total = sum(part.segment.count for part in self.parts)
        length = sum(float(part.segment["length"].sum()) for part in self.parts)
        return round(math.log(max(length / max(total, 1), 1.0)) / LENGTH_STEP)

    def frequency(self, stem: bytes) -> int:
        return sum(part.segment.frequency(stem) for part in self.parts)

    def rarity(self, held: int) -> float:
        """Inverse document frequency as BM25 has it, of what stands in `held` documents."""
        total = sum(part.segment.count for part in self.parts)
        return math.log(1 + (max(total - held, 0) + 0.5) / (held + 0.5))

    def stems_of(self, word: str) -> set[bytes]:
        """The stems under which a word stands in any language; none if no listing holds it."""
        found = set()
        for part in self.parts:
            segment = part.segment
            for place in segment.find_word(word):
                found.add(segment.stems.bytes(int(segment["word_stem"][place])))
        return found

    def known(self, words: Sequence[str]) -> Mapping[str, int]:
        """Of these words, those some listing holds, and how often they stand there."""
        use: dict[str, int] = {}
        for part in self.parts:
            for word, count in part.segment.known_words(words).items():
                use[word] = use.get(word, 0) + count
        return use

    @cached_property
    def common_words(self) -> Sequence[str]:
        """Most used first."""
        use: dict[str, int] = {}
        for part in self.parts:
            segment = part.segment
            counts = segment["word_count"]
            most = np.argsort(counts)[::-1][:COMMONEST]
            for place, count in zip(most.tolist(), counts[most].tolist(), strict=True):
                word = segment.words[place]
                use[word] = use.get(word, 0) + count
        return nlargest(COMMONEST, use, key=use.__getitem__)

    def words_like(self, word: str) -> Sequence[str]:
        return self.common_words

    def stems_beginning(self, prefix: str, limit: int) -> list[bytes]:
        """Stems of the most used words that begin so."""
        use: dict[bytes, int] = {}
        for part in self.parts:
            segment = part.segment
            places = np.asarray(segment.words_beginning(prefix), np.int64)
            counts = segment["word_count"][places]
            for at in np.argsort(counts)[::-1][: 4 * limit].tolist():
                stem = segment.stems.bytes(int(segment["word_stem"][places[at]]))
                use[stem] = use.get(stem, 0) + int(counts[at])
        return nlargest(limit, use, key=use.__getitem__)

    def forms(self, stems: Iterable[bytes]) -> frozenset[str]:
        """The words of any listing that have one of these stems."""
        stems = list(stems)
        return frozenset(
            part.segment.words[int(place)]
            for part in self.parts
            for stem in stems
            for place in part.segment.forms(stem)
        )

    def locate(self, listing_id: str) -> tuple[Part, int] | None:
        """Where a listing stands now."""
        for part in reversed(self.parts):
            at = part.segment.find(listing_id)
            if at is not None and (part.live is None or part.live[at]):
                return part, at
        return None


def take(
    generation: Generation, contents: Contents, terms: Terms, before: Snapshot | None
) -> Snapshot:
    """Open what `contents` names, with the open segments of an earlier snapshot. Raises
    index.UNREADABLE."""
    open_now = (
        {part.segment.name: part for part in before.parts}
        if before and before.generation.folder == generation.folder
        else {}
    )
    parts = []
    for segment, deleted in contents.segments:
        held = open_now.get(segment.segment_id())
        if held is not None and np.array_equal(held.deleted, deleted):
            parts.append(held)
        else:
            opened = held.segment if held else generation.open(segment)
            parts.append(Part(opened, deleted))
    return Snapshot(generation, contents.number, parts, terms)
