"""What the kill drill kills: `python -m tests.drills.labourer ROLE HOME LOG [FILE]`.

Writes "done WHAT ID REVISION" to LOG after each commit and never before, and on disk before it
goes on: what stands there was acknowledged. "ready" says that the work begins.
"""

import os
import random
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

from flask import Flask
from sqlalchemy import event

from directory import create_app
from directory.config import Settings
from directory.exchange import actions
from directory.extensions import begin_write, db, now
from directory.jobs.worker import run_due
from directory.listings.actions import hide, publish, restore
from directory.listings.models import HIDDEN, PUBLISHED, Listing, Revision
from directory.listings.queries import entries


class Log:
    """An append-only file; a line is there whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(self, *lines: str) -> None:
        os.write(self._file, "".join(f"{line}\n" for line in lines).encode())
        os.fsync(self._file)


def take_in(app: Flask, log: Log, path: Path) -> None:
    """An import, as an operator starts it; what a commit held is noted right after it."""
    session = db.session()
    written: list[str] = []

    @event.listens_for(session, "do_orm_execute")
    def remember(state: SimpleNamespace) -> None:
        mapper = state.bind_mapper
        if state.is_insert and mapper is not None and mapper.class_ is Revision:
            written.extend(
                f"done imported {row['listing_id']} {row['number']}" for row in state.parameters
            )

    @event.listens_for(session, "after_commit")
    def tell(_session: object) -> None:
        # The first commit says that the import begins.
        log.write(*written or ["ready"])
        written.clear()

    @event.listens_for(session, "after_soft_rollback")
    def forget(_session: object, _before: object) -> None:
        written.clear()

    # Short batches put many commits within reach of a kill.
    actions.BATCH = 20
    done = app.test_cli_runner().invoke(args=["import", str(path), "--publish"])
    log.write(f"ended {done.exit_code}")
    if done.exit_code:
        sys.exit(done.output)


def edit(log: Log, seed: int) -> None:
    """Publishes, hides and restores, one listing at a time, until killed."""
    pick = random.Random(seed)  # noqa: S311 - no secret
    ids = sorted(db.session.scalars(db.select(Listing.id)))
    log.write("ready")
    while ids:
        listing_id = pick.choice(ids)
        begin_write()
        entry = entries([listing_id])[listing_id]
        if entry.visibility == HIDDEN:
            restore(listing_id, at=now())
            what, revision = "restored", entry.revision
        elif pick.random() < 0.5:
            hide(listing_id, at=now())
            what, revision = "hidden", entry.revision
        else:
            entry.record.service.alert = f"Changed {pick.random()}"
            publish([entry.record], role="moderator", reason="drill", at=now())
            what, revision = "changed", entry.revision + 1
        # Which is meant, in case the kill comes between the commit and the note.
        log.write(f"trying {what} {listing_id} {revision}")
        db.session.commit()
        log.write(f"done {what} {listing_id} {revision}")
        db.session.expunge_all()


def index(log: Log) -> None:
    """The worker's part: takes what changed into the index, until killed. Between two rounds it
    changes a few listings, so that there is always something to take in."""
    log.write("ready")
    number = 0
    while True:
        run_due()
        begin_write()
        shown = db.select(Listing.id).where(Listing.visibility == PUBLISHED)
        ids = list(db.session.scalars(shown.order_by(Listing.id).offset(number % 300).limit(20)))
        records = [entry.record for entry in entries(ids).values()]
        for record in records:
            record.service.alert = f"Round {number} at {now().isoformat()}"
        published = publish(records, role="moderator", reason="drill", at=now())
        changed = entries(published.changed)
        lines = [f"changed {i} {entry.revision}" for i, entry in changed.items()]
        log.write(*(f"trying {line}" for line in lines))
        db.session.commit()
        log.write(*(f"done {line}" for line in lines))
        db.session.expunge_all()
        number += 20


def main(role: str, home: Path, log: Log, *more: str) -> None:
    app = create_app(Settings.read({"DIRECTORY_HOME": str(home)}))
    with app.app_context(), suppress(KeyboardInterrupt):
        if role == "import":
            take_in(app, log, Path(more[0]))
        elif role == "edit":
            edit(log, int(more[0]))
        elif role == "index":
            index(log)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Log(Path(sys.argv[3])), *sys.argv[4:])
