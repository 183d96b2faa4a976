"""From rows to one segment: its arrays and its postings. Used for a rebuild, for a few changes
and for merging alike, so there is one way in which a segment comes to be."""

import zlib
from array import array
from dataclasses import dataclass
from typing import Any

import numpy as np

from directory.search.analysis import fold, term
from directory.search.names import NAME_KEY, beginnings, name_hash
from directory.search.rows import MARK_WEIGHTS, NAME, WORDS, Row
from directory.search.whoosh_engine.circle import cells, z_order
from directory.search.whoosh_engine.columns import Array, strings
from directory.search.whoosh_engine.postings import Postings

NO_DAY = np.iinfo(np.int32).min  # in columns of days: unknown


@dataclass(frozen=True, slots=True)
class Built:
    count: int
    meta: dict[str, Any]
    arrays: dict[str, Array]
    postings: Postings


class _Numbered(dict[Any, int]):
    """Gives each new thing the next number."""

    def __missing__(self, key: Any) -> int:
        self[key] = number = len(self)
        return number


class _Words(dict[str, int]):
    """Numbers of one language's words, as they stand among the tokens: the low four bits say
    which language."""

    def __init__(self, low: int) -> None:
        self.low = low

    def __missing__(self, word: str) -> int:
        self[word] = number = WORDS + (len(self) << 4 | self.low)
        return number


class Builder:
    """Takes rows one at a time and keeps only numbers of them, so that memory stays small."""

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self._scalars: list[tuple[int, int, int, int, float, bool, bytes, int]] = []
        self._words: dict[str, _Words] = {}  # by language, at most 16
        self._tokens, self._token_starts = array("I"), array("Q", [0])
        self._languages: list[str] = []
        self._combos: dict[str, tuple[_Numbered, array[int], array[int]]] = {}
        self._names, self._name_of, self._name_docs = _Numbered(), array("I"), array("I")
        self._weeks, self._zones = _Numbered(), _Numbered()
        self._spots: list[tuple[int, float, float, int, int, bool, bytes]] = []

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, row: Row) -> None:
        at = len(self.ids)
        key = row.id.encode()
        self.ids.append(key)
        shown = next((name for kind, name in row.names if kind == NAME), "")
        self._scalars.append(
            (
                row.revision,
                NO_DAY if row.checked is None else row.checked,
                NO_DAY if row.lower_after is None else row.lower_after,
                NO_DAY if row.hide_after is None else row.hide_after,
                row.completeness,
                row.fictional,
                fold(shown).encode()[:NAME_KEY],
                zlib.crc32(key),
            )
        )
        for mark, language, said in row.texts:
            numbers = self._words.get(language)
            if numbers is None:
                numbers = self._words[language] = _Words(len(self._languages))
                self._languages.append(language)
            self._tokens.append(mark)
            self._tokens.extend(map(numbers.__getitem__, said))
        self._token_starts.append(len(self._tokens))
        for axis, codes in row.facets.items():
            if axis not in self._combos:
                self._combos[axis] = (_Numbered({(): 0}), array("I"), array("I"))
            combos, documents, chosen = self._combos[axis]
            documents.append(at)
            chosen.append(combos[codes])
        for name in dict.fromkeys(row.names):
            self._name_of.append(self._names[name])
            self._name_docs.append(at)
        for spot in row.spots:
            self._spots.append(
                (
                    at,
                    np.nan if spot.latitude is None else spot.latitude,
                    np.nan if spot.longitude is None else spot.longitude,
                    self._zones[spot.zone],
                    self._weeks[spot.week],
                    spot.hours_known,
                    spot.location_id.encode(),
                )
            )

    def finish(self) -> Built:
        """Documents are put in z-order of their first point, those without one last: what lies
        near in the world lies near in the file."""
        count = len(self.ids)
        spots = self._spot_columns()
        order = z_order(count, spots["spot_doc"], spots["spot_lat"], spots["spot_lon"])
        place = np.empty(count, np.uint32)
        place[order] = np.arange(count, dtype=np.uint32)
        arrays: dict[str, Array] = {}
        self._scalar_columns(arrays, order)
        self._place_spots(arrays, spots, place, count)
        axes = self._facet_columns(arrays, place, count)
        self._name_columns(arrays, place, count)
        table = self._word_columns(arrays)
        postings = self._text_columns(arrays, table, order)
        meta = {
            "count": count,
            "axes": axes,
            "zones": list(self._zones),
            "languages": self._languages,
        }
        return Built(count, meta, arrays, postings)

    def _scalar_columns(self, arrays: dict[str, Array], order: Array) -> None:
        kinds = ("revision", "checked", "lower", "hide", "complete", "fictional", "name_key", "tie")
        types: tuple[Any, ...] = (
            *(np.int64, np.int32, np.int32, np.int32, np.float32, np.bool_),
            *(f"S{NAME_KEY}", np.uint32),
        )
        values = list(zip(*self._scalars, strict=True)) or [()] * len(kinds)
        for kind, dtype, column in zip(kinds, types, values, strict=True):
            arrays[kind] = np.array(column, dtype)[order]
        arrays["name_rank"] = np.argsort(np.argsort(arrays["name_key"], kind="stable")).astype(
            np.uint32
        )
        arrays["id"] = np.array(self.ids, "S")[order] if self.ids else np.empty(0, "S1")
        arrays["id_order"] = np.argsort(arrays["id"], kind="stable").astype(np.uint32)

    def _spot_columns(self) -> dict[str, Array]:
        kinds = ("doc", "lat", "lon", "zone", "week", "known", "id")
        types: tuple[Any, ...] = (
            np.uint32,
            np.float64,
            np.float64,
            np.uint16,
            np.uint32,
            np.bool_,
            "S",
        )
        values = list(zip(*self._spots, strict=True)) or [()] * len(kinds)
        columns = {
            f"spot_{kind}": np.array(column, dtype if column or dtype != "S" else "S1")
            for kind, dtype, column in zip(kinds, types, values, strict=True)
        }
        weeks = np.frombuffer(b"".join(self._weeks), np.uint8)
        columns["weeks"] = (
            weeks.reshape(len(self._weeks), -1) if self._weeks else np.empty((0, 84), np.uint8)
        )
        return columns

    @staticmethod
    def _place_spots(
        arrays: dict[str, Array], spots: dict[str, Array], place: Array, count: int
    ) -> None:
        documents = place[spots["spot_doc"]] if count else spots["spot_doc"]
        order = np.argsort(documents, kind="stable")
        arrays["weeks"] = spots.pop("weeks")
        for name, column in spots.items():
            arrays[name] = column[order]
        arrays["spot_doc"] = documents[order]
        arrays["spot_starts"] = np.searchsorted(arrays["spot_doc"], np.arange(count + 1)).astype(
            np.uint32
        )
        cell = cells(arrays["spot_lat"], arrays["spot_lon"])
        arrays["cell_order"] = np.argsort(cell, kind="stable").astype(np.uint32)
        arrays["cell_sorted"] = cell[arrays["cell_order"]]

    def _facet_columns(
        self, arrays: dict[str, Array], place: Array, count: int
    ) -> dict[str, list[str]]:
        axes = {}
        for axis, (combos, documents, chosen) in self._combos.items():
            column = np.zeros(count, np.uint32)
            column[place[np.frombuffer(documents, np.uint32)]] = np.frombuffer(chosen, np.uint32)
            codes = sorted({code for combo in combos for code in combo})
            number = {code: at for at, code in enumerate(codes)}
            flat = [number[code] for combo in combos for code in combo]
            arrays[f"facet:{axis}"] = column
            # A large directory has more organizations than 16 bits can number.
            arrays[f"combo:{axis}"] = np.array(flat, np.min_scalar_type(max(len(codes) - 1, 256)))
            arrays[f"combo_starts:{axis}"] = np.cumsum([0, *map(len, combos)], dtype=np.uint32)
            axes[axis] = codes
        return axes

    def _name_columns(self, arrays: dict[str, Array], place: Array, count: int) -> None:
        shown = [name for _, name in self._names]
        arrays["name_raw"], arrays["name_ends"] = strings(shown)
        arrays["name_kind"] = np.array([kind for kind, _ in self._names], np.uint8)
        numbers = np.frombuffer(self._name_of, np.uint32)
        documents = place[np.frombuffer(self._name_docs, np.uint32)] if count else numbers
        order = np.lexsort((documents, numbers))
        arrays["name_docs"] = documents[order]
        arrays["name_starts"] = np.searchsorted(numbers[order], np.arange(len(shown) + 1)).astype(
            np.uint32
        )
        by_doc = np.lexsort((numbers, documents))
        arrays["doc_names"] = numbers[by_doc]
        arrays["doc_name_starts"] = np.searchsorted(documents[by_doc], np.arange(count + 1)).astype(
            np.uint32
        )
        hashes = np.array([name_hash(name) for name in shown], np.uint64)
        arrays["hash_order"] = np.argsort(hashes, kind="stable").astype(np.uint32)
        arrays["hash_sorted"] = hashes[arrays["hash_order"]]
        begin = [(key, at) for at, name in enumerate(shown) for key in beginnings(name)]
        begin.sort()
        arrays["begin"] = np.array([key for key, _ in begin], f"S{NAME_KEY}")
        arrays["begin_name"] = np.array([at for _, at in begin], np.uint32)

    def _word_columns(self, arrays: dict[str, Array]) -> "_WordTable":
        """Words of all languages in one sorted table, and for each old number its place there."""
        entries = sorted(
            (word.encode(), low, number)
            for low, language in enumerate(self._languages)
            for word, number in self._words[language].items()
        )
        highest = max((number for _, _, number in entries), default=WORDS)
        place = np.zeros(highest + 1, np.uint32)
        stems = _Numbered()
        stem_of = np.empty(len(entries), np.uint32)
        decoded = []
        for at, (raw, low, number) in enumerate(entries):
            word = raw.decode()
            decoded.append(word)
            place[number] = at
            stem_of[at] = stems[term(word, self._languages[low]).encode()]
        by_bytes = sorted(stems)
        rank = np.empty(len(stems), np.uint32)
        rank[[stems[name] for name in by_bytes]] = np.arange(len(stems), dtype=np.uint32)
        arrays["word_raw"], arrays["word_ends"] = strings(decoded)
        arrays["word_language"] = np.array([low for _, low, _ in entries], np.uint8)
        crc = np.array([zlib.crc32(raw) for raw, _, _ in entries], np.uint32)
        arrays["crc_order"] = np.argsort(crc, kind="stable").astype(np.uint32)
        arrays["crc_sorted"] = crc[arrays["crc_order"]]
        arrays["word_stem"] = rank[stem_of] if len(entries) else stem_of
        arrays["stem_raw"], arrays["stem_ends"] = strings([name.decode() for name in by_bytes])
        return _WordTable(place, arrays["word_stem"], by_bytes)

    def _text_columns(
        self, arrays: dict[str, Array], table: "_WordTable", order: Array
    ) -> Postings:
        tokens = np.frombuffer(self._tokens, np.uint32)
        tokens, starts = reordered(tokens, np.frombuffer(self._token_starts, np.uint64), order)
        is_word = tokens >= WORDS
        at = np.flatnonzero(is_word)
        mark_at = np.maximum.accumulate(np.where(is_word, 0, np.arange(len(tokens))))
        weight = (
            np.array(MARK_WEIGHTS, np.float32)[tokens[mark_at[at]]]
            if len(at)
            else (np.empty(0, np.float32))
        )
        word = table.place[tokens[at]]
        tokens[at] = word + WORDS
        arrays["tokens"], arrays["token_starts"] = tokens, starts.astype(np.uint64)
        arrays["word_count"] = np.bincount(word, minlength=len(table.stem)).astype(np.uint32)
        count = len(order)
        document = np.repeat(np.arange(count), np.diff(starts))[at]
        arrays["length"] = np.bincount(document, weight, count).astype(np.float32)
        key = table.stem[word].astype(np.int64) * max(count, 1) + document
        postings = _postings(key, weight, table.stems, max(count, 1))
        arrays["stem_count"] = np.diff(postings.starts).astype(np.uint32)
        return postings


@dataclass(frozen=True, slots=True)
class _WordTable:
    place: Array  # from a token to its word's place in the table
    stem: Array  # of each word in the table, the number of its stem
    stems: list[bytes]


def _postings(key: Array, weight: Array, stems: list[bytes], count: int) -> Postings:
    order = np.argsort(key, kind="stable")
    key, weight = key[order], weight[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    if len(first):
        weight = np.add.reduceat(weight, first)
    key = key[first]
    starts = np.searchsorted(key, np.arange(len(stems) + 1, dtype=np.int64) * count)
    return Postings(stems, starts, (key % count).astype(np.uint32), weight.astype(np.float32))


def reordered(values: Array, starts: Array, order: Array) -> tuple[Array, Array]:
    """Runs of values in another order of their owners, and where each run then begins."""
    starts = starts.astype(np.int64)
    lengths = np.diff(starts)[order]
    fresh = np.concatenate(([0], np.cumsum(lengths)))
    source = np.repeat(starts[:-1][order] - fresh[:-1], lengths) + np.arange(fresh[-1])
    return values[source], fresh
