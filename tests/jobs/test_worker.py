"""Jobs run once, come back after a failure, and are parked in the end."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory.extensions import db, now
from directory.jobs import registry, worker
from directory.jobs.actions import LEASE, claim, enqueue
from directory.jobs.models import PARKED, WAITING, Job
from directory.jobs.worker import Worker


@pytest.fixture
def ran() -> Iterator[list[str]]:
    """What the test's own jobs did. Only they are known while the test runs."""
    log: list[str] = []
    known = dict(registry.JOBS)
    registry.JOBS.clear()
    registry.job("note")(lambda word: log.append(word))

    @registry.job("break")
    def _break() -> None:
        raise RuntimeError("as the test asked")

    yield log
    registry.JOBS.clear()
    registry.JOBS.update(known)


def _jobs() -> list[Job]:
    db.session.rollback()
    return list(db.session.scalars(select(Job)))


def test_a_job_runs_once_and_is_gone(app: Flask, ran: list[str]) -> None:
    enqueue("note", word="hello")
    db.session.commit()
    assert worker.run_due() == 1
    assert ran == ["hello"]
    assert _jobs() == []


def test_a_job_of_a_rolled_back_change_never_runs(app: Flask, ran: list[str]) -> None:
    enqueue("note", word="hello")
    db.session.rollback()
    assert worker.run_due() == 0


def test_a_second_job_with_the_same_key_is_not_added(app: Flask, ran: list[str]) -> None:
    enqueue("note", key="one", word="first")
    enqueue("note", key="one", word="second")
    db.session.commit()
    worker.run_due()
    assert ran == ["first"]


def test_a_failed_job_waits_longer_each_time_and_is_parked_after_five(
    app: Flask, ran: list[str]
) -> None:
    enqueue("break")
    db.session.commit()
    pauses = []
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(5):
            assert worker.run_due() == 1
            (job,) = _jobs()
            if job.state == WAITING:
                pauses.append(job.run_at - now())
                clock.move_to(job.run_at)
    assert job.state == PARKED
    assert "as the test asked" in job.error
    assert pauses == sorted(pauses)
    assert len(pauses) == 4
    assert worker.run_due() == 0


def test_a_job_whose_worker_was_lost_is_taken_by_another(app: Flask, ran: list[str]) -> None:
    enqueue("note", word="again")
    db.session.commit()
    at = now()
    assert claim(at) is not None
    db.session.commit()
    assert claim(at) is None
    assert claim(at + LEASE + timedelta(seconds=1)) is not None


def test_timed_jobs_run_once_an_interval(app: Flask, ran: list[str]) -> None:
    registry.job("hourly", every=timedelta(hours=1))(lambda: ran.append("tick"))
    with time_machine.travel(now(), tick=False) as clock:
        worker.run_due()
        worker.run_due()
        assert ran == ["tick"]
        clock.shift(timedelta(hours=1, seconds=1))
        worker.run_due()
    assert ran == ["tick", "tick"]


def test_a_job_without_the_write_lock_hands_over_what_is_left_to_write(
    app: Flask, ran: list[str]
) -> None:
    registry.job("slow", writes=False)(lambda: lambda: ran.append("written"))
    enqueue("slow")
    db.session.commit()
    worker.run_due()
    assert ran == ["written"]
    assert _jobs() == []


def test_a_worker_begins_with_what_is_due_at_its_start(app: Flask, ran: list[str]) -> None:
    registry.job("greet", at_start=True)(lambda: ran.append("hello"))
    worker = Worker(app)
    worker.start()
    for _ in range(100):
        if ran:
            break
        time.sleep(0.05)
    worker.stop()
    assert ran == ["hello"]
