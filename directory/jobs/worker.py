"""The worker: claims a job, runs it, commits once. Runs as a thread beside the web server or as
a process of its own; several may run."""

import logging
import os
import socket
import threading
from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

from flask import Flask

from directory.extensions import begin_write, db, now
from directory.jobs import actions
from directory.jobs.queries import has_due, timed_due
from directory.jobs.registry import JOBS, TRIES, GiveUp, Registered
from directory.site import editions

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
BEAT = timedelta(seconds=5)
TURN = 20  # jobs between two steps of a long one


def run_one(without: Collection[str] = ()) -> bool:
    """Runs the next due job. Returns whether there was one."""
    due = has_due(now(), without)
    db.session.rollback()
    if not due:
        return False
    begin_write()
    job = actions.claim(now(), without)
    if job is None:
        db.session.rollback()
        return False
    job_id, name, args = job.id, job.name, dict(job.args)
    db.session.commit()
    try:
        _run(job_id, JOBS[name], args)
    except Exception as error:
        log.exception("job %s failed", name)
        db.session.rollback()
        begin_write()
        tries = 0 if isinstance(error, GiveUp) else JOBS[name].tries if name in JOBS else TRIES
        actions.fail(job_id, f"{type(error).__name__}: {error}", now(), tries=tries)
        db.session.commit()
    return True


def _run(job_id: int, job: Registered, args: dict[str, Any]) -> None:
    editions.look(now=True)  # what is done now goes by what was said before it
    if job.steps:
        _run_steps(job_id, job.action(**args))
        begin_write()
    elif job.writes:
        begin_write()
        job.action(**args)
    else:
        rest = job.action(**args)
        db.session.rollback()
        begin_write()
        if rest is not None:
            rest()
    actions.finish(job_id)
    db.session.commit()


def _run_steps(job_id: int, steps: Iterator[Any]) -> None:
    """Commits each step. Letters and the index do not wait until all of them are done."""
    long = [name for name, job in JOBS.items() if job.steps]
    for _ in steps:
        db.session.commit()
        begin_write()
        actions.renew(job_id, now())
        db.session.commit()
        for _ in range(TURN):
            if not run_one(without=long):
                break


def run_due() -> int:
    """Runs everything that is due now, what it adds included. Returns how many ran."""
    timed = timed_due(now())
    db.session.rollback()
    if timed:
        begin_write()
        actions.enqueue_timed(now())
        db.session.commit()
    ran = 0
    while run_one():
        ran += 1
    return ran


class Worker:
    """Works until told to stop. `start` runs it in a thread."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._name = f"{socket.gethostname()}/{os.getpid()}"
        self._last_beat = now() - BEAT
        self._begun = False

    def start(self) -> None:
        self._thread = threading.Thread(target=self.work, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Lets the job at hand end, then stops."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def work(self) -> None:
        while not self._stop.is_set():
            with self._app.app_context():
                try:
                    self._begin()
                    self._beat()
                    ran = run_due()
                except Exception:
                    # The database may be away for a while: reads go on without us, we try again.
                    log.exception("the worker could not reach its queue")
                    ran = 0
            if not ran:
                self._stop.wait(POLL_SECONDS)

    def _begin(self) -> None:
        if self._begun:
            return
        begin_write()
        actions.enqueue_first()
        db.session.commit()
        self._begun = True

    def _beat(self) -> None:
        at = now()
        if at - self._last_beat < BEAT:
            return
        begin_write()
        actions.seen(self._name, at)
        db.session.commit()
        self._last_beat = at
