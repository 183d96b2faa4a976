"""How fast the open data answers, beside a trivial JSON endpoint of the same server, and how much
memory a stream of everything takes.

    python bench/api/run.py --listings 10000

Fills a SQLite database with made listings, serves it with waitress in a process of its own, and
asks from this one over connections that stay open. Prints one line a question: answers a second,
median and p99 in milliseconds, and how many times the trivial answer's median it takes.
"""

import argparse
import http.client
import multiprocessing
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from directory import create_app
from directory.config import Settings
from directory.extensions import db
from directory.listings.actions import publish
from directory.operations.database import upgrade_database
from directory.operations.server import listen, make_server
from directory.web.headers import API, answers
from tests.making import NOON, make_record

BATCH = 500
BASE = "/hsds/v3"


def make_app(home: Path) -> Any:
    app = create_app(
        Settings.read({"DIRECTORY_HOME": str(home), "DIRECTORY_API_REQUESTS_PER_MINUTE": "0"})
    )

    @app.get("/trivial")
    @answers(API)
    def trivial() -> dict[str, bool]:
        return {"ok": True}

    return app


def fill(home: Path, listings: int) -> float:
    """Seconds it took."""
    started = time.perf_counter()
    with make_app(home).app_context():
        upgrade_database()
        for start in range(0, listings, BATCH):
            many = [make_record(f"Group {n}") for n in range(start, min(start + BATCH, listings))]
            publish(many, role="import", reason="bench", at=NOON)
            db.session.commit()
            db.session.expunge_all()
    return time.perf_counter() - started


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
    """Lines, bytes, seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    started = time.perf_counter()
    connection.request("GET", path)
    response, lines, size = connection.getresponse(), 0, 0
    while part := response.read(1 << 16):
        lines, size = lines + part.count(b"\n"), size + len(part)
    return lines, size, time.perf_counter() - started


def memory(pid: int, field: str) -> float:
    """Megabytes; VmRSS now, VmHWM at its highest."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(field)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=400, help="questions of each kind")
    parser.add_argument("--threads", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "instance"
        print(f"{wanted.listings} listings made in {fill(home, wanted.listings):.1f} s")
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        server = multiprocessing.get_context("spawn").Process(target=serve, args=(home, theirs))
        server.start()
        try:
            measure(ours.recv(), server.pid or 0, wanted)
        finally:
            server.terminate()
            server.join()


def measure(port: int, pid: int, wanted: argparse.Namespace) -> None:
    from tests.making import an_id

    middle = wanted.listings // (2 * 20)
    questions = {
        "trivial": "/trivial",
        "detail": f"{BASE}/services/{an_id('Group 0')}",
        "list, 20": f"{BASE}/services",
        "list, middle": f"{BASE}/services?page={middle}",
        "list, 100": f"{BASE}/services?per_page=100",
        "list, 20 full": f"{BASE}/services?full=true",
        "places, 20": f"{BASE}/service_at_locations",
        "organizations": f"{BASE}/organizations",
    }
    base = 1.0
    for name, path in questions.items():
        ask(port, path, wanted.threads * 5, wanted.threads)
        started = time.perf_counter()
        took = sorted(ask(port, path, wanted.times, wanted.threads))
        elapsed = time.perf_counter() - started
        median = statistics.median(took) * 1000
        base = median if name == "trivial" else base
        p99 = took[int(len(took) * 0.99) - 1] * 1000
        print(
            f"{name:15}{len(took) / elapsed:8.0f}/s  median {median:7.2f} ms  p99 {p99:7.2f} ms"
            f"  x{median / base:.1f}"
        )
    before = memory(pid, "VmRSS")
    for path in ("services?format=ndjson&full=true", "services?minimal=true"):
        lines, size, seconds = stream(port, f"{BASE}/{path}")
        print(f"{path}: {lines} lines, {size / 1e6:.0f} MB in {seconds:.1f} s")
    print(f"memory before {before:.0f} MB, highest {memory(pid, 'VmHWM'):.0f} MB")


if __name__ == "__main__":
    main()
