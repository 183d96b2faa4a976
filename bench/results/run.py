"""The results page as a whole, beside a trivial JSON endpoint and a ready page of the same markup,
in the same server.

    python bench/results/run.py --listings 10000
    python bench/results/run.py --listings 100000 --server gunicorn

Makes an installation (bench/homes.py), serves all three from one process, and asks for them in
turn over one connection that stays open. Prints for each the answers a second, median and p99 in
milliseconds, and the server's own processor time an answer, which other work on the machine
disturbs least; then how many times the trivial endpoint's it is.
"""

import argparse
import http.client
import multiprocessing
import os
import random
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.homes import home_with
from bench.listings import DAY
from directory import create_app
from directory.config import Settings
from directory.operations.server import listen, make_server
from directory.web.headers import API, PRIVATE_PAGE, answers

WORDS = ("grief", "someone to talk to", "anxiety group", "free counseling", "art class online",
         "walking group for men", "help for my son", "depresion", "bipolar support tuesday",
         "volunteer", "quilting", "new mums", "can't sleep", "AA", "therapist sliding scale",
         "carers", "veterans", "panic attacks", "divorce", "youth drop in")  # fmt: skip
PLACES = ("", "", "Minneapolis", "94110", "Houston", "Portland OR", "New York", "St. Paul")
FILTERS = ({}, {}, {}, {"format": "online"}, {"cost": "free"}, {"kind": "support-group"})


def questions(count: int) -> list[str]:
    pick = random.Random(5)  # noqa: S311 - no secret
    return [
        "/search?"
        + urlencode({"q": pick.choice(WORDS), "near": pick.choice(PLACES)} | pick.choice(FILTERS))
        for _ in range(count)
    ]


def make_app(home: Path) -> Any:
    app = create_app(Settings.read({"DIRECTORY_HOME": str(home)}))

    @app.get("/trivial")
    @answers(API)
    def trivial() -> dict[str, bool]:
        return {"ok": True}

    ready: list[str] = []

    @app.get("/ready")
    @answers(PRIVATE_PAGE)
    def same_markup() -> str:
        return ready[0]

    with app.test_client() as client:
        ready.append(client.get(questions(1)[0]).get_data(as_text=True))
    return app


def serve(home: Path, name: str, port: Any) -> None:
    app = make_app(home)
    listener = listen("127.0.0.1", 0)
    if name == "waitress":
        port.send(listener.getsockname()[1])
        make_server(app, listener).run()
        return
    number = listener.getsockname()[1]
    listener.close()
    port.send(number)
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            self.cfg.set("bind", f"127.0.0.1:{number}")
            self.cfg.set("workers", 1)
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("threads", 4)
            self.cfg.set("loglevel", "error")

        def load(self) -> Any:
            return app

    Server().run()


def wait_for(port: int) -> None:
    """Until the server takes connections: gunicorn says its port before it listens."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server does not listen")


def processor_seconds(pid: int) -> float:
    """Of a process and of all that it started."""
    total = 0.0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            after_name = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(entry.name) == pid or int(after_name[1]) == pid:
            total += (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
    return total


def ask(port: int, pid: int, paths: list[str]) -> tuple[list[float], float]:
    """Milliseconds of each answer; the server's processor milliseconds an answer."""
    connection, took = http.client.HTTPConnection("127.0.0.1", port), []
    before = processor_seconds(pid)
    for path in paths:
        begun = time.perf_counter()
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"{path} answered {response.status}")
        took.append((time.perf_counter() - begun) * 1000)
    return sorted(took), (processor_seconds(pid) - before) * 1000 / len(paths)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--server", choices=("waitress", "gunicorn"), default="waitress")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = home_with(wanted.listings, Path(scratch))
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        server = context.Process(target=serve, args=(home, wanted.server, theirs))
        server.start()
        try:
            if not ours.poll(60):
                raise SystemExit("the server did not start")
            measure(ours.recv(), server.pid or 0, wanted.times)
        finally:
            server.terminate()
            server.join()


def measure(port: int, pid: int, times: int) -> None:
    wait_for(port)
    search = questions(times)
    ask(port, pid, search)  # once to warm up
    print(f"asked on a day like {DAY:%A}, {times} times each")
    print("| page | answers/s | median ms | p99 ms | processor ms | x trivial, processor |")
    print("|---|---|---|---|---|---|")
    base = 0.0
    for name, paths in (
        ("trivial JSON", ["/trivial"] * times * 4),
        ("ready page of the same markup", ["/ready"] * times * 2),
        ("results page", search),
        ("home", ["/"] * times),
    ):
        took, processor = ask(port, pid, paths)
        base = base or processor
        print(
            f"| {name} | {1000 * len(took) / sum(took):.0f} | {statistics.median(took):.2f} "
            f"| {took[int(len(took) * 0.99) - 1]:.2f} | {processor:.2f} | {processor / base:.1f} |"
        )


if __name__ == "__main__":
    main()
