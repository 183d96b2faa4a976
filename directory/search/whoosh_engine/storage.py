"""Whoosh's files on a disk that may lose power: everything is on the disk before it counts.

Whoosh never asks for that itself, and throws the old table of contents away at once. Here

- each new file is fsynced, then the folder, *then* the table of contents is renamed into place,
  then the folder is fsynced again;
- files that are no longer needed go a while later, because a reader may be about to open them;
- files are mapped and not copied into memory.
"""

import mmap
import os
import time
from pathlib import Path
from typing import Any, BinaryIO, cast

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

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
        self._unneeded: dict[str, float] = {}  # name to when it was last needed (monotonic)

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **more: Any) -> Any:
        flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_BINARY", 0)
        flags |= os.O_EXCL if excl else os.O_TRUNC
        handle = os.open(self.path / name, flags, 0o600)
        self._unsynced.append(name)
        return StructFile(cast(BinaryIO, os.fdopen(handle, mode)), name=name, **more)

    def open_file(self, name: str, **more: Any) -> Any:
        with (self.path / name).open("rb") as file:
            if not os.fstat(file.fileno()).st_size:
                return super().open_file(name, **more)
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return StructFile(cast(BinaryIO, mapped), name=name, **more)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Only the table of contents is ever renamed: this is the moment of a commit."""
        self.sync()
        self.disk.rename(self.path / oldname, self.path / newname)
        self.disk.sync_folder(self.path)

    def sync(self) -> None:
        names, self._unsynced = self._unsynced, []
        for name in names:
            if (self.path / name).exists():
                self.disk.sync_file(self.path / name)
        self.disk.sync_folder(self.path)

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
