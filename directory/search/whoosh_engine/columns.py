"""One file of immutable arrays, mapped into memory and shared by all processes that read it."""

import json
import mmap
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np

MAGIC = b"SDCOLS1\n"
ALIGN = 64  # bytes; arrays begin on a cache line

Array = np.ndarray[Any, Any]


class DamagedFile(Exception):
    """A file is not what was written. The index is to be built anew."""


class Sink(Protocol):
    def write(self, data: bytes, /) -> Any: ...


def write(sink: Sink, meta: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    """Header (JSON with a checksum of its own), then the arrays, then nothing."""
    places: dict[str, tuple[str, tuple[int, ...], int]] = {}
    offset, body = 0, []
    for name, array in arrays.items():
        raw = np.ascontiguousarray(array)
        places[name] = (raw.dtype.str, raw.shape, offset)
        padded = raw.tobytes() + bytes(-raw.nbytes % ALIGN)
        body.append(padded)
        offset += len(padded)
    header = json.dumps({"meta": meta, "arrays": places, "size": offset}).encode()
    start = MAGIC + len(header).to_bytes(8, "little") + zlib.crc32(header).to_bytes(4, "little")
    sink.write(start + header + bytes(-(len(start) + len(header)) % ALIGN))
    for padded in body:
        sink.write(padded)


class Columns:
    """The arrays of one file by name, and its `meta`. Raises DamagedFile, FileNotFoundError."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            try:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise DamagedFile(f"{path.name} is empty") from error
        self.name = path.name
        header, self._start = self._header()
        self.meta: dict[str, Any] = header["meta"]
        self.arrays: dict[str, Array] = {
            name: np.frombuffer(
                self._map, np.dtype(kind), int(np.prod(shape, dtype=np.int64)), self._start + offset
            ).reshape(shape)
            for name, (kind, shape, offset) in header["arrays"].items()
        }

    def _header(self) -> tuple[dict[str, Any], int]:
        fixed = len(MAGIC) + 12
        if self._map[: len(MAGIC)] != MAGIC or len(self._map) < fixed:
            raise DamagedFile(f"{self.name} does not begin as it should")
        length = int.from_bytes(self._map[len(MAGIC) : len(MAGIC) + 8], "little")
        raw = self._map[fixed : fixed + length]
        if zlib.crc32(raw).to_bytes(4, "little") != self._map[fixed - 4 : fixed]:
            raise DamagedFile(f"the header of {self.name} is damaged")
        header = json.loads(raw)
        start = -(-(fixed + length) // ALIGN) * ALIGN
        if len(self._map) != start + header["size"]:
            raise DamagedFile(f"{self.name} is cut short")
        return header, start

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    def __contains__(self, name: str) -> bool:
        return name in self.arrays


def strings(values: list[str]) -> tuple[Array, Array]:
    """Texts as one run of bytes and where each begins."""
    encoded = [value.encode() for value in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.uint32)
    return np.frombuffer(b"".join(encoded), np.uint8), ends


class Strings:
    """Texts kept by `strings`, read one at a time."""

    def __init__(self, raw: Array, ends: Array) -> None:
        self._raw, self._ends = raw, ends

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, at: int) -> str:
        return self.bytes(at).decode()

    def bytes(self, at: int) -> bytes:
        return self._raw[self._ends[at] : self._ends[at + 1]].tobytes()
