"""How fast files come in and the index is built, and the memory it takes.

    python bench/import/run.py                    # 1,000 and 10,000 listings
    python bench/import/run.py --size 100000      # some ten minutes

For each size and form: a fresh installation (SQLite, Whoosh), `directory import --publish` of a
made file, the same file again (which must change nothing), and `directory index rebuild`. Each
runs in a process of its own, so that its peak memory is its own. A yardstick runs in between, plain
SQLite inserts of the same file's lines with a commit for each batch: seconds hang on the machine,
the ratio to it less so, and the process's own processor time hardly. Prints a table in Markdown.
"""

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench import made
from directory import create_app
from directory.config import Settings
from directory.exchange.actions import BATCH
from directory.operations.database import upgrade_database

FORMS = {
    "CSV with a mapping": (made.table, "csv", ["--mapping", made.MAPPING]),
    "HSDS JSON lines": (made.lines, "ndjson", []),
}


def work(home: Path, words: list[str]) -> None:
    """In a process of its own: one command. Prints seconds, peak MB and what the command said."""
    app = create_app(Settings.read({"DIRECTORY_HOME": str(home)}))
    if words == ["init"]:
        with app.app_context():
            upgrade_database()
        return
    at_rest = peak()
    begun, before = time.perf_counter(), time.process_time()
    said = app.test_cli_runner().invoke(args=words)
    took, worked = time.perf_counter() - begun, time.process_time() - before
    if said.exit_code:
        sys.exit(said.output)
    print(
        json.dumps({"s": took, "cpu": worked, "mb": peak(), "rest": at_rest, "said": said.output})
    )


def peak() -> float:
    """MB this process ever held."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def run(home: Path, *words: str) -> Any:
    command = [sys.executable, __file__, "--work", str(home), *words]
    done = subprocess.run(  # noqa: S603
        command, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout) if done.stdout else None


def yardstick(path: Path, scratch: Path) -> float:
    """Seconds of plain inserts of the file's lines, as safe on disk as ours."""
    database = sqlite3.connect(scratch / "yardstick.sqlite", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE lines (id INTEGER PRIMARY KEY, line TEXT)")
    texts = path.read_text(encoding="utf-8").splitlines()
    begun = time.perf_counter()
    for start in range(0, len(texts), BATCH):
        database.execute("BEGIN IMMEDIATE")
        batch = [(text,) for text in texts[start : start + BATCH]]
        database.executemany("INSERT INTO lines (line) VALUES (?)", batch)
        database.execute("COMMIT")
    database.close()
    return time.perf_counter() - begun


def measure(form: str, size: int) -> str:
    make, ending, options = FORMS[form]
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        path = make(Path(scratch) / f"made.{ending}", size)
        run(home, "init")
        words = ["import", str(path), "--publish", *options]
        first, plain = run(home, *words), yardstick(path, Path(scratch))
        again = run(home, *words)
        if f"{size} new" not in first["said"] or f"{size} unchanged" not in again["said"]:
            print(first["said"], again["said"], file=sys.stderr)
        index = run(home, "index", "rebuild")
    return (
        f"| {size:,} | {form} | {size / first['s']:,.0f} | {first['mb']:.0f} MB"
        f" | {first['s'] / plain:.0f} | {size / first['cpu']:,.0f} | {size / again['cpu']:,.0f}"
        f" | {size / index['cpu']:,.0f} | {index['mb']:.0f} MB |"
    )


def main() -> None:
    if sys.argv[1:2] == ["--work"]:
        return work(Path(sys.argv[2]), sys.argv[3:])
    parser = argparse.ArgumentParser(description="Measures imports and the building of the index.")
    parser.add_argument("--size", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--form", nargs="+", choices=FORMS, default=list(FORMS))
    asked = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}\n")
    print("| listings | form | rows/s | peak | times plain SQLite | rows a processor second | again"
          " | index, documents a processor second | peak |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    for size in asked.size:
        for form in asked.form:
            print(measure(form, size), flush=True)
    return None


if __name__ == "__main__":
    main()
