"""Postings to and from Whoosh's files, block by block.

Whoosh reads and writes one posting at a time in Python. Both are done here with whole blocks
where the installed version is the one whose blocks are known, and as Whoosh does it otherwise;
tests hold the two against each other.
"""

import pickle
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import whoosh
from whoosh.codec.base import TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3LeafMatcher, W3PostingsWriter
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence
from whoosh.reading import TermNotFound

from directory.search.whoosh_engine.columns import Array, DamagedFile

FIELD = "text"
KNOWN_VERSIONS = {(3, 54, 0)}  # whose private parts this file may touch
KNOWN = tuple(whoosh.__version__[:3]) in KNOWN_VERSIONS
BLOCK = 4096  # postings in a block; Whoosh's own 128 make reading slow and files no smaller


@dataclass(frozen=True, slots=True)
class Postings:
    """Of each stem (sorted as bytes) the documents that hold it, ascending, and its weight."""

    stems: Sequence[bytes]
    starts: Array  # int64[len(stems) + 1]
    documents: Array  # uint32
    weights: Array  # float32


class Stems(FieldType):
    """A field whose value is what analysis found: pairs of stem and weight."""

    def __init__(self) -> None:
        self.format = Existence()
        self.analyzer = None
        self.scorable = False  # lengths are a column of ours
        self.stored = False
        self.unique = False
        self.indexed = True
        self.vector = None
        self.column_type = None

    def index(self, value: Sequence[tuple[bytes, float]], **_: Any) -> Any:
        return [(stem, 1, weight, b"") for stem, weight in value]

    def clean(self) -> None:
        pass


SCHEMA = Schema(**{FIELD: Stems()})


def codec(postings: Postings) -> Any:
    """The codec to open a writer with. Then `add_documents`, then commit."""
    return _BlockCodec(postings) if KNOWN else None


def add_documents(writer: Any, count: int, postings: Postings) -> None:
    if KNOWN:
        for _ in range(count):
            writer.add_document()
        return
    values: list[list[tuple[bytes, float]]] = [[] for _ in range(count)]
    for at, stem in enumerate(postings.stems):
        here = slice(postings.starts[at], postings.starts[at + 1])
        for document, weight in zip(
            postings.documents[here].tolist(), postings.weights[here].tolist(), strict=True
        ):
            values[document].append((stem, weight))
    for value in values:
        writer.add_document(**{FIELD: value})


def read(reader: TermsReader, stem: bytes) -> tuple[Array, Array]:
    """Documents (uint32, ascending) and weights (float32) of a stem; both empty if unknown.
    Not for two threads at once. Raises DamagedFile."""
    try:
        matcher = reader.matcher(FIELD, stem, SCHEMA[FIELD].format)
    except TermNotFound:
        return np.empty(0, np.uint32), np.empty(0, np.float32)
    try:
        if KNOWN and type(matcher) is W3LeafMatcher:
            return _read_blocks(matcher)
        documents, weights = array("I"), array("f")
        while matcher.is_active():
            documents.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
    except (
        pickle.UnpicklingError,
        zlib.error,
        ValueError,
        EOFError,
        IndexError,
        TypeError,
    ) as error:
        raise DamagedFile(f"the postings of a word cannot be read: {error!r}") from error
    return np.frombuffer(documents, np.uint32), np.frombuffer(weights, np.float32)


def _read_blocks(matcher: Any) -> tuple[Array, Array]:
    documents, weights = [], []
    while True:
        matcher._read_data()
        steps, weight, _ = matcher._data
        documents.append(np.cumsum(np.array(steps, np.uint32), dtype=np.uint32))
        size = len(steps)
        weights.append(
            np.full(size, 1.0 if weight is None else weight, np.float32)
            if weight is None or isinstance(weight, float)
            else np.array(weight, np.float32)
        )
        if matcher._lastblock:
            break
        matcher._next_block()
    return np.concatenate(documents), np.concatenate(weights)


class _BlockCodec(W3Codec):
    def __init__(self, postings: Postings) -> None:
        super().__init__(blocklimit=BLOCK)
        self.postings = postings

    def new_segment(self, storage: Any, indexname: str) -> Any:
        # The segment is pickled together with its codec: it must be a plain one.
        return W3Codec(blocklimit=BLOCK).new_segment(storage, indexname)

    def field_writer(self, storage: Any, segment: Any) -> Any:
        return _BlockFieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        return _BlockPostingsWriter(dbfile, BLOCK, byteids=byteids)


class _BlockFieldWriter(W3FieldWriter):
    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        held = self._codec.postings
        if not held.stems:
            return
        self.start_field(FIELD, schema[FIELD])
        writer: Any = self._postwriter
        starts = held.starts.tolist()
        for at, stem in enumerate(held.stems):
            self.start_term(stem)
            here = slice(starts[at], starts[at + 1])
            writer.add_all(held.documents[here], held.weights[here])
            self.finish_term()
        self.finish_field()


class _BlockPostingsWriter(W3PostingsWriter):
    def add_all(self, documents: Array, weights: Array) -> None:
        for start in range(0, len(documents), BLOCK):
            if start:
                self._write_block()
            block = slice(start, start + BLOCK)
            self._ids = array("I", documents[block].tobytes())
            self._weights = array("f", weights[block].tobytes())
            self._maxweight = float(weights[block].max())

    def finish_postings(self) -> Any:
        if len(self._ids):
            self._write_block(last=True)
        info: Any = self._terminfo
        info.set_extent(self._startoffset, self._postfile.tell() - self._startoffset)
        self._terminfo = None
        return info

    def _mini_ids(self) -> tuple[int, ...]:
        return tuple(np.diff(np.array(self._ids, np.uint32), prepend=np.uint32(0)).tolist())

    def _mini_weights(self) -> float | tuple[float, ...] | None:
        first = self._weights[0]
        if (np.array(self._weights, np.float32) == first).all():
            return None if first == 1.0 else first
        return tuple(self._weights)
