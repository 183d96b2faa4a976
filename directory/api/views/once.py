"""A request that is sent twice, because the first answer was lost, changes nothing more: its
answer is kept under the Idempotency-Key that came with it."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

import orjson
from flask import Response, request
from sqlalchemy.exc import IntegrityError

from directory.api.problems import Explained
from directory.api.views.program import begin_writing, tell
from directory.extensions import db
from directory.partners.models import KeptAnswer, Key

LONGEST_KEY = 100  # letters

# Does the work in the open transaction; gives the document and where it stands.
Work = Callable[[Key, datetime], tuple[object, str]]


def once(work: Work) -> Response:
    """Does the work and answers 201, or answers what was answered before. Refusals are not kept:
    they changed nothing. Raises Explained for a header that is missing or came with another
    body."""
    named, digest = _idempotency_key(), _digest()
    for _ in range(2):
        key, at = begin_writing()
        if kept := _answered(key.id, named, digest):
            return kept
        document, location = work(key, at)
        body = orjson.dumps(document)
        if _keep(key.id, named, digest, location, body.decode(), at):
            db.session.commit()
            return tell(orjson.Fragment(body), 201, location)
        # The same request came at the same moment and was first: now its answer is there.
    raise Explained(409, "The same request is being worked on. Send it again in a moment.")


def _idempotency_key() -> str:
    named = request.headers.get("Idempotency-Key", "").strip()
    if not named or len(named) > LONGEST_KEY or not named.isascii() or not named.isprintable():
        raise Explained(
            400,
            "Send a header Idempotency-Key with a new value for each new request, such as a "
            "UUID. A request that is sent again with the same value changes nothing more.",
        )
    return named


def _digest() -> str:
    return sha256(request.path.encode() + b"\n" + request.get_data()).hexdigest()


def _answered(key_id: str, named: str, digest: str) -> Response | None:
    """The answer that this request got before. Raises Explained for another body."""
    kept = db.session.get(KeptAnswer, (key_id, named))
    if kept is None:
        return None
    before, body, status, location = kept.digest, kept.body, kept.status, kept.location
    db.session.commit()
    if before != digest:
        raise Explained(422, "This Idempotency-Key came before with another body. Use a new value.")
    response = tell(orjson.Fragment(body), status, location)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _keep(key_id: str, named: str, digest: str, location: str, body: str, at: datetime) -> bool:
    """Keeps an answer in the transaction of its cause. False: another process kept one first, and
    all of this is undone."""
    row = KeptAnswer(
        key_id=key_id,
        idempotency_key=named,
        digest=digest,
        status=201,
        location=location,
        body=body,
        at=at,
    )
    try:
        db.session.add(row)
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        return False
    return True
