#!/usr/bin/env python3
"""Sets the directory up and runs it, from nothing but Python and pip.

    python3 start.py [--host H] [--port N]    the site
    python3 start.py test [pytest options]    every quick check, then the tests
    python3 start.py browser [options]        the tests that need Chromium

Everything lands in .venv beside this file; the machine's own Python stays as it is. Standard
library only, and only syntax an old Python can still read, so that it can be told it is too old.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "This needs Python 3.11 or newer; %s is %s." % (sys.executable, sys.version.split()[0])
    )

import errno
import hashlib
import os
import shutil
import subprocess
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NEEDED_MB = {"run": 800, "test": 900, "browser": 1100}
SET_UP_FROM = (
    "pyproject.toml",
    "hatch_build.py",
    "assets/package-lock.json",
    "assets/files.txt",
    "directory/geo/*.py",
    "directory/translations/**/*.po",
)
CHECKS = [
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports", "--no-cache"),
    ("djlint", "directory/templates", "--lint", "--quiet"),
]


def main(words):
    name = words[0] if words and words[0] in ("test", "browser") else "run"
    set_up(name)
    if name == "run":
        become("-m", "directory", "up", *words)
    if name == "browser":
        become("-m", "pytest", "tests/browser", *words[1:])
    failed = [check for check in CHECKS if not passes(check)]
    # All of them on all cores; what somebody chose to run, as they chose it.
    chosen = words[1:] or ["-n", "auto"]
    tests = subprocess.run([PYTHON, "-m", "pytest", *chosen], cwd=ROOT).returncode
    if failed:
        sys.exit("These checks found something, see above: " + ", ".join(map(" ".join, failed)))
    sys.exit(tests)


def set_up(name):
    """Makes .venv hold exactly what the chosen lock file names; quick when it already does."""
    lock = ROOT / "requirements" / (name + ".txt")
    key = fingerprint(lock)
    stamp = VENV / ("ready-" + name)
    if PYTHON.exists() and stamp.is_file() and stamp.read_text() == key:
        return
    needed = NEEDED_MB[name]
    refuse_without_room(50 if PYTHON.exists() else needed, needed)
    print("Setting up in .venv. This takes about a minute, most of it downloading.", flush=True)
    if not (PYTHON.exists() and made_by_this_python()):
        # Debian's python3 cannot put pip into a new environment; the pip outside serves instead.
        venv.create(VENV, clear=True, with_pip=False, symlinks=os.name != "nt")
    stamp.unlink(missing_ok=True)
    pip = find_pip()
    # Twice quiet: errors only, not pip's remarks about its own future.
    install = [*pip, "install", "-qq", "--disable-pip-version-check", "--no-input"]
    # Hashes and an editable cannot go in one call. The lock names everything, so nothing is left to
    # resolve; asked to, an old pip takes a newer release for `name[extra]` and refuses its hash.
    locked = ["--no-deps", "--only-binary", ":all:", "--require-hashes"]
    run_pip([*install, *locked, "-r", str(lock)], needed)
    run_pip([*install, "--no-deps", "--editable", str(ROOT)], needed)
    stamp.write_text(key)


def fingerprint(lock):
    """Changes with whatever the contents of .venv are made from."""
    digest = hashlib.sha256((sys.version + str(ROOT)).encode())
    for path in [lock, *sorted(found for name in SET_UP_FROM for found in ROOT.glob(name))]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def made_by_this_python():
    settings = VENV / "pyvenv.cfg"
    version = "version = " + sys.version.split()[0]
    return settings.is_file() and version in settings.read_text().splitlines()


def find_pip():
    """The first pip that can install into .venv from outside."""
    for python in dict.fromkeys((sys.executable, getattr(sys, "_base_executable", sys.executable))):
        if Path(python) == PYTHON:
            continue
        asked = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, text=True)
        if asked.returncode == 0:
            return [python, "-m", "pip", "--python", str(PYTHON)]
    sys.exit("pip is missing. On Debian or Ubuntu: apt install python3-pip")


def run_pip(command, needed):
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode == 0:
        return
    refuse_without_room(50, needed)
    lines = [line.strip() for line in done.stdout.splitlines()]
    ours = [line for line in lines if line.startswith("The build stopped: ")]
    if ours:
        sys.exit(ours[0])
    print(done.stdout, file=sys.stderr)
    sys.exit("Setting up stopped: the lines above say why. If it was the network, run this again.")


def refuse_without_room(least, needed):
    """Ends the start where fewer than `least` MB are free; says that `needed` MB are."""
    for folder in (ROOT, tempfile.gettempdir()):
        free = shutil.disk_usage(folder).free // 2**20
        if free < least:
            sentence = "The disk is too full: %s has %d MB free and about %d MB are needed."
            sys.exit(sentence % (folder, free, needed))


def passes(check):
    name, *options = check
    command = [PYTHON.parent / name, *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    print(" ".join(check) + (": failed" if done.returncode else ": ok"), flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def become(*words):
    """Hands this process over, so that signals and the exit code go straight through."""
    os.chdir(ROOT)
    if os.name == "nt":
        sys.exit(subprocess.run([PYTHON, *words]).returncode)
    os.execv(PYTHON, [str(PYTHON), *words])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as problem:
        if problem.errno != errno.ENOSPC:
            raise
        sys.exit("The disk is full: nothing more could be written.")
