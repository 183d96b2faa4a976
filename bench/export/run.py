"""Listings a second out, in each form, and how much memory that takes.

    python bench/export/run.py --size 1000 10000

Each form is written in a process of its own, so its peak is its own. The yardstick beside it is the
same bytes written to the same disk by plain Python.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def work(home: Path, step: str, *words: str) -> None:
    """One step in a process of its own; prints what it took."""
    os.environ["DIRECTORY_HOME"] = str(home)
    from directory import create_app
    from directory.extensions import now
    from directory.operations.database import upgrade_database

    with create_app().app_context():
        if step == "fill":
            upgrade_database()
            _fill(home, int(words[0]))
            return
        from directory.exchange.export import Wanted, pieces

        begun, before = time.perf_counter(), _peak()
        written = sum(len(piece) for piece in pieces(Wanted(form=step, name="bench"), now()))
        took = time.perf_counter() - begun
    print(json.dumps({"s": took, "bytes": written, "mb": _peak(), "before": before}))


def _fill(home: Path, size: int) -> None:
    from click.testing import CliRunner

    from bench import made
    from directory.exchange.cli import import_

    path = made.lines(home / "made.ndjson", size)
    done = CliRunner().invoke(import_, [str(path), "--publish"])
    if done.exit_code:
        raise SystemExit(done.output)


def _peak() -> float:
    """Megabytes that this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(home: Path, *words: str) -> Any:
    command = [sys.executable, __file__, "--work", str(home), *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return json.loads(done.stdout) if done.stdout.startswith("{") else None


def yardstick(size: int, folder: Path) -> float:
    """Seconds in which plain Python writes as many bytes."""
    begun, piece = time.perf_counter(), b"x" * 65_536
    with (folder / "plain").open("wb") as stream:
        for _ in range(0, size, len(piece)):
            stream.write(piece)
    return time.perf_counter() - begun


def main() -> None:
    if sys.argv[1:2] == ["--work"]:
        return work(Path(sys.argv[2]), *sys.argv[3:])
    from directory.exchange.streams import FORMS

    parser = argparse.ArgumentParser(description="Measures exports in each form.")
    parser.add_argument("--size", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--form", nargs="+", choices=FORMS, default=list(FORMS))
    asked = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}\n")
    print("| listings | form | listings/s | MB | memory added | times plain writing |")
    print("|---|---|---|---|---|---|")
    for size in asked.size:
        with tempfile.TemporaryDirectory() as scratch:
            home = Path(scratch) / "home"
            home.mkdir()
            run(home, "fill", str(size))
            for form in asked.form:
                told = run(home, form)
                plain = yardstick(told["bytes"], Path(scratch))
                print(
                    f"| {size:,} | {form} | {size / told['s']:,.0f} | {told['bytes'] / 1e6:.1f}"
                    f" | {told['mb'] - told['before']:.0f} MB | {told['s'] / plain:,.0f} |",
                    flush=True,
                )
    return None


if __name__ == "__main__":
    main()
