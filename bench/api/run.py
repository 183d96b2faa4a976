"""How fast the open data answers, beside a trivial JSON endpoint of the same server, and how much
memory a stream of everything takes.

    python bench/api/run.py                     # 10,000 and 100,000 listings
    python bench/api/run.py --listings 1000

Fills a SQLite database with made listings, serves it with waitress in a process of its own, and
asks from this one over connections that stay open. Prints two tables in Markdown for each size:
answers a second, median and p99 in milliseconds beside the trivial answer's, then what a stream of
everything takes. "First" is the first answer after a change, when nothing kept is good any more.
"""

import argparse
import http.client
import multiprocessing
import os
import platform
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.homes import home_with
from directory import create_app
from directory.config import Settings
from directory.extensions import db, now
from directory.listings.actions import publish
from directory.listings.queries import each_published
from directory.operations.server import listen, make_server
from directory.web.headers import API, answers

BATCH = 500
BASE = "/hsds/v3"
STREAMS = (
    "services?minimal=true",
    "services?format=ndjson",
    "services?format=ndjson&full=true",
    "organizations?format=ndjson&full=true",
)


def make_app(home: Path) -> Any:
    app = create_app(
        Settings.read({"DIRECTORY_HOME": str(home), "DIRECTORY_API_REQUESTS_PER_MINUTE": "0"})
    )

    @app.get("/trivial")
    @answers(API)
    def trivial() -> dict[str, bool]:
        return {"ok": True}

    return app


def serve(home: Path, port: Any) -> None:
    listener = listen("127.0.0.1", 0)
    port.send(listener.getsockname()[1])
    make_server(make_app(home), listener).run()


def ask(port: int, path: str, times: int, threads: int) -> list[float]:
    """Seconds of each answer."""

    def some(count: int) -> list[float]:
        connection, took = http.client.HTTPConnection("127.0.0.1", port), []
        for _ in range(count):
            started = time.perf_counter()
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            assert response.status == 200, (path, response.status)
            took.append(time.perf_counter() - started)
        return took

    with ThreadPoolExecutor(threads) as pool:
        return [one for part in pool.map(some, [times // threads] * threads) for one in part]


def stream(port: int, path: str) -> tuple[int, int, float]:
    """Items, bytes, seconds. `minimal` is one page and no line ends in it: its head says how many
    it holds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3600)
    started = time.perf_counter()
    connection.request("GET", path)
    response, lines, size, head = connection.getresponse(), 0, 0, b""
    assert response.status == 200, (path, response.status)
    while part := response.read(1 << 16):
        lines, size, head = lines + part.count(b"\n"), size + len(part), head or part
    if found := re.match(rb'\{"total_items":(\d+),', head):
        lines = int(found[1])
    return lines, size, time.perf_counter() - started


def change(home: Path) -> None:
    """One listing is told anew: what was kept is no longer good."""
    with make_app(home).app_context():
        record = next(each_published()).record
        record.service.description = f"Told anew at {time.time()}."
        publish([record], role="moderator", reason="bench", at=now())
        db.session.commit()


def memory(pid: int, field: str) -> float:
    """Megabytes; VmRSS now, VmHWM at its highest."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(field)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--times", type=int, default=400, help="questions of each kind")
    parser.add_argument("--threads", type=int, default=1)
    wanted = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}\n")
    for listings in wanted.listings:
        run(listings, wanted)


def run(listings: int, wanted: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = home_with(listings, Path(folder))
        print(f"### {listings:,} listings\n")
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        server = multiprocessing.get_context("spawn").Process(target=serve, args=(home, theirs))
        server.start()
        try:
            port, pid = ours.recv(), server.pid or 0
            ask_often(port, home, listings, wanted)
            stream_all(port, pid)
        finally:
            server.terminate()
            server.join()


def ask_often(port: int, home: Path, listings: int, wanted: argparse.Namespace) -> None:
    middle = max(listings // (2 * 20), 1)
    with make_app(home).app_context():
        one = next(each_published()).id
    questions = {
        "trivial": "/trivial",
        "detail": f"{BASE}/services/{one}",
        "list, 20": f"{BASE}/services",
        "list, middle": f"{BASE}/services?page={middle}",
        "list, 100": f"{BASE}/services?per_page=100",
        "list, 20 full": f"{BASE}/services?full=true",
        "places, 20": f"{BASE}/service_at_locations",
        "organizations": f"{BASE}/organizations",
    }
    print("| question | first, ms | answers/s | median, ms | p99, ms | times trivial |")
    print("|---|---|---|---|---|---|")
    base = 0.0
    for name, path in questions.items():
        ask(port, "/trivial", 5, 1)
        change(home)
        first = ask(port, path, 1, 1)[0] * 1000
        ask(port, path, wanted.threads * 5, wanted.threads)
        started = time.perf_counter()
        took = sorted(ask(port, path, wanted.times, wanted.threads))
        elapsed = time.perf_counter() - started
        median, p99 = (1000 * took[int(len(took) * share)] for share in (0.5, 0.99))
        base = base or median
        print(
            f"| {name} | {first:.1f} | {len(took) / elapsed:,.0f} | {median:.2f} | {p99:.2f}"
            f" | {median / base:.1f} |",
            flush=True,
        )


def stream_all(port: int, pid: int) -> None:
    print("\n| everything at once | items | MB | seconds | items/s | memory before, highest |")
    print("|---|---|---|---|---|---|")
    for path in STREAMS:
        before = memory(pid, "VmRSS")
        items, size, seconds = stream(port, f"{BASE}/{path}")
        print(
            f"| {path} | {items:,} | {size / 1e6:.0f} | {seconds:.1f} | {items / seconds:,.0f}"
            f" | {before:.0f} MB, {memory(pid, 'VmHWM'):.0f} MB |",
            flush=True,
        )
    print()


if __name__ == "__main__":
    main()
