"""The examples of docs/api.md do what they say, against a server that runs in earnest."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from tests.live import served
from tests.making import make_listing
from tests.pages.engine import PlainEngine

GUIDE = Path(__file__).resolve().parents[2] / "docs/api.md"
WAYS = {"sh": ["sh", "-e"], "python": [sys.executable], "javascript": ["node"]}
ENDING = {"sh": "sh", "python": "py", "javascript": "mjs"}


def examples(language: str) -> list[str]:
    """Those of the quick starts; tests/partners runs the code that checks messages."""
    section = GUIDE.read_text("utf-8").split("## Quick starts")[1]
    return re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)


@pytest.mark.parametrize("language", WAYS)
def test_an_example_runs_as_it_stands(app: Flask, tmp_path: Path, language: str) -> None:
    tool = "curl" if language == "sh" else WAYS[language][0]
    if not shutil.which(tool):
        pytest.skip(f"needs {tool}")
    app.extensions["search_engine"] = PlainEngine()
    for number in range(3):
        make_listing(f"Group {number}")
    make_listing("Grief Circle")
    (example,) = examples(language)
    with served(app) as root:
        file = tmp_path / f"example.{ENDING[language]}"
        file.write_text(example.replace("http://localhost:8000", root), "utf-8")
        done = subprocess.run(
            [*WAYS[language], str(file)], capture_output=True, text=True, check=False, timeout=60
        )
    assert done.returncode == 0, done.stderr
    assert "Grief Circle" in done.stdout
    assert language == "sh" or "Group 2" in done.stdout
