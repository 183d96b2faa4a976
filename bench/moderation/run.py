"""How long the pages of moderators take on the server, with many listings and many submissions
that wait.

    python bench/moderation/run.py --listings 2000 --waiting 200      # to see that it works
    python bench/moderation/run.py --listings 100000 --waiting 1000   # the aim: 100 ms a page

A fresh installation (SQLite, Whoosh) takes made listings in by `directory import --publish` and has
its index built. The waiting submissions are changes of some of them and new ones, as an import into
the queue brings them. One signed-in moderator opens each page again and again through the whole
application, without a network; the first opening is told apart. `--profile` says where the time of
one submission's page goes. Prints a table in Markdown.
"""

import argparse
import cProfile
import pstats
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from sqlalchemy import select

from bench.homes import home_with
from directory import create_app
from directory.accounts import sessions
from directory.accounts.models import Account, AccountSession
from directory.config import Settings
from directory.extensions import db, now
from directory.listings.models import Listing
from directory.listings.queries import entries
from directory.listings.record import Record, new_id
from directory.submissions.imported import receive_import
from directory.submissions.models import Submission
from directory.submissions.states import PENDING

COOKIE = "a moderator of the bench"


def send_in(waiting: int) -> None:
    """Submissions that wait, and a moderator who is signed in."""
    ids = list(db.session.scalars(select(Listing.id).order_by(Listing.id).limit(waiting)))
    found = list(entries(ids).values())
    records: list[Record] = []
    for number, entry in enumerate(found):
        record = entry.record
        if number % 2:
            record.service.id = new_id()  # a new one that looks like one we have
            record.service.name = f"The {record.service.name}"
        else:
            record.service.description = f"{record.service.description} Number {number}."
        records.append(record)
    receive_import(records, import_id=None, problems={}, at=now())
    account = Account(
        email="max@example.org", name="Max", role="moderator", handle=b"max", created_at=now()
    )
    db.session.add(account)
    db.session.flush()
    at = now()
    db.session.add(
        AccountSession(
            id=sessions.hashed(COOKIE), account_id=account.id, stage=sessions.FULL, device="bench",
            started_at=at, seen_at=at, confirmed_at=at,
        )
    )  # fmt: skip
    db.session.commit()


def ask(client: Any, path: str) -> tuple[float, float]:
    """Milliseconds of the clock, and of the processor, which other work disturbs least."""
    begun, before = time.perf_counter(), time.process_time()
    answer = client.get(path)
    took, worked = time.perf_counter() - begun, time.process_time() - before
    if answer.status_code != 200:
        sys.exit(f"{path} answered {answer.status_code}")
    return took * 1000, worked * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--listings", type=int, default=2000)
    parser.add_argument("--waiting", type=int, default=200)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--profile", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = home_with(wanted.listings, Path(folder))
        app = create_app(Settings.read({"DIRECTORY_HOME": str(home)}))
        with app.app_context():
            send_in(wanted.waiting)
            waiting = list(
                db.session.scalars(
                    select(Submission.id).where(Submission.state == PENDING).limit(wanted.times)
                )
            )
            listing = db.session.scalar(select(Listing.id).limit(1))
        client = app.test_client()
        client.set_cookie("staff", COOKIE)
        pages = {
            "a submission": [f"/staff/submissions/{each}" for each in waiting],
            "the queue": ["/staff/"] * wanted.times,
            "a listing": [f"/staff/listings/{listing}"] * wanted.times,
            "figures": ["/staff/figures"] * 5,
        }
        print(f"{wanted.listings} listings, {wanted.waiting} waiting, in milliseconds\n")
        print("| page | first | median | p95 | processor, median | processor, p95 |")
        print("|---|---|---|---|---|---|")
        for name, paths in pages.items():
            (first, _), *rest = (ask(client, path) for path in paths)
            times, worked = zip(*rest, strict=True)
            print(
                f"| {name} | {first:.0f} | {median(times):.0f} | {quantiles(times, n=20)[-1]:.0f}"
                f" | {median(worked):.0f} | {quantiles(worked, n=20)[-1]:.0f} |"
            )
        if wanted.profile:
            profile = cProfile.Profile()
            profile.runcall(ask, client, pages["a submission"][0])
            pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
