"""Adding jobs and moving them through their states."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from directory.extensions import db, now
from directory.jobs.models import PARKED, RUNNING, WAITING, Due, Job, Worker
from directory.jobs.queries import is_due, timed_due
from directory.jobs.registry import JOBS

LEASE = timedelta(minutes=10)
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=12)


def enqueue(
    name: str, *, key: str | None = None, run_at: datetime | None = None, **args: Any
) -> None:
    """Adds a job to the caller's transaction. With a `key`, one that waits already is enough."""
    if key is not None:
        waiting = select(Job.id).where(Job.key == key, Job.state == WAITING)
        if db.session.scalar(waiting.limit(1)) is not None:
            return
    at = now()
    db.session.add(Job(name=name, args=args, key=key, run_at=run_at or at, created_at=at))
    db.session.flush()


def take_back(key: str) -> bool:
    """Whether a job with this key still waited. It is not done any more."""
    waiting = delete(Job).where(Job.key == key, Job.state == WAITING, Job.attempts == 0)
    return bool(db.session.execute(waiting.returning(Job.id)).all())


def claim(at: datetime, without: Collection[str] = ()) -> Job | None:
    """Takes the next job that is due, or whose worker was lost, but none of these names. A
    conditional update decides between several workers. The caller commits, so that it is seen."""
    due = is_due(at) & Job.name.not_in(without)
    for job in db.session.scalars(select(Job).where(due).order_by(Job.run_at, Job.id).limit(5)):
        taken = db.session.execute(
            update(Job)
            .where(Job.id == job.id, due)
            .values(state=RUNNING, lease_until=at + LEASE, attempts=Job.attempts + 1)
            .returning(Job.id)
            .execution_options(synchronize_session=False)
        ).all()
        if taken:
            db.session.refresh(job)
            return job
    return None


def renew(job_id: int, at: datetime) -> None:
    """Its worker still lives."""
    db.session.get_one(Job, job_id).lease_until = at + LEASE


def finish(job_id: int) -> None:
    db.session.delete(db.session.get_one(Job, job_id))


def fail(job_id: int, error: str, at: datetime, *, tries: int) -> None:
    """Puts a job back with a growing pause, or parks it after so many tries."""
    job = db.session.get_one(Job, job_id)
    job.error = error[:500]
    job.lease_until = None
    if job.attempts >= tries:
        job.state = PARKED
        return
    job.state = WAITING
    job.run_at = at + min(FIRST_PAUSE * 4 ** (job.attempts - 1), LONGEST_PAUSE)


def try_again(job: Job, at: datetime) -> None:
    """A parked job gets all its tries once more."""
    job.state, job.attempts, job.run_at, job.lease_until = WAITING, 0, at, None
    db.session.flush()


def drop(job: Job) -> None:
    """A parked job that nobody needs any more."""
    db.session.delete(job)
    db.session.flush()


def enqueue_timed(at: datetime) -> None:
    """Adds the timed jobs whose hour has come."""
    for name, every in timed_due(at).items():
        db.session.merge(Due(name=name, next_at=at + every))
        enqueue(name, key=name)


def enqueue_first() -> None:
    """Adds the jobs that a worker does when it begins."""
    for name, registered in JOBS.items():
        if registered.at_start:
            enqueue(name, key=name)


def seen(worker: str, at: datetime) -> None:
    """Notes that this worker lives."""
    row = db.session.get(Worker, worker)
    if row is None:
        db.session.add(Worker(id=worker, seen_at=at))
    else:
        row.seen_at = at
