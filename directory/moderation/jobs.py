"""By the clock: held changes of crisis lines are published when their days are over."""

from datetime import timedelta

from sqlalchemy import select

from directory.extensions import db, now
from directory.jobs.registry import job
from directory.moderation.actions import release_held
from directory.submissions.models import Submission
from directory.submissions.states import PENDING


@job("release held changes", every=timedelta(hours=1))
def release() -> None:
    at = now()
    statement = select(Submission).where(Submission.state == PENDING, Submission.hold_until <= at)
    for submission in db.session.scalars(statement):
        release_held(submission, at)
