"""Telling partners' systems what was decided. Each message is a job, written with its cause; each
further try is another, after a longer pause. Where nobody answers for a day we stop, and say so in
a letter."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import orjson
from flask import current_app
from sqlalchemy import func, select

from directory.config import current_settings
from directory.extensions import db, now
from directory.jobs.actions import enqueue
from directory.listings.record import new_id
from directory.mail.actions import send as send_letter
from directory.partners import signing
from directory.partners.models import ACTIVE, DISABLED, UNCONFIRMED, Key, Proposal, Webhook
from directory.submissions.models import Submission
from directory.web import outside
from directory.web.strict_urls import read as read_url

MOST = 5  # addresses of one key
PAUSES = [timedelta(seconds=s) for s in (10, 60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600, 12 * 3600)]
CONFIRM = "webhook.confirm"
LARGEST_ANSWER = 10_000  # bytes


class Refused(Exception):
    """The address is none we would call; the text says why."""


def register(key: Key, url: str, at: datetime) -> Webhook:
    """An address to call, once it has confirmed that it wants to be called. The same address
    again is the same webhook, and is asked again if it had ended. Raises Refused."""
    if not outside.may_ask("webhooks"):
        raise Refused("This site calls no other systems. Ask for the submission instead.")
    if fault := outside.fault(url):
        raise Refused(f"This address cannot be called ({fault}). Use a full public https address.")
    if read_url(url).scheme != "https" and not current_settings().local:
        raise Refused("This address cannot be called. It must start with https.")
    mine = select(Webhook).where(Webhook.key_id == key.id)
    hook = db.session.scalar(mine.where(Webhook.url == url))
    if hook is None:
        count = select(func.count()).select_from(Webhook).where(Webhook.key_id == key.id)
        if (db.session.scalar(count) or 0) >= MOST:
            raise Refused(f"At most {MOST} addresses for one key. Delete one first.")
        hook = Webhook(
            id=new_id(), key_id=key.id, url=url, state=UNCONFIRMED,
            salt=secrets.token_urlsafe(32), made_at=at, failures=0, trouble="",
        )  # fmt: skip
        db.session.add(hook)
        db.session.flush()
    if hook.state != ACTIVE:
        hook.state, hook.failures, hook.trouble = UNCONFIRMED, 0, ""
        _enqueue(hook, CONFIRM, {"challenge": challenge_of(hook)}, at)
    return hook


def secret_of(hook: Webhook) -> str:
    """What messages to this address are signed with."""
    return signing.MARK + base64.b64encode(_made(hook, "secret")).decode()


def challenge_of(hook: Webhook) -> str:
    """What the address must say back before it is told anything."""
    return _made(hook, "challenge").hex()[:32]


def _made(hook: Webhook, what: str) -> bytes:
    key: bytes = current_app.secret_key  # type: ignore[assignment]
    return hmac.new(key, f"webhook:{what}:{hook.id}:{hook.salt}".encode(), hashlib.sha256).digest()


def tell(submission_id: str, what: str, *, reason: str = "", question: str = "") -> None:
    """Something was decided on what a program sent: `what` is accepted, rejected, question or
    reopened."""
    proposal = db.session.get(Proposal, submission_id)
    row = db.session.get(Submission, submission_id)
    if proposal is None or row is None:
        return
    if what == "rejected":
        proposal.reason = reason
    said = {"id": row.id, "state": row.state, "service_id": row.listing_id}
    said |= {name: text for name, text in (("reason", reason), ("question", question)) if text}
    live = select(Webhook).where(Webhook.key_id == proposal.key_id, Webhook.state == ACTIVE)
    for hook in db.session.scalars(live.order_by(Webhook.id)):
        _enqueue(hook, f"submission.{what}", {"submission": said}, now())


def _enqueue(hook: Webhook, kind: str, data: dict[str, Any], at: datetime) -> None:
    moment = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = orjson.dumps({"type": kind, "timestamp": moment, "data": data}).decode()
    enqueue("webhook", hook=hook.id, message=f"msg_{new_id()}", body=body, tried=0)


def deliver(hook_id: str, message: str, body: str, tried: int) -> Callable[[], None] | None:
    """Sends one message; what is left to write afterwards."""
    hook = db.session.get(Webhook, hook_id)
    key = db.session.get(Key, hook.key_id) if hook else None
    if hook is None or key is None or key.revoked_at is not None or hook.state == DISABLED:
        return None
    confirming = orjson.loads(body)["type"] == CONFIRM
    wanted = challenge_of(hook).encode() if confirming else b""
    trouble = _send(hook.url, secret_of(hook), message, body.encode(), wanted)
    at = now()
    if trouble:
        return lambda: _failed(hook_id, message, body, tried, trouble, at)
    return lambda: _took(hook_id, confirming, at)


def _send(url: str, secret: str, message: str, body: bytes, wanted: bytes) -> str:
    """Why it failed, or nothing."""
    signed = signing.headers(secret, message, int(now().timestamp()), body)
    sent = {"Content-Type": "application/json"} | signed
    try:
        with outside.ask(
            "POST", url, purpose="webhooks", headers=sent, body=body, largest=LARGEST_ANSWER
        ) as answer:
            if not 200 <= answer.status < 300:
                return f"status {answer.status}"
            if wanted and wanted not in answer.body():
                return "not confirmed"
    except outside.NotAnswered as error:
        return error.code
    return ""


def _took(hook_id: str, confirming: bool, at: datetime) -> None:
    hook = db.session.get(Webhook, hook_id)
    if hook is None:
        return
    hook.told_at, hook.failures, hook.trouble = at, 0, ""
    if confirming:
        hook.state = ACTIVE


def _failed(hook_id: str, message: str, body: str, tried: int, trouble: str, at: datetime) -> None:
    hook = db.session.get(Webhook, hook_id)
    if hook is None or hook.state == DISABLED:
        return
    hook.failures += 1
    hook.trouble = trouble[:20]
    if tried < len(PAUSES):
        again: dict[str, Any] = {"message": message, "body": body, "tried": tried + 1}
        enqueue("webhook", run_at=at + PAUSES[tried], hook=hook_id, **again)
        return
    hook.state = DISABLED
    key = db.session.get_one(Key, hook.key_id)
    send_letter("webhook-disabled", key.email, key.language, url=hook.url)
