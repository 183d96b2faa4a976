"""What runs by the clock, and what follows from a decision."""

from collections.abc import Callable
from datetime import timedelta

from directory.extensions import now
from directory.jobs.registry import job
from directory.partners import actions, webhooks


@job("forget-partners", every=timedelta(hours=6))
def forget() -> None:
    actions.forget(now())


@job("link to keys")
def send_link(email: str, language: str) -> None:
    actions.send_link(email, language, now())


@job("tell-program")
def tell_program(submission: str, what: str, reason: str = "", question: str = "") -> None:
    webhooks.tell(submission, what, reason=reason, question=question)


@job("webhook", writes=False)
def webhook(hook: str, message: str, body: str, tried: int) -> Callable[[], None] | None:
    return webhooks.deliver(hook, message, body, tried)
