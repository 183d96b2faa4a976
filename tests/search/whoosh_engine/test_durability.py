"""What survives a lost process, a lost disk page, a full disk, and readers in the middle."""

import errno
import multiprocessing
import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest

from bench.search.corpus import Corpus
from directory.search.engine import Busy, EngineUnavailable
from directory.search.whoosh_engine import WhooshEngine
from directory.search.whoosh_engine.index import Folder
from directory.search.whoosh_engine.storage import Disk, SyncFailed
from tests.search.making import make_document, make_query


class Recorder(Disk):
    """Notes the calls that decide what is on the disk, in their order."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []

    def sync_file(self, path: Path) -> None:
        self.calls.append(("file", path.name))
        super().sync_file(path)

    def sync_folder(self, path: Path) -> None:
        self.calls.append(("folder", path.name))
        super().sync_folder(path)

    def rename(self, old: Path, new: Path) -> None:
        self.calls.append(("rename", new.name))
        super().rename(old, new)

    def delete(self, path: Path) -> None:
        self.calls.append(("delete", path.name))
        super().delete(path)


def make_engine(folder: Path, disk: Disk | None = None) -> WhooshEngine:
    return WhooshEngine(folder / "index", synonyms=(), disk=disk)


def test_all_of_a_commit_is_on_the_disk_before_it_counts(tmp_path: Path) -> None:
    disk = Recorder()
    engine = make_engine(tmp_path, disk)
    engine.rebuild([make_document("One")])
    disk.calls.clear()
    engine.apply([((new := make_document("Two")).id, new, 1)])
    engine.close()
    kinds = [kind for kind, _ in disk.calls]
    commit = kinds.index("rename")
    before, after = disk.calls[:commit], disk.calls[commit + 1 :]
    synced = {name.rpartition(".")[2] for kind, name in before if kind == "file"}
    assert {"trm", "pst", "columns"} <= synced
    assert any("toc" in name for kind, name in before if kind == "file")
    assert before[-1][0] == "folder", "new names are kept before one of them is pointed at"
    assert after[0][0] == "folder", "the renaming itself is kept"
    assert "delete" not in kinds, "nothing is thrown away that a reader may be about to open"


def test_every_file_of_the_generation_was_synced(tmp_path: Path) -> None:
    disk = Recorder()
    engine = make_engine(tmp_path, disk)
    engine.rebuild([make_document("One"), make_document("Two")])
    engine.close()
    (generation,) = (tmp_path / "index").glob("g-*")
    synced = {name for kind, name in disk.calls if kind in ("file", "rename")}
    assert {path.name for path in generation.iterdir() if path.suffix != ".lock"} - synced <= {
        "MAIN_WRITELOCK"
    }


def test_the_pointer_moves_only_when_the_new_generation_is_whole(tmp_path: Path) -> None:
    disk = Recorder()
    engine = make_engine(tmp_path, disk)
    engine.rebuild([make_document("One")])
    engine.close()
    renames = [name for kind, name in disk.calls if kind == "rename"]
    assert renames[-1] == "current"
    assert any(name.endswith(".toc") for name in renames[:-1])


def test_folders_and_files_are_private(tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    engine.rebuild([make_document("One")])
    engine.close()
    for path in [tmp_path / "index", *(tmp_path / "index").rglob("*")]:
        if path.is_dir():
            assert path.stat().st_mode & 0o077 == 0, path
    for path in (tmp_path / "index").rglob("MAIN_*.columns"):
        assert path.stat().st_mode & 0o077 == 0


def test_a_failed_sync_ends_the_generation_and_is_never_tried_again(tmp_path: Path) -> None:
    class Failing(Disk):
        broken = False

        def sync_file(self, path: Path) -> None:
            if self.broken:
                raise SyncFailed("injected")
            super().sync_file(path)

    disk = Failing()
    engine = make_engine(tmp_path, disk)
    engine.rebuild([make_document("One")])
    disk.broken = True
    with pytest.raises(EngineUnavailable):
        engine.apply([((new := make_document("Two")).id, new, 1)])
    assert engine.find(make_query()).total == 1, "readers keep what they hold"
    disk.broken = False
    with pytest.raises(EngineUnavailable):
        make_engine(tmp_path).ping()
    engine.rebuild([make_document("One"), make_document("Two")])
    assert engine.find(make_query()).total == 2
    engine.close()


def test_a_full_disk_loses_nothing_and_work_goes_on_when_there_is_room(tmp_path: Path) -> None:
    class Full(Disk):
        full = False

        def sync_folder(self, path: Path) -> None:
            if self.full:
                raise OSError(errno.ENOSPC, "no space left")
            super().sync_folder(path)

    disk = Full()
    engine = make_engine(tmp_path, disk)
    engine.rebuild([make_document("One")])
    new = make_document("Two")
    disk.full = True
    for _ in range(3):
        with pytest.raises(OSError, match="no space"):
            engine.apply([(new.id, new, 1)])
    assert engine.find(make_query()).total == 1
    disk.full = False
    engine.apply([(new.id, new, 1)])
    assert engine.find(make_query()).total == 2
    engine.close()


@pytest.mark.parametrize("how", ["flipped", "cut", "emptied", "gone"])
@pytest.mark.parametrize("suffix", [".columns", ".pst", ".trm", ".toc"])
def test_damage_is_noticed_set_aside_and_built_anew(tmp_path: Path, how: str, suffix: str) -> None:
    documents = list(Corpus(60).documents())
    engine = make_engine(tmp_path)
    engine.rebuild(documents)
    engine.close()
    (victim,) = [
        path
        for path in (tmp_path / "index").glob(f"g-*/*{suffix}")
        if path.stat().st_size > 0 and "_0.toc" not in path.name
    ]
    whole = victim.read_bytes()
    middle = len(whole) // 2
    match how:
        case "flipped":
            bits = bytearray(whole)
            bits[middle] ^= 0xFF
            victim.write_bytes(bits)
        case "cut":
            victim.write_bytes(whole[:middle])
        case "emptied":
            victim.write_bytes(b"")
        case "gone":
            victim.unlink()
    fresh = make_engine(tmp_path)
    try:
        fresh.verify()
        noticed = fresh.find(make_query()).total != len(documents)
    except EngineUnavailable:
        noticed = True
    if not (suffix == ".toc" and how == "gone"):
        assert noticed or (suffix == ".toc" and how == "flipped")
    fresh.rebuild(documents)
    fresh.verify()
    assert fresh.contents() == {document.id: document.revision for document in documents}
    fresh.close()


def test_an_index_of_another_program_is_not_read(tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    engine.rebuild([make_document("One")])
    engine.close()
    (stamp,) = (tmp_path / "index").glob("g-*/stamp")
    stamp.write_text("written by another version")
    with pytest.raises(EngineUnavailable):
        make_engine(tmp_path).ping()


def test_only_one_writes_at_a_time(tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    engine.rebuild([make_document("One")])
    with Folder(tmp_path / "index").writing(), pytest.raises(Busy):
        engine.apply([("x", None, 1)])
    engine.apply([("x", None, 1)])
    engine.close()


def test_two_generations_are_kept(tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    for n in range(5):
        engine.rebuild([make_document(f"Build {n}")])
    engine.close()
    assert len(list((tmp_path / "index").glob("g-*"))) == 2


def test_readers_never_fail_while_others_write(tmp_path: Path) -> None:
    """Another engine on the same folder, as in another process, sees whole states only."""
    documents = [make_document(f"Listing {n}", says="grief") for n in range(40)]
    writer, reader = make_engine(tmp_path), make_engine(tmp_path)
    writer.rebuild(documents)
    stop, seen, errors = threading.Event(), set(), []

    def read() -> None:
        while not stop.is_set():
            try:
                reader.refresh()
                seen.add(reader.find(make_query("grief", per_page=100)).total)
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for n in range(25):
        writer.apply([(documents[n].id, None, 9)])
        if n % 10 == 9:
            writer.rebuild(documents[n + 1 :])
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert seen <= set(range(15, 41))
    reader.refresh()
    assert reader.find(make_query("grief")).total == 15
    writer.close()
    reader.close()


def test_another_process_is_seen_without_being_asked(tmp_path: Path) -> None:
    writer, reader = make_engine(tmp_path), make_engine(tmp_path)
    writer.rebuild([make_document("One")])
    assert reader.find(make_query()).total == 1
    writer.apply([((new := make_document("Two")).id, new, 1)])
    until = time.monotonic() + 10
    while reader.find(make_query()).total != 2 and time.monotonic() < until:
        time.sleep(0.02)
    assert reader.find(make_query()).total == 2
    writer.close()
    reader.close()


def _write_forever(folder: Path, began: "multiprocessing.synchronize.Event") -> None:
    engine = make_engine(folder)
    for n in range(10_000):
        document = make_document(f"Listing {n % 50}", says=f"grief word{n}", revision=n + 2)
        engine.apply([(document.id, document, n + 2)])
        with (folder / "acknowledged").open("a") as file:
            file.write(f"{document.id} {n + 2}\n")
            file.flush()
        began.set()


def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    pick = random.Random(3)  # noqa: S311 - no secret
    engine = make_engine(tmp_path)
    engine.rebuild([])
    context = multiprocessing.get_context("spawn")
    for _ in range(3):
        began = context.Event()
        writer = context.Process(target=_write_forever, args=(tmp_path, began))
        writer.start()
        assert began.wait(60)
        time.sleep(pick.uniform(0.005, 0.25))
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        acknowledged = {}
        for line in (tmp_path / "acknowledged").read_text().splitlines():
            listing_id, revision = line.split()
            acknowledged[listing_id] = int(revision)
        held = engine.contents()
        assert held.keys() >= acknowledged.keys()
        assert all(held[one] >= revision for one, revision in acknowledged.items())
        engine.verify()
        assert engine.find(make_query("grief", per_page=100)).total == len(held)
        engine.rebuild([])
        (tmp_path / "acknowledged").unlink()
    engine.close()
