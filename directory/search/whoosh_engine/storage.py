"""Whoosh's files on a disk that may lose power: everything is on the disk before it counts.

Whoosh never asks for that itself, and throws the old table of contents away at once. Here

- each new file is fsynced, then the folder, *then* the table of contents is renamed into place,
  then the folder is fsynced again;
- a checksum of every file is kept beside each table of contents;
- files that are no longer needed go a while later, because a reader may be about to open them;
- files are mapped and not copied into memory.
"""

import json
import mmap
import os
import time
import zlib
from pathlib import Path
from typing import Any, BinaryIO, cast

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from directory.search.whoosh_engine.columns import DamagedFile

SUMS = ".sums"
KEEP_SECONDS = 60.0  # how long a file outlives its last mention


class SyncFailed(Exception):
    """The disk could not promise that something was kept. What was written since is not to be
    trusted: this generation of the index is over."""


class Disk:
    """The four calls whose order decides what survives. Tests record them."""

    def sync_file(self, path: Path) -> None:
        self._sync(path, os.O_RDONLY)

    def sync_folder(self, path: Path) -> None:
        if os.name != "nt":  # Windows has no such call and needs none
            self._sync(path, os.O_RDONLY | os.O_DIRECTORY)

    def rename(self, old: Path, new: Path) -> None:
        os.replace(old, new)

    def delete(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    @staticmethod
    def _sync(path: Path, flags: int) -> None:
        handle = os.open(path, flags)
        try:
            os.fsync(handle)
        except OSError as error:
            raise SyncFailed(f"{path.name}: {error}") from error
        finally:
            os.close(handle)


def write_durably(disk: Disk, path: Path, text: str) -> None:
    """Replace a small file by a whole new one, or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(0o600)
    disk.sync_file(fresh)
    disk.rename(fresh, path)
    disk.sync_folder(path.parent)


class DurableStorage(FileStorage):
    def __init__(self, folder: Path, disk: Disk) -> None:
        super().__init__(str(folder))
        self.path = folder
        self.disk = disk
        self._unsynced: list[str] = []
        self._sums: dict[str, int] | None = None  # of the last contents that were read or written
        self._unneeded: dict[str, float] = {}  # name to when it was last needed (monotonic)

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **more: Any) -> Any:
        flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_BINARY", 0)
        flags |= os.O_EXCL if excl else os.O_TRUNC
        handle = os.open(self.path / name, flags, 0o600)
        self._unsynced.append(name)
        return StructFile(cast(BinaryIO, os.fdopen(handle, mode)), name=name, **more)

    def open_file(self, name: str, **more: Any) -> Any:
        with (self.path / name).open("rb") as file:
            try:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise DamagedFile(f"{name} is empty") from error
        return StructFile(cast(BinaryIO, mapped), name=name, **more)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Only the table of contents is ever renamed: this is the moment of a commit."""
        self._sum_up(oldname, newname)
        self.sync()
        self.disk.rename(self.path / oldname, self.path / newname)
        self.disk.sync_folder(self.path)

    def sync(self) -> None:
        names, self._unsynced = self._unsynced, []
        for name in names:
            if (self.path / name).exists():
                self.disk.sync_file(self.path / name)
        self.disk.sync_folder(self.path)

    def _sum_up(self, oldname: str, newname: str) -> None:
        """Keep the checksums of all files that are there now, the new contents' included."""
        sums = self._sums or {}
        for name in dict.fromkeys(self._unsynced):
            if (self.path / name).exists():
                sums[newname if name == oldname else name] = self._checksum(name)
        self._sums = {name: sums[name] for name in sums if self._is_there(name, newname)}
        with self.create_file(f"{newname}{SUMS}") as file:
            file.write(json.dumps(self._sums).encode())

    def _is_there(self, name: str, newname: str) -> bool:
        return name == newname or (self.path / name).exists()

    def _checksum(self, name: str) -> int:
        checksum = 0
        with (self.path / name).open("rb") as file:
            while piece := file.read(1 << 20):
                checksum = zlib.crc32(piece, checksum)
        return checksum

    def check(self, contents: str, beginnings: set[str]) -> None:
        """Compare the checksum of a table of contents, and of all files whose names begin so.
        Raises DamagedFile, OSError."""
        try:
            sums = json.loads((self.path / f"{contents}{SUMS}").read_bytes())
        except ValueError as error:
            raise DamagedFile(f"the checksums of {contents} cannot be read") from error
        self._sums = dict(sums)
        for name, checksum in sums.items():
            ours = name == contents or name.split(".")[0] in beginnings
            if ours and self._checksum(name) != checksum:
                raise DamagedFile(f"{name} is damaged")

    def delete_file(self, name: str) -> None:
        self._unneeded.setdefault(name, time.monotonic())

    def sweep(self, needed: set[str]) -> None:
        """Delete what nobody has needed for a while. `needed` are beginnings of names."""
        now = time.monotonic()
        for name in self.list():
            if name.split(".")[0] in needed or name in needed:
                self._unneeded.pop(name, None)
            elif (self.path / name).is_dir():
                continue  # Whoosh's scratch folder
            elif now - self._unneeded.setdefault(name, now) > KEEP_SECONDS:
                self.disk.delete(self.path / name)
                del self._unneeded[name]
