"""Generations on disk: each a folder with a Whoosh index and one column file a segment.

index/                 0700
    current            the name of the generation that serves
    writer.lock        held by the one process that writes
    g-…/               a generation: stamp, tables of contents, segments
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import whoosh
from whoosh.index import TOC, FileIndex, LockError
from whoosh.util.filelock import FileLock

from directory.search import analysis, weights
from directory.search.document import VERSION
from directory.search.engine import Busy
from directory.search.whoosh_engine import columns, postings
from directory.search.whoosh_engine.build import Built
from directory.search.whoosh_engine.columns import Array, Columns, DamagedFile
from directory.search.whoosh_engine.segment import Segment
from directory.search.whoosh_engine.storage import Disk, DurableStorage, write_durably

FORMAT = 2  # of the columns and the rows in them
STAMP = json.dumps(
    [FORMAT, VERSION, analysis.STAMP, weights.STAMP, list(whoosh.__version__), np.dtype("<u4").str]
)
NAME = "MAIN"
KEPT_GENERATIONS = 2
KEPT_TOCS = 2

# What reading a torn or foreign file may raise: anything, because there are pickles in it.
UNREADABLE = Exception


@dataclass(frozen=True, slots=True)
class Contents:
    """What a generation held after one commit: its segments and what was deleted from each."""

    number: int
    segments: Sequence[tuple[Any, Array]]  # Whoosh's segment, document numbers


class Generation:
    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder = folder
        self.disk = disk
        self.storage = DurableStorage(folder, disk)

    @classmethod
    def create(cls, folder: Path, disk: Disk) -> "Generation":
        folder.mkdir(mode=0o700)
        generation = cls(folder, disk)
        TOC.create(generation.storage, postings.SCHEMA, NAME)
        write_durably(disk, folder / "stamp", STAMP)
        disk.sync_folder(folder.parent)
        return generation

    def is_ours(self) -> bool:
        """Whether this program, with its stems, weights and formats, wrote it."""
        try:
            return (self.folder / "stamp").read_text(encoding="utf-8") == STAMP
        except OSError:
            return False

    def latest(self) -> int:
        """The number of the last commit; -1 where there is none."""
        return int(TOC._latest_generation(self.storage, NAME))

    def contents(self) -> Contents:
        """Raises UNREADABLE."""
        number = self.latest()
        if number < 0:
            raise DamagedFile("there is no table of contents")
        self.storage.check(f"_{NAME}_{number}.toc", set())
        toc = TOC.read(self.storage, NAME, gen=number, schema=postings.SCHEMA)
        return Contents(
            toc.generation,
            [(s, np.array(sorted(s.deleted_docs()), np.int64)) for s in toc.segments],
        )

    def open(self, segment: Any) -> Segment:
        """Raises UNREADABLE."""
        name = segment.segment_id()
        arrays = Columns(self.folder / f"{name}.columns")
        # Not through a SegmentReader: that leaves out what is deleted now, and what is read here
        # is kept while more is deleted.
        reader = segment.codec().terms_reader(self.storage, segment)
        if arrays.meta["count"] != segment.doc_count_all():
            raise DamagedFile(f"{name}: columns and postings are of different segments")
        return Segment(name, arrays, reader)

    def commit(
        self,
        built: Built | None = None,
        deleted: Mapping[str, Sequence[int]] | None = None,
        dropped: frozenset[str] = frozenset(),
    ) -> None:
        """Add a segment, mark documents of others (by segment name) as deleted, leave segments
        out, all at once and durably. Raises Busy, SyncFailed, OSError; then nothing changed."""
        held = built.postings if built else postings.Postings([], np.zeros(1, np.int64), *_NONE)
        try:
            index = FileIndex(self.storage, schema=postings.SCHEMA, indexname=NAME)
            writer: Any = index.writer(codec=postings.codec(held), compound=False)
        except LockError as error:
            raise Busy from error
        done = False
        try:
            start = 0
            for segment in writer.segments:
                for document in (deleted or {}).get(segment.segment_id(), ()):
                    writer.delete_document(start + document)
                start += segment.doc_count_all()
            if built and built.count:
                postings.add_documents(writer, built.count, held)
                name = f"{writer.get_segment().segment_id()}.columns"
                with self.storage.create_file(name) as file:
                    columns.write(file, built.meta, built.arrays)
            done = True  # from here on Whoosh cleans up after itself
            writer.commit(mergetype=lambda _, segments: _without(segments, dropped))
        finally:
            if not done:
                writer.cancel()
        self._sweep()

    def _sweep(self) -> None:
        newest = self.latest()
        needed = {"stamp", f"{NAME}_WRITELOCK"}
        needed |= {f"_{NAME}_{n}" for n in range(newest - KEPT_TOCS + 1, newest + 1)}
        needed |= {segment.segment_id() for segment, _ in self.contents().segments}
        self.storage.sweep(needed)

    def verify(self) -> None:
        """Read every file from end to end. Raises UNREADABLE."""
        contents = self.contents()
        needed = {segment.segment_id() for segment, _ in contents.segments}
        self.storage.check(f"_{NAME}_{contents.number}.toc", needed)
        for segment, _ in contents.segments:
            self.open(segment)


_NONE = (np.empty(0, np.uint32), np.empty(0, np.float32))


def _without(segments: Sequence[Any], dropped: frozenset[str]) -> list[Any]:
    return [segment for segment in segments if segment.segment_id() not in dropped]


class Folder:
    """The folder of all generations, and which of them serves."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self.path = path
        self.disk = disk or Disk()

    def current(self) -> Generation | None:
        """The generation that serves; None where there is none that this program can read."""
        try:
            name = (self.path / "current").read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return None
        if not name.startswith("g-") or os.sep in name:
            return None
        generation = Generation(self.path / name, self.disk)
        return generation if generation.is_ours() else None

    def fresh(self) -> Generation:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.chmod(0o700)
        numbers = [int(path.name.split("-")[1]) for path in self._generations()]
        name = f"g-{max(numbers, default=0) + 1:06}-{secrets.token_hex(3)}"
        return Generation.create(self.path / name, self.disk)

    def point_to(self, generation: Generation) -> None:
        write_durably(self.disk, self.path / "current", generation.folder.name)
        kept = self._generations()[-KEPT_GENERATIONS:]
        for path in self._generations():
            if path not in kept and path != generation.folder:
                shutil.rmtree(path, ignore_errors=True)

    def set_aside(self, generation: Generation) -> None:
        """What cannot be trusted serves nobody any more; readers that hold it keep what they
        have mapped."""
        (self.path / "current").unlink(missing_ok=True)
        self.disk.sync_folder(self.path)
        shutil.rmtree(generation.folder, ignore_errors=True)

    def room_for(self, size: int) -> bool:
        """Whether twice `size` bytes are free."""
        return shutil.disk_usage(self.path).free > 2 * size

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Only one process at a time. Raises Busy."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(str(self.path / "writer.lock"))
        if not lock.acquire():
            raise Busy
        try:
            yield
        finally:
            lock.release()

    def _generations(self) -> list[Path]:
        return sorted(path for path in self.path.glob("g-*") if path.is_dir())
