"""What may be installed, and from where: exact, hashed, and without the name of any host."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
ASSETS = json.loads((ROOT / "assets/package-lock.json").read_text())["packages"]


def pins(lock: Path) -> dict[str, str]:
    """Each requirement's first line to the whole of it, hashes included."""
    text = lock.read_text().replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {line.split(" ")[0]: line for line in lines}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_each_locked_package_is_exact_and_hashed(lock: Path) -> None:
    for name, line in pins(lock).items():
        assert re.fullmatch(r"[a-z0-9.-]+==[^=]+", name), name
        assert "--hash=sha256:" in line, name


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_names_no_host(lock: Path) -> None:
    assert "://" not in lock.read_text()


@pytest.mark.parametrize("name", ["test", "browser"])
def test_the_larger_sets_hold_the_site_as_it_runs(name: str) -> None:
    smaller = pins(ROOT / "requirements/run.txt")
    assert smaller.items() <= pins(ROOT / f"requirements/{name}.txt").items()


def test_one_whoosh_and_only_one_is_installed() -> None:
    names = {name.split("==")[0] for lock in LOCKS for name in pins(lock)}
    assert {name for name in names if "whoosh" in name} == {"whoosh3"}


def test_each_browser_package_has_a_strong_checksum_and_no_host() -> None:
    packages = {name: entry for name, entry in ASSETS.items() if name}
    assert packages
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name


def test_each_copied_browser_package_brings_its_licence() -> None:
    listed = [
        line
        for line in (ROOT / "assets/files.txt").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    packages = {f"node_modules/{name.split('/')[0]}" for name in listed}
    licences = {
        f"node_modules/{name.split('/')[0]}"
        for name in listed
        if re.search(r"/[^/]*licen[cs]e[^/]*$", name, re.IGNORECASE)
    }
    assert packages <= ASSETS.keys()
    assert licences == packages
