"""Work that is killed loses nothing (TRUST fault 1): `pytest tests/drills/test_kills.py`.

A process that imports, edits or indexes gets SIGKILL at a random moment, again and again, on one
installation. DRILL_KILLS (50) and DRILL_SEED (7) say how often and which moments. Prints a line of
JSON with the figures.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from flask import Flask

from bench import made
from directory.extensions import db
from directory.jobs.worker import run_due
from directory.listings.models import HIDDEN, Import, Listing
from directory.listings.queries import published_revisions
from tests.drills import invariants

pytestmark = pytest.mark.timeout(3600)
KILLS = int(os.environ.get("DRILL_KILLS", "50"))
SEED = int(os.environ.get("DRILL_SEED", "7"))
ROWS = int(os.environ.get("DRILL_ROWS", "2000"))
ROOT = Path(__file__).resolve().parents[2]
ROLES = ("import", "edit", "index")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path: Path = made.lines(tmp_path / "made.ndjson", ROWS)
    return path


def test_nothing_acknowledged_is_lost_however_often_the_work_is_killed(
    app: Flask, home: Path, tmp_path: Path, file: Path
) -> None:
    pick = random.Random(SEED)  # noqa: S311 - no secret
    log = tmp_path / "log"
    killed: Counter[str] = Counter()
    wrong: list[str] = []
    db.session.remove()
    for number in range(KILLS):
        role = ROLES[number % len(ROLES)]
        killed[role] += kill(role, home, log, file, pick)
        wrong += chain(invariants.lost(log), invariants.findable(("people", "group", "peers")))
        db.session.remove()
        assert not wrong, f"after kill {number} ({role}): {wrong[:5]}"

    ended = labourer("import", home, log, file, pick).wait()
    assert ended == 0, log.read_text()[-500:]
    run_due()
    wrong += chain(
        invariants.lost(log),
        invariants.torn(),
        invariants.out_of_step(),
        invariants.findable(("people", "group", "peers")),
        whole(),
    )
    figures = {
        "drill": "kill",
        "kills": dict(killed),
        "acknowledged": log.read_text().count("\ndone "),
        "listings": db.session.query(Listing).count(),
        "public": len(published_revisions()),
        "hidden": db.session.query(Listing).filter_by(visibility=HIDDEN).count(),
        "wrong": len(wrong),
        "seed": SEED,
    }
    print(json.dumps(figures))
    assert not wrong, wrong[:5]
    assert killed.total() == KILLS


def whole() -> Iterator[str]:
    """The import that was broken off time after time has brought in each row, and says so."""
    ids = {made.service_id(number) for number in range(ROWS)}
    missing = ids - set(db.session.scalars(db.select(Listing.id)))
    if missing:
        yield f"{len(missing)} rows of the file are missing"
    broken_off = db.select(Import).where(Import.finished_at.is_(None))
    if db.session.scalars(broken_off).first():
        yield "an import still counts as broken off"


def test_a_kill_in_a_full_index_build_leaves_an_index_that_can_be_read(
    app: Flask, home: Path, tmp_path: Path, file: Path
) -> None:
    log = tmp_path / "log"
    pick = random.Random(SEED)  # noqa: S311 - no secret
    assert labourer("import", home, log, file, pick).wait() == 0
    for _ in range(max(1, KILLS // 10)):
        rebuild = [sys.executable, "-m", "directory", "index", "rebuild"]
        child = subprocess.Popen(rebuild, cwd=ROOT, env=os.environ | {"DIRECTORY_HOME": str(home)})
        time.sleep(pick.uniform(1.5, 6))  # most of it starting up
        child.kill()
        child.wait()
        run_due()
        assert not [*invariants.out_of_step()]
        db.session.remove()


def labourer(
    role: str, home: Path, log: Path, file: Path, pick: random.Random
) -> subprocess.Popen[bytes]:
    more = {"import": [str(file)], "edit": [str(pick.randrange(10**6))], "index": []}[role]
    command = [sys.executable, "-m", "tests.drills.labourer", role, str(home), str(log), *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


def kill(role: str, home: Path, log: Path, file: Path, pick: random.Random) -> bool:
    """Whether the kill met it at work; an import may have ended before."""
    before = log.read_text().count("ready\n") if log.exists() else 0
    child = labourer(role, home, log, file, pick)
    until = time.monotonic() + 60
    while child.poll() is None and not (log.exists() and log.read_text().count("ready\n") > before):
        assert time.monotonic() < until, "it never began"
        time.sleep(0.002)
    # Sometimes at once, sometimes after one or several commits.
    time.sleep(pick.uniform(0.005, 0.4) * pick.choice((1, 1, 4)))
    child.send_signal(signal.SIGKILL)
    assert child.wait() in (-signal.SIGKILL, 0)
    return child.returncode == -signal.SIGKILL
