"""Our embedded engine by itself, as the directory grows: how long it takes to build, to open again,
to answer and to take in a change, and how much memory a process needs that answers.

    python -m bench.search.opened --sizes 10000 100000
    python -m bench.search.opened --sizes 1000000

Each index is built in a process of its own and opened in a fresh one, so that nothing of the
building is counted. Memory is what the answering process holds above the same process before it
opened the index: all of it, and the part that no other worker could share (smaps_rollup).
"""

import argparse
import json
import multiprocessing
import platform
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from bench.search.corpus import Corpus
from bench.search.queries import questions

QUESTIONS = 300
UPSERTS = 20


def build(folder: Path, size: int, pipe: Any) -> None:
    from directory.search.whoosh_engine import WhooshEngine

    begun = time.perf_counter()
    WhooshEngine(folder, synonyms=()).rebuild(Corpus(size).documents())
    pipe.send(size / (time.perf_counter() - begun))


def answer(folder: Path, size: int, pipe: Any) -> None:
    from directory.search.whoosh_engine import WhooshEngine
    from directory.search.whoosh_engine.storage import Disk

    class NoWaiting(Disk):
        """Does the work of a commit without waiting for the disk."""

        def sync_file(self, path: Path) -> None: ...
        def sync_folder(self, path: Path) -> None: ...

    corpus = Corpus(size)
    asked = [one.query() for one in questions(corpus, QUESTIONS)]
    some = list(islice(corpus.documents(), UPSERTS))
    empty = memory()
    begun = time.perf_counter()
    engine = WhooshEngine(folder, synonyms=())
    engine.ping()
    opened = time.perf_counter() - begun
    first = timed(engine, asked)
    warm = timed(engine, asked)
    held = memory()
    engine.close()
    found: dict[str, Any] = {
        "open": opened,
        "first": statistics.median(first),
        "p50": statistics.median(warm),
        "p99": sorted(warm)[int(len(warm) * 0.99)],
        "rss": held["Rss"] - empty["Rss"],
        "own": held["Private_Dirty"] - empty["Private_Dirty"],
    }
    for name, disk in (("upsert", NoWaiting()), ("durable", None)):
        writer = WhooshEngine(folder, synonyms=(), disk=disk)
        writer.ping()
        took = []
        for number, document in enumerate(some):
            begun = time.perf_counter()
            writer.apply([(document.id, replace(document, revision=99 + number), 99 + number)])
            took.append((time.perf_counter() - begun) * 1000)
        writer.close()
        found[name] = statistics.median(took)
    pipe.send(found)


def timed(engine: Any, asked: Sequence[Any]) -> list[float]:
    """Milliseconds."""
    took = []
    for query in asked:
        begun = time.perf_counter()
        engine.find(query)
        took.append((time.perf_counter() - begun) * 1000)
    return took


def memory() -> dict[str, float]:
    """Megabytes by name, as Linux counts them."""
    found = {}
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]:
        name, value, *_ = line.split()
        found[name.rstrip(":")] = int(value) / 1024
    return found


def apart(task: Any, *args: Any) -> Any:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=task, args=(*args, there))
    process.start()
    while not here.poll(1):
        if not process.is_alive():
            raise SystemExit("a part of the measurement ended early")
    found = here.recv()
    process.join()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--json", action="store_true", help="one line a size, for machines")
    wanted = parser.parse_args()
    print(f"Python {platform.python_version()}, {multiprocessing.cpu_count()} cores")
    print("| listings | built, listings/s | open again, ms | first time p50 | p50 ms | p99 ms"
          " | memory, MB | of it unshared | change, work ms | change, on disk ms |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|")
    for size in wanted.sizes:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            folder = Path(scratch) / "index"
            rate = apart(build, folder, size)
            one = apart(answer, folder, size)
        if wanted.json:
            print(json.dumps({"size": size, "built": rate, **one}))
        print(
            f"| {size:,} | {rate:,.0f} | {one['open'] * 1000:.0f} | {one['first']:.2f} "
            f"| {one['p50']:.2f} | {one['p99']:.2f} | {one['rss']:.0f} | {one['own']:.0f} "
            f"| {one['upsert']:.1f} | {one['durable']:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
