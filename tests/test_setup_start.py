"""The first command a newcomer runs, and what it says when it cannot."""

import ast
import os
import subprocess
import sys
from pathlib import Path

START = Path(__file__).resolve().parent.parent / "start.py"


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """start.py after some lines that change the world it finds."""
    program = f"import runpy, sys\n{code}\nrunpy.run_path({str(START)!r}, run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )


def test_an_old_python_hears_one_sentence() -> None:
    done = run("sys.version_info = (3, 9, 2, 'final', 0); sys.version = '3.9.2 (old)'")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"This needs Python 3.11 or newer; {sys.executable} is 3.9.2."
    ]


def test_an_old_python_can_read_the_file_to_the_end() -> None:
    ast.parse(START.read_text(), feature_version=(3, 7))


def test_a_full_disk_is_one_sentence_before_anything_is_written(tmp_path: Path) -> None:
    copy = tmp_path / "start.py"
    copy.write_text(START.read_text())
    lock = tmp_path / "requirements/run.txt"
    lock.parent.mkdir()
    lock.write_text("")
    full = "from collections import namedtuple\nimport shutil\n"
    full += "shutil.disk_usage = lambda _: namedtuple('Usage', 'free')(free=3 * 2**20)\n"
    program = f"{full}import runpy\nrunpy.run_path({str(copy)!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("The disk is too full: ")
    assert not (tmp_path / ".venv").exists()


def test_a_disk_that_fills_up_on_the_way_is_one_sentence(tmp_path: Path) -> None:
    copy = tmp_path / "start.py"
    copy.write_text(START.read_text())
    lock = tmp_path / "requirements/run.txt"
    lock.parent.mkdir()
    lock.write_text("")
    full = "import venv, errno\ndef create(*_, **__): raise OSError(errno.ENOSPC, 'no space')\n"
    program = (
        f"{full}venv.create = create\nimport runpy\n"
        f"runpy.run_path({str(copy)!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["The disk is full: nothing more could be written."]
