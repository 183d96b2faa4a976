"""One segment opened for reading: its columns, its words and names, and Whoosh's postings."""

import threading
import zlib
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from directory.search.document import Spot
from directory.search.rows import WORDS, Row
from directory.search.whoosh_engine import postings
from directory.search.whoosh_engine.build import NO_DAY
from directory.search.whoosh_engine.columns import Array, Columns, Strings

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(dict[K, V]):
    """Answers kept at hand, up to a number; then it begins anew."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= self._most:
            self.clear()
        super().__setitem__(key, value)


BITS_FOR = 256  # codes of one axis: a bit a document for each


@dataclass(frozen=True)
class Combinations:
    """Of one axis: each document's combination, and row by row which code stands in which."""

    of_document: Array
    codes: Array
    owner: Array
    count: int

    def with_any(self, wanted: Array) -> Array:
        """One flag a combination: does it hold any of the flagged codes?"""
        return np.bincount(self.owner, wanted[self.codes], self.count) > 0

    def best(self, values: Array) -> Array:
        """The greatest value (one for each code) in each combination, at least 0."""
        best = np.zeros(self.count, values.dtype)
        np.maximum.at(best, self.owner, values[self.codes])
        return best

    @cached_property
    def _bitmaps(self) -> Array:
        """For each code a bit a document, padded to whole 64-bit words."""
        size = -(-len(self.of_document) // 64) * 64
        codes = int(self.codes.max()) + 1 if len(self.codes) else 0
        maps = np.zeros((codes, size // 8), np.uint8)
        for code in range(codes):
            has = np.zeros(size, np.bool_)
            has[: len(self.of_document)] = self.with_any(np.arange(codes) == code)[self.of_document]
            maps[code] = np.packbits(has)
        return maps.view(np.uint64)

    def count_codes(self, chosen: "Chosen", codes: int) -> Array:
        """How many of the documents have each code. Many documents are counted as bits, few one
        by one, and so are those with more codes (towns, organizations) than bits are kept for."""
        if codes <= BITS_FOR and len(chosen.documents) > len(self.of_document) / 8 + 670:
            return np.bitwise_count(self._bitmaps & chosen.bits).sum(axis=1, dtype=np.int64)
        by_combination = np.bincount(self.of_document[chosen.documents], minlength=self.count)
        return np.bincount(self.codes, by_combination[self.owner], codes).astype(np.int64)


@dataclass(frozen=True)
class Chosen:
    """Documents of a segment of `count`, to be counted on several axes."""

    documents: Array
    count: int

    @cached_property
    def bits(self) -> Array:
        """One bit a document, padded to whole 64-bit words."""
        flags = np.zeros(-(-self.count // 64) * 64, np.bool_)
        flags[self.documents] = True
        return np.packbits(flags).view(np.uint64)


class Segment:
    """Never changes; shared by all snapshots that hold it. Document numbers are its own."""

    def __init__(self, name: str, columns: Columns, reader: Any) -> None:
        self.name = name
        self.columns = columns
        self.count: int = columns.meta["count"]
        self.axes: dict[str, list[str]] = columns.meta["axes"]
        self.zones: list[str] = columns.meta["zones"]
        self.languages: list[str] = columns.meta["languages"]
        self.words = Strings(columns["word_raw"], columns["word_ends"])
        self.stems = Strings(columns["stem_raw"], columns["stem_ends"])
        self.names = Strings(columns["name_raw"], columns["name_ends"])
        self._stem_places = Remembered[bytes, int | None](20_000)
        self.memory = Remembered[Hashable, Any](16)  # what was worked out from the columns
        self.phrases = Remembered[Hashable, Array](256)  # documents that hold known wordings
        self.daily = Remembered[Hashable, Array](8)  # likewise, good for one day
        self._combinations: dict[str, Combinations] = {}
        self._reader = reader
        self._reading = threading.Lock()

    def __getitem__(self, name: str) -> Array:
        return self.columns.arrays[name]

    def combinations(self, axis: str) -> Combinations:
        """The combinations of codes that documents have on an axis. The first is that of none."""
        known = self._combinations.get(axis)
        if known is None:
            starts, codes = self[f"combo_starts:{axis}"], self[f"combo:{axis}"]
            widths = np.diff(starts).astype(np.int64)
            owner = np.repeat(np.arange(len(widths)), widths)
            known = Combinations(self[f"facet:{axis}"], codes, owner, len(widths))
            self._combinations[axis] = known
        return known

    # --- Words --------------------------------------------------------------------------------

    def find_word(self, word: str) -> list[int]:
        """Places of a word in the table, one for each language it was read in."""
        raw = word.encode()
        crc = np.uint32(zlib.crc32(raw))
        start = int(np.searchsorted(self["crc_sorted"], crc))
        found = []
        for at in range(start, len(self["crc_sorted"])):
            if self["crc_sorted"][at] != crc:
                break
            place = int(self["crc_order"][at])
            if self.words.bytes(place) == raw:
                found.append(place)
        return found

    def known_words(self, words: Sequence[str]) -> dict[str, int]:
        """Of many words, those that stand here, and how often. The arrays are asked once for
        all of them."""
        crc = np.array([zlib.crc32(word.encode()) for word in words], np.uint32)
        held = self["crc_sorted"]
        at = np.searchsorted(held, crc)
        if not len(held):
            return {}
        same = held[np.minimum(at, len(held) - 1)] == crc
        likely = [words[n] for n in np.flatnonzero(same).tolist()]
        found = {word: self.find_word(word) for word in likely}
        return {w: int(self["word_count"][places].sum()) for w, places in found.items() if places}

    def words_beginning(self, prefix: str) -> range:
        """Places of the words that begin so."""
        raw = prefix.encode()
        places = range(len(self.words))
        start = bisect_left(places, raw, key=self.words.bytes)
        stop = bisect_left(places, raw + b"\xff", lo=start, key=self.words.bytes)
        return range(start, stop)

    def stem_place(self, stem: bytes) -> int | None:
        place = self._stem_places.get(stem, -1)
        if place == -1:
            # Another thread may forget it again meanwhile: answer with what was found.
            place = self._stem_places[stem] = self._find_stem(stem)
        return place

    def _find_stem(self, stem: bytes) -> int | None:
        places = range(len(self.stems))
        at = bisect_left(places, stem, key=self.stems.bytes)
        return at if at < len(places) and self.stems.bytes(at) == stem else None

    def frequency(self, stem: bytes) -> int:
        at = self.stem_place(stem)
        return 0 if at is None else int(self["stem_count"][at])

    def forms(self, stem: bytes) -> Array:
        """Places of the words that have this stem."""
        at = self.stem_place(stem)
        if at is None:
            return np.empty(0, np.int64)
        return np.flatnonzero(self["word_stem"] == at)

    def read_postings(self, stem: bytes) -> tuple[Array, Array]:
        with self._reading:
            return postings.read(self._reader, stem)

    # --- Documents ----------------------------------------------------------------------------

    def id(self, document: int) -> str:
        return bytes(self["id"][document]).decode()

    def find(self, listing_id: str) -> int | None:
        ids, order = self["id"], self["id_order"]
        raw = listing_id.encode()
        if len(raw) > ids.dtype.itemsize:
            return None
        at = int(np.searchsorted(ids, np.array(raw, ids.dtype), sorter=order))
        if at < len(order) and ids[order[at]] == raw:
            return int(order[at])
        return None

    def row(self, document: int) -> Row:
        """What was put in, for building another segment."""

        def day(column: str) -> int | None:
            value = int(self[column][document])
            return None if value == NO_DAY else value

        names = self["doc_names"][run(self["doc_name_starts"], document)]
        return Row(
            id=self.id(document),
            revision=int(self["revision"][document]),
            texts=list(self._texts(document)),
            names=[(int(self["name_kind"][name]), self.names[name]) for name in names.tolist()],
            facets={axis: codes for axis in self.axes if (codes := self.codes(axis, document))},
            spots=tuple(self._spots(document)),
            checked=day("checked"),
            lower_after=day("lower"),
            hide_after=day("hide"),
            completeness=float(self["complete"][document]),
            fictional=bool(self["fictional"][document]),
        )

    def codes(self, axis: str, document: int) -> tuple[str, ...]:
        if axis not in self.axes:
            return ()
        combo = int(self[f"facet:{axis}"][document])
        values = self[f"combo:{axis}"][run(self[f"combo_starts:{axis}"], combo)]
        return tuple(self.axes[axis][value] for value in values.tolist())

    def _texts(self, document: int) -> Iterator[tuple[int, str, list[str]]]:
        mark, said, language = 0, list[str](), ""
        for token in self["tokens"][run(self["token_starts"], document)].tolist():
            if token >= WORDS:
                said.append(self.words[token - WORDS])
                language = self.languages[self["word_language"][token - WORDS]]
                continue
            if said:
                yield mark, language, said
            mark, said = token, []
        if said:
            yield mark, language, said

    def _spots(self, document: int) -> Iterator[Spot]:
        for at in range(*run(self["spot_starts"], document).indices(len(self["spot_doc"]))):
            latitude, longitude = float(self["spot_lat"][at]), float(self["spot_lon"][at])
            placed = latitude == latitude  # NaN is not itself
            yield Spot(
                location_id=bytes(self["spot_id"][at]).decode(),
                latitude=latitude if placed else None,
                longitude=longitude if placed else None,
                zone=self.zones[self["spot_zone"][at]],
                week=self["weeks"][self["spot_week"][at]].tobytes(),
                hours_known=bool(self["spot_known"][at]),
            )


def run(starts: Array, owner: int) -> slice:
    return slice(int(starts[owner]), int(starts[owner + 1]))


def runs(starts: Array, owners: Array) -> tuple[Array, Array]:
    """All rows of several owners, and for each row the place of its owner among `owners`."""
    begin = starts[owners].astype(np.int64)
    lengths = starts[owners + 1].astype(np.int64) - begin
    owner = np.repeat(np.arange(len(owners)), lengths)
    before = np.cumsum(lengths) - lengths
    return np.arange(len(owner)) - before[owner] + begin[owner], owner


def united(count: int, *lists: Array) -> Array:
    """Document numbers of any of the lists, ascending, each once; `count` is that of all
    documents. Marking them is several times faster than sorting."""
    flags = np.zeros(count, np.bool_)
    for numbers in lists:
        flags[numbers] = True
    return np.flatnonzero(flags).astype(np.uint32)
