"""What is forgotten by the clock: sessions that ran out, links, counted tries. And what follows
from a try to sign in only where there is such an account: done here, so that the time which an
answer takes tells nobody whether there is one (TRUST AUT-4)."""

from datetime import datetime, timedelta

from directory.accounts import actions, limits, links, sessions
from directory.extensions import now
from directory.jobs.registry import job


@job("forget sign-ins", every=timedelta(hours=1))
def forget() -> None:
    at = now()
    for part in (sessions, links, limits):
        part.forget(at)


@job("sign-in link")
def send_link(email: str, language: str) -> None:
    actions.send_link(email, language, now())


@job("note a failed sign-in")
def note_failure(email: str, how: str, at: str) -> None:
    actions.note_failure(email, how, datetime.fromisoformat(at))
