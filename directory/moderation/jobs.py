"""By the clock: held changes of crisis lines are published when their days are over, and access
that rests on a domain is looked at anew."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from directory.extensions import db, now
from directory.jobs.registry import job
from directory.moderation import lapsed
from directory.moderation.actions import release_held
from directory.submissions.models import Submission
from directory.submissions.states import PENDING


@job("release held changes", every=timedelta(hours=1))
def release() -> None:
    at = now()
    statement = select(Submission).where(Submission.state == PENDING, Submission.hold_until <= at)
    for submission in db.session.scalars(statement):
        release_held(submission, at)


@job("look at claims again", every=timedelta(hours=12))
def look_again() -> None:
    lapsed.freeze_unproven(now())


@job("look at domains", every=timedelta(minutes=10), writes=False)
def look_at_domains() -> Callable[[], None] | None:
    return lapsed.look(now())
