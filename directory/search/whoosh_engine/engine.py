"""The engine: one snapshot for all readers, one writer, and how the one follows the other."""

import os
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from directory.search.document import Document
from directory.search.engine import Change, EngineUnavailable
from directory.search.plan import Plan, Planner, wording
from directory.search.query import Hit, Page, Query
from directory.search.rescue import rescues
from directory.search.rows import row_of
from directory.search.synonyms import Group, Synonyms, in_force
from directory.search.whoosh_engine import executor, similar, suggest
from directory.search.whoosh_engine.build import Builder
from directory.search.whoosh_engine.columns import DamagedFile
from directory.search.whoosh_engine.index import UNREADABLE, Folder, Generation
from directory.search.whoosh_engine.merge import choose
from directory.search.whoosh_engine.snapshot import Snapshot, Terms, take
from directory.search.whoosh_engine.storage import Disk, SyncFailed

SEGMENT = 250_000  # documents of a rebuild that are held in memory at once
BATCH = 200  # changes in one commit
LOOK_SECONDS = 0.25  # how often a process looks for what another one wrote
TERMS_BYTES = 48 * 2**20


class WhooshEngine:
    """Keeps `directory.search.engine.Engine`. Many processes may read a folder, one writes."""

    def __init__(
        self,
        folder: Path,
        *,
        synonyms: Iterable[Group] | None = None,
        languages: Sequence[str] = ("en", "es"),
        protected: Callable[[str], bool] = lambda word: False,
        terms_bytes: int = TERMS_BYTES,
        disk: Disk | None = None,
    ) -> None:
        self._folder = Folder(folder, disk)
        own = None if synonyms is None else Synonyms(synonyms)
        self._planner = Planner(in_force if own is None else lambda: own, languages, protected)
        self._terms = Terms(terms_bytes)
        self._snapshot: Snapshot | None = None
        self._taking = threading.Lock()
        self._watcher: threading.Thread | None = None
        self._watching_in = 0  # the process: a fork inherits the snapshot but no thread
        self._stop = threading.Event()

    # --- Reading ------------------------------------------------------------------------------

    def find(self, query: Query) -> Page:
        with self._reading() as snapshot:
            page = executor.find(snapshot, self._plan(snapshot, query), query)
            if page.total == 0 and query.rescue:
                page = rescues(page, query, lambda other: self._total(snapshot, other))
            return page

    def total(self, query: Query) -> int:
        with self._reading() as snapshot:
            return self._total(snapshot, query)

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        snapshot = self._current()
        try:
            yield snapshot
        except DamagedFile as error:
            raise self._damaged(snapshot) from error

    def _total(self, snapshot: Snapshot, query: Query) -> int:
        return executor.total(snapshot, self._plan(snapshot, query), query)

    def _plan(self, snapshot: Snapshot, query: Query) -> Plan:
        """A page asks several questions in the same words: the first is planned, and remembered
        until other words come."""
        key = (self._planner.synonyms(), *wording(query))
        plan = snapshot.plans.get(key)
        if plan is None:
            plan = self._planner.plan(snapshot, query)
            snapshot.plans.clear()
            snapshot.plans[key] = plan
        return plan

    def suggest(self, prefix: str, *, limit: int = 8) -> Sequence[str]:
        return suggest.suggest(self._current(), prefix, limit)

    def similar(self, listing_id: str, *, limit: int = 6) -> Sequence[Hit]:
        return similar.similar(self._current(), listing_id, limit)

    def contents(self) -> dict[str, int]:
        """Reads the whole index on the way: what is damaged is not compared but set aside."""
        self.refresh()
        self.verify()
        held: dict[str, int] = {}
        for part in self._current().parts:
            ids, revisions = part.segment["id"], part.segment["revision"]
            if part.live is not None:
                ids, revisions = ids[part.live], revisions[part.live]
            pairs = zip(ids.tolist(), revisions.tolist(), strict=True)
            held.update((listing_id.decode(), revision) for listing_id, revision in pairs)
        return held

    def ping(self) -> None:
        self._current()

    def verify(self) -> None:
        """Read every file of the index. Raises EngineUnavailable when one is damaged."""
        snapshot = self._current()
        try:
            snapshot.generation.verify()
        except UNREADABLE as error:
            raise self._damaged(snapshot) from error

    def _current(self) -> Snapshot:
        if self._watching_in != os.getpid():
            self._watch()
        snapshot = self._snapshot
        if snapshot is None:
            self.refresh()
            snapshot = self._snapshot
        if snapshot is None:
            raise EngineUnavailable("There is no index. `directory index rebuild` builds it.")
        return snapshot

    def refresh(self) -> None:
        """Take a newer snapshot if there is one. Readers of the old one are not disturbed."""
        with self._taking:
            for _ in range(2):  # a commit may come between looking and opening
                try:
                    self._take()
                    return
                except FileNotFoundError:
                    continue
                except UNREADABLE as error:
                    if self._snapshot is None:
                        raise EngineUnavailable(f"The index cannot be read: {error}") from error
                    return

    def _take(self) -> None:
        generation, held = self._folder.current(), self._snapshot
        if generation is None:
            return  # what was held serves on until something new stands there
        if held and held.generation.folder == generation.folder:
            if held.number == generation.latest():
                return
            generation = held.generation
        self._snapshot = take(generation, generation.contents(), self._terms, held)

    def _watch(self) -> None:
        self._watching_in = os.getpid()
        self._taking = threading.Lock()
        self._stop = threading.Event()
        self._watcher = threading.Thread(
            target=_look, args=(weakref.ref(self), self._stop), name="index-watcher", daemon=True
        )
        self._watcher.start()

    def close(self) -> None:
        self._stop.set()
        if self._watcher and self._watcher.is_alive():
            self._watcher.join()

    def _damaged(self, snapshot: Snapshot) -> EngineUnavailable:
        """Nobody is served from a damaged index again; the worker builds a new one."""
        self._folder.set_aside(snapshot.generation)
        self._snapshot = None
        return EngineUnavailable("The index is damaged and was set aside.")

    # --- Writing ------------------------------------------------------------------------------

    def apply(self, changes: Iterable[Change]) -> None:
        """Raises EngineUnavailable where there is no index, Busy where somebody else writes."""
        changes = iter(changes)
        while batch := list(islice(changes, BATCH)):
            with self._folder.writing():
                self._apply({change[0]: change for change in batch})
                self._tidy()

    def _apply(self, latest: dict[str, Change]) -> None:
        self.refresh()
        snapshot = self._current()
        builder = Builder()
        deleted: dict[str, list[int]] = {}
        for listing_id, document, revision in latest.values():
            held = snapshot.locate(listing_id)
            if held:
                part, at = held
                if int(part.segment["revision"][at]) > revision:
                    continue
                deleted.setdefault(part.segment.name, []).append(at)
            if document is not None:
                builder.add(row_of(document))
        if deleted or len(builder):
            self._commit(snapshot.generation, builder, deleted)

    def _commit(
        self,
        generation: Generation,
        builder: Builder,
        deleted: dict[str, list[int]] | None = None,
        dropped: frozenset[str] = frozenset(),
    ) -> None:
        try:
            generation.commit(builder.finish() if len(builder) else None, deleted, dropped)
        except SyncFailed as error:
            self._folder.set_aside(generation)
            raise EngineUnavailable("The disk lost part of the index.") from error
        self.refresh()

    def _tidy(self) -> None:
        """Merge small segments, so that their number stays small whatever comes in."""
        snapshot = self._current()
        while small := choose(snapshot.parts):
            builder = Builder()
            for part in small:
                for document in range(part.segment.count):
                    if part.live is None or part.live[document]:
                        builder.add(part.segment.row(document))
            self._commit(
                snapshot.generation,
                builder,
                dropped=frozenset(part.segment.name for part in small),
            )
            snapshot = self._current()

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Raises Busy where somebody else writes. The old index serves until the end."""
        with self._folder.writing():
            generation = self._folder.fresh()
            documents = iter(documents)
            while True:
                builder = Builder()
                for document in islice(documents, SEGMENT):
                    builder.add(row_of(document))
                if not len(builder):
                    break
                generation.commit(builder.finish())
            self._folder.point_to(generation)
        self.refresh()


def _look(engine: "weakref.ref[WhooshEngine]", stop: threading.Event) -> None:
    """Ends with its engine."""
    while not stop.wait(LOOK_SECONDS):
        watched = engine()
        if watched is None:
            return
        with suppress(EngineUnavailable):
            watched.refresh()
        del watched
