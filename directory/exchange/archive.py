"""A folder or a zip from a stranger as named files, judged before anything is unpacked.

Entries are read as streams and never written to disk, so a name cannot reach outside a folder;
names are refused all the same, because a package that tries is not to be trusted.
"""

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from directory.exchange.row import Unreadable
from directory.exchange.text import Opener
from directory.listings.messages import N_

MOST_ENTRIES = 200
LARGEST_ENTRY = 512 * 1024 * 1024  # bytes, unpacked
LARGEST_TOTAL = 2 * 1024 * 1024 * 1024
HIGHEST_RATIO = 200  # text packs 5 to 30 times; a bomb some thousand
_RATIO_COUNTS_FROM = 1024 * 1024  # small files may pack absurdly well
_NESTED = (".zip", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".tgz", ".zst")


@dataclass(frozen=True, slots=True)
class Package:
    """The files of a package by their bare name (`phones.csv`), whatever folder holds them."""

    name: str
    files: dict[str, Opener]


@contextmanager
def open_package(path: Path, *, by_name: bool = True) -> Iterator[Package]:
    """Raises Unreadable for a zip that is unsafe or none at all. `by_name`: its files are known by
    their bare names, so each may come once."""
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.is_file() and not p.is_symlink())
        yield Package(path.name, {p.name: partial(_open, p) for p in files})
        return
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise Unreadable(N_("This is not a zip file, or it is damaged.")) from error
    with archive:
        yield Package(path.stem, _checked(archive, path.stat().st_size, by_name))


def refuse_unsafe(path: Path) -> None:
    """Raises Unreadable for a zip of any kind that is unsafe or none at all."""
    with open_package(path, by_name=False):
        pass


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _checked(archive: zipfile.ZipFile, size: int, by_name: bool) -> dict[str, Opener]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(N_("The zip holds more than %(most)s files."), most=MOST_ENTRIES)
    if sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
        raise Unreadable(N_("Unpacked, the zip would be too large."))
    if sum(entry.compress_size for entry in entries) > size:
        raise Unreadable(N_("Files in the zip lie over each other."))
    files: dict[str, Opener] = {}
    for entry in entries:
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        if "__MACOSX" in name.parts:
            continue
        _check(entry, name)
        if by_name and name.name in files:
            raise Unreadable(N_("The zip holds the file %(name)s twice."), name=name.name)
        files[name.name] = partial(archive.open, entry)
    return files


def _check(entry: zipfile.ZipInfo, name: PurePosixPath) -> None:
    shown = entry.filename[:100]
    if name.is_absolute() or ".." in name.parts or ":" in entry.filename or "\0" in entry.filename:
        raise Unreadable(N_("The zip holds a file with an unsafe name: %(name)s"), name=shown)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unreadable(N_("The zip holds a link instead of a file: %(name)s"), name=shown)
    if name.suffix.lower() in _NESTED:
        raise Unreadable(N_("The zip holds another archive: %(name)s"), name=shown)
    if entry.flag_bits & 0x1:
        raise Unreadable(N_("The zip is locked with a password."))
    if entry.file_size > LARGEST_ENTRY:
        raise Unreadable(N_("Unpacked, %(name)s would be too large."), name=shown)
    if entry.file_size > _RATIO_COUNTS_FROM and (
        entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1)
    ):
        raise Unreadable(N_("%(name)s would grow too much when unpacked."), name=shown)
