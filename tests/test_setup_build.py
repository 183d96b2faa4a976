"""What the build makes: catalogues, browser files, gazetteer, and a wheel that holds all of it."""

import gettext
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import hatch_build
from directory.geo.build_basemap import FILES
from directory.shipped import shipped

ROOT = Path(__file__).resolve().parent.parent
CONFIG = {"node": ["node==1"], "gazetteer": ["places==1"]}


def hook(folder: Path) -> Any:
    from hatchling.bridge.app import Application

    return hatch_build.MadeFiles(str(folder), CONFIG, None, None, "", "wheel", Application())


@pytest.fixture
def fresh_clone(tmp_path: Path) -> Path:
    """The sources of what is made, with nothing made yet."""
    shutil.copytree(ROOT / "assets", tmp_path / "assets")
    (tmp_path / "directory/geo").mkdir(parents=True)
    return tmp_path


def put_npm_on_the_path(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = folder / "programs/npm"
    npm.parent.mkdir()
    npm.write_text(f"#!/bin/sh\n{script}\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(npm.parent), prepend=os.pathsep)


def test_npm_without_a_network_is_one_sentence_and_leaves_nothing(
    fresh_clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = "echo 'npm error network request to the registry failed' >&2; exit 1"
    put_npm_on_the_path(fresh_clone, script, monkeypatch)
    with pytest.raises(SystemExit) as stop:
        hook(fresh_clone).make_assets()
    assert stop.value.code == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith("The build stopped: npm could not fetch the browser files.")
    assert "network request to the registry failed" in sentence
    assert not (fresh_clone / "directory/static/vendor").exists()


def test_only_the_listed_files_are_copied_and_not_again_while_unchanged(
    fresh_clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (fresh_clone / "assets/files.txt").write_text("# why\nmap/LICENSE\nmap/dist/map.js\n")
    script = "mkdir -p node_modules/map/dist; cd node_modules/map; touch LICENSE README dist/map.js"
    put_npm_on_the_path(fresh_clone, script, monkeypatch)
    hook(fresh_clone).make_assets()
    vendor = fresh_clone / "directory/static/vendor"
    made = {str(path.relative_to(vendor)) for path in vendor.rglob("*") if path.is_file()}
    assert made == {".stamp", "map/LICENSE", "map/dist/map.js"}

    (fresh_clone / "programs/npm").write_text("#!/bin/sh\nexit 1\n")
    hook(fresh_clone).make_assets()


def test_the_large_build_requirements_come_only_when_there_is_work(
    fresh_clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(fresh_clone))
    build = hook(fresh_clone)
    assert build.dependencies() == ["node==1", "places==1"]
    for made in (build.assets, build.gazetteer):
        made.target.mkdir(parents=True)
        made.stamp.write_text(made.key())
    assert build.dependencies() == []
    (fresh_clone / "directory/geo/sources.py").write_text("NEW = True\n")
    assert build.dependencies() == ["places==1"]


def test_a_catalogue_is_compiled_for_gettext(tmp_path: Path) -> None:
    source = tmp_path / "es/LC_MESSAGES/messages.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid "Help now"\nmsgstr "Ayuda ahora"\n')
    hatch_build.compile_catalogues(tmp_path)
    spanish = gettext.translation("messages", tmp_path, ["es"])
    assert spanish.gettext("Help now") == "Ayuda ahora"


def test_a_wheel_carries_everything_a_site_needs(tmp_path: Path) -> None:
    build = hook(ROOT)
    build.config["gazetteer"] = gazetteer_pins()
    if not (build.assets.fresh() and build.gazetteer.fresh() and build.basemap.fresh()):
        pytest.skip("the browser files and the gazetteer are made by start.py")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    for top in ("migrations", "seed"):
        files = [path for path in shipped(top).rglob("*") if path.is_file()]
        wanted = {
            f"directory/{top}/{path.relative_to(shipped(top)).as_posix()}"
            for path in files
            if "__pycache__" not in path.parts
        }
        assert wanted <= held
    listed = (ROOT / "assets/files.txt").read_text().splitlines()
    vendor = {f"directory/static/vendor/{name}" for name in listed if name and name[0] != "#"}
    assert vendor <= held
    assert {f"directory/static/basemap/{name}.json" for name in FILES} <= held
    assert "directory/geo/gazetteer.sqlite" in held
    assert not {name for name in held if name.startswith("tests/")}


def gazetteer_pins() -> list[str]:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    pins: list[str] = project["tool"]["hatch"]["build"]["hooks"]["custom"]["gazetteer"]
    return pins
