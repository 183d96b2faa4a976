"""Our engine beside others, on the same listings and questions, in one run.

    python -m bench.search.run --size 10000 --queries 200
    python -m bench.search.run --size 100000 --only ours tantivy-py "SQLite FTS5"
    BENCH_DATABASE_URL=postgresql+psycopg://me@localhost/bench python -m bench.search.run

Each engine in a process of its own; every question is asked of each in turn, in an order that
rotates, so that other load hurts all alike. Our totals and counts are compared with brute force on
a part of the questions. Times say little by themselves, ratios in one run do.
"""

import argparse
import math
import multiprocessing
import platform
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench.search.corpus import Corpus
from bench.search.engines import CONTENDERS, fresh, memory, size_on_disk
from bench.search.queries import questions

UPSERTS = 20
CHECKED = 40  # questions answered by brute force as well: it takes seconds each at 100k


def contend(name: str, size: int, count: int, folder: Path, pipe: Connection) -> None:
    """In a process of its own: build, then answer what comes down the pipe."""
    corpus = Corpus(size)
    documents = list(corpus.documents())
    asked = list(questions(corpus, count))
    before = memory()
    contender = CONTENDERS[name](fresh(folder))
    begun = time.perf_counter()
    contender.build(documents)
    build = time.perf_counter() - begun
    disk = contender.disk() if hasattr(contender, "disk") else size_on_disk(folder)
    pipe.send({"build": size / build, "disk": disk})
    while (order := pipe.recv()) is not None:
        if order == "upsert":
            pipe.send(_upserts(contender, documents))
        elif order == "memory":
            pipe.send(memory() - before)
        else:
            begun = time.perf_counter()
            total = contender.ask(asked[order])
            pipe.send((time.perf_counter() - begun, total))


def _upserts(contender: Any, documents: Sequence[Any]) -> list[float]:
    took = []
    for document in islice(documents, UPSERTS):
        begun = time.perf_counter()
        contender.upsert(replace(document, revision=99))
        took.append(time.perf_counter() - begun)
    return took


def run(size: int, count: int, names: Sequence[str]) -> None:
    context = multiprocessing.get_context("spawn")
    print(f"{size} listings, {count} questions, Python {platform.python_version()}, "
          f"{multiprocessing.cpu_count()} cores")  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        pipes: dict[str, Any] = {}
        built: dict[str, dict[str, float]] = {}
        running = []
        for name in names:
            here, there = context.Pipe()
            folder = Path(scratch) / name.replace(" ", "-")
            process = context.Process(
                target=contend, args=(name, size, count, folder, there), daemon=True
            )
            process.start()
            running.append(process)
            pipes[name], built[name] = here, here.recv()
        times: dict[str, list[float]] = {name: [] for name in names}
        totals: dict[str, list[int]] = {name: [] for name in names}
        for warm in (False, True):
            for number in range(count):
                turn = number % len(names)
                for name in (*names[turn:], *names[:turn]):
                    pipes[name].send(number)
                    took, total = pipes[name].recv()
                    if warm:
                        times[name].append(took * 1000)
                        totals[name].append(total)
        upserts = {}
        held = {}
        for name, pipe in pipes.items():
            pipe.send("memory")
            held[name] = pipe.recv()
            pipe.send("upsert")
            upserts[name] = sorted(pipe.recv())
            pipe.send(None)
        for process in running:
            process.join()  # some still write while they close
    _print(names, times, totals, built, upserts, held)
    _brute_force(size, count, totals["ours"])


def _print(
    names: Sequence[str],
    times: dict[str, list[float]],
    totals: dict[str, list[int]],
    built: dict[str, dict[str, float]],
    upserts: dict[str, list[float]],
    held: dict[str, int],
) -> None:
    print("| engine | p50 ms | p99 ms | x ours | other totals | listings/s | MB disk | MB memory"
          " | upsert ms |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    for name in names:
        took = sorted(times[name])
        ratios = [math.log(t / o) for t, o in zip(times[name], times["ours"], strict=True)]
        differ = sum(a != b for a, b in zip(totals[name], totals["ours"], strict=True))
        print(
            f"| {name} | {took[len(took) // 2]:.2f} | {took[int(len(took) * 0.99)]:.2f} "
            f"| {math.exp(sum(ratios) / len(ratios)):.2f} | {differ} "
            f"| {built[name]['build']:.0f} | {built[name]['disk'] / 1e6:.0f} "
            f"| {held[name] / 1e6:.0f} | {upserts[name][len(upserts[name]) // 2] * 1000:.1f} |"
        )


def _brute_force(size: int, count: int, ours: Sequence[int]) -> None:
    from tests.search.oracle import Oracle

    corpus = Corpus(size)
    oracle = Oracle(corpus.documents())
    some = list(islice(questions(corpus, count), CHECKED))
    same = sum(
        len(oracle.answer(asked.query()).ids) == total
        for asked, total in zip(some, ours, strict=False)
    )
    print(f"Our totals equal brute force on {same} of {len(some)} questions.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--only", nargs="+", choices=list(CONTENDERS), default=list(CONTENDERS))
    options = parser.parse_args()
    names = list(dict.fromkeys(["ours", *options.only]))
    run(options.size, options.queries, names)


if __name__ == "__main__":
    main()
