import stat
import zipfile
from pathlib import Path

import pytest

from directory.exchange import archive
from directory.exchange.archive import open_package
from directory.exchange.row import Unreadable
from tests.exchange.files import zipped


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as caught, open_package(path):
        pass
    return str(caught.value)


def test_files_are_found_by_their_bare_name_whatever_folder_holds_them(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"export/phones.csv": "id\n", "__MACOSX/._x": "x"})
    with open_package(path) as package:
        assert list(package.files) == ["phones.csv"]
        with package.files["phones.csv"]() as stream:
            assert stream.read() == b"id\n"


@pytest.mark.parametrize("name", ["../up.csv", "/etc/up.csv", "a/../../up.csv", "C:\\up.csv"])
def test_a_name_that_reaches_outside_is_refused(tmp_path: Path, name: str) -> None:
    assert "unsafe name" in refusal(zipped(tmp_path / "a.zip", {name: "x"}))


def test_a_link_is_refused(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("phones.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr(entry, "/etc/passwd")
    assert "a link" in refusal(tmp_path / "a.zip")


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    assert "another archive" in refusal(zipped(tmp_path / "a.zip", {"inner.zip": b"PK"}))


def test_a_bomb_is_refused_by_how_much_it_would_grow(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "a.zip", {"phones.csv": b"0" * (8 * 1024 * 1024)})
    assert "grow too much" in refusal(bomb)


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    many = {f"{n}.csv": "x" for n in range(archive.MOST_ENTRIES + 1)}
    assert "more than" in refusal(zipped(tmp_path / "a.zip", many))


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    assert "twice" in refusal(zipped(tmp_path / "a.zip", {"a/x.csv": "", "b/x.csv": ""}))


def test_what_is_no_zip_or_a_cut_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"not a zip")
    assert "not a zip" in refusal(tmp_path / "a.zip")
    whole = zipped(tmp_path / "b.zip", {"phones.csv": "id\n" * 1000}).read_bytes()
    (tmp_path / "c.zip").write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refusal(tmp_path / "c.zip")
