"""Reading the queue."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from directory.extensions import db
from directory.jobs.models import PARKED, RUNNING, WAITING, Due, Job, Worker
from directory.jobs.registry import JOBS


def is_due(at: datetime) -> ColumnElement[bool]:
    """A job that waits no longer, or whose worker was lost."""
    return or_(
        (Job.state == WAITING) & (Job.run_at <= at),
        (Job.state == RUNNING) & (Job.lease_until < at),
    )


def has_due(at: datetime, without: Collection[str] = ()) -> bool:
    """`without`: names of jobs that do not count."""
    due = select(Job.id).where(is_due(at), Job.name.not_in(without)).limit(1)
    return db.session.scalar(due) is not None


def timed_due(at: datetime) -> dict[str, timedelta]:
    """{name: how often} of the timed jobs whose hour has come."""
    later = set(db.session.scalars(select(Due.name).where(Due.next_at > at)))
    return {n: job.every for n, job in JOBS.items() if job.every and n not in later}


def list_jobs() -> list[Job]:
    return list(db.session.scalars(select(Job).order_by(Job.run_at, Job.id)))


def list_parked() -> list[Job]:
    """What failed for good and waits for a person, the newest first."""
    parked = select(Job).where(Job.state == PARKED)
    return list(db.session.scalars(parked.order_by(Job.id.desc()).limit(200)))


def find_parked(job_id: int) -> Job | None:
    job = db.session.get(Job, job_id)
    return job if job is not None and job.state == PARKED else None


def count_parked() -> int:
    return db.session.scalar(select(func.count(Job.id)).where(Job.state == PARKED)) or 0


def last_seen() -> datetime | None:
    """When any worker last said that it lives."""
    return db.session.scalar(select(func.max(Worker.seen_at)))
