"""The rules of the house: who may import whom, who may commit, whose code may be shipped."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "directory"
CONTRACTS = str(ROOT / "pyproject.toml")
MAY_COMMIT = {"extensions", "guard", "views", "cli", "worker"}
PERMISSIVE = re.compile(
    r"\b(MIT|BSD|BSD-\d-Clause|Apache|ISC|MPL-2\.0|PSF|Python-2\.0|CC0|0BSD|Zlib|Unlicense|HPND)\b"
    r"|Python Software Foundation|Mozilla Public License 2\.0|Zope Public License"
)
STRICT = re.compile(r"\b(L|A)?GPL|Lesser General Public|General Public License|Artistic")


def test_imports_go_one_way() -> None:
    # In a process of its own, because the linter sets up logging for all that runs beside it.
    code = (
        f"from importlinter.cli import lint_imports as lint; raise SystemExit(lint({CONTRACTS!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def commits(source: Path) -> Iterator[int]:
    """The lines on which a database session is committed."""
    for node in ast.walk(ast.parse(source.read_text())):
        match node:
            case ast.Call(func=ast.Attribute(attr="commit", value=owner)):
                if "session" in ast.unparse(owner):
                    yield node.lineno


def test_only_what_answers_commits() -> None:
    strangers = [
        f"{source.relative_to(ROOT)}:{line}"
        for source in PACKAGE.rglob("*.py")
        if not MAY_COMMIT & set(source.relative_to(PACKAGE).with_suffix("").parts)
        for line in commits(source)
    ]
    assert strangers == []


NETWORK = re.compile(
    r"^(urllib3|http\.client|urllib\.request|urllib3\.(?!util|exceptions).*|requests|httpx"
    r"|socket\.create_connection|ftplib|directory\.web\.pinned_lines)$"
)
MAY_TALK = {
    "web/outside.py",  # asks the addresses that people give us
    "web/pinned_lines.py",  # the lines that it asks through, and nobody else
    "geo/geopy_geocoder.py",  # asks the geocoder that the operator named
}


def imported(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text())):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield module
                yield from (f"{module}.{alias.name}" for alias in names)


def test_only_one_door_leads_to_the_internet() -> None:
    strangers = {
        str(source.relative_to(PACKAGE))
        for source in PACKAGE.rglob("*.py")
        if any(NETWORK.match(name) for name in imported(source))
    }
    assert strangers <= MAY_TALK


def test_every_folder_of_the_package_can_be_imported() -> None:
    folders = {source.parent for source in PACKAGE.rglob("*.py")}
    assert [folder.name for folder in folders if not (folder / "__init__.py").exists()] == []


def test_nothing_else_stands_at_the_top() -> None:
    tooling = {"assets", "bench", "docs", "requirements"}
    folders = {name.parts[0] for name in tracked() if len(name.parts) > 1}
    visible = {name for name in folders if not name.startswith(".")}
    assert visible <= {"directory", "migrations", "seed", "tests"} | tooling


def tracked() -> list[Path]:
    """The project's own files, without what tools have made."""
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    return [
        path.relative_to(ROOT)
        for top in ROOT.iterdir()
        if top.name not in ignored and top.name != ".git"
        for path in (top.rglob("*") if top.is_dir() else [top])
    ]


def shipped() -> list[str]:
    lock = (ROOT / "requirements/run.txt").read_text()
    return re.findall(r"^([a-z0-9.-]+)==[^;\n]*(?:;.*)?\\$", lock, re.MULTILINE)


def licence_of(name: str) -> str:
    metadata = distribution(name).metadata
    said = [metadata.get("License-Expression"), *(metadata.get_all("Classifier") or [])]
    words = [w for w in said if w and (w == said[0] or w.startswith("License ::"))]
    return " ".join(words) or (metadata.get("License") or "").split("\n")[0]


@pytest.mark.parametrize("name", shipped())
def test_what_the_site_stands_on_is_permissively_licensed(name: str) -> None:
    try:
        licence = licence_of(name)
    except ModuleNotFoundError:
        pytest.skip("the package is for another system than this one")
    assert PERMISSIVE.search(licence), f"{name}: {licence or 'no licence named'}"
    assert not STRICT.search(licence), f"{name}: {licence}"
