"""Addresses of partners' systems that want to be told of decisions."""

from typing import Any

from flask import Response
from sqlalchemy import delete, select
from werkzeug.exceptions import NotFound

from directory.api.problems import Explained
from directory.api.views.program import begin_writing, get_key, moment, read_body, tell, writing
from directory.extensions import db
from directory.partners import webhooks
from directory.partners.models import Webhook
from directory.partners.reading import Fault, Unfit


@writing.get("/webhooks")
def hooks() -> Response:
    mine = select(Webhook).where(Webhook.key_id == get_key().id)
    rows = db.session.scalars(mine.order_by(Webhook.made_at, Webhook.id))
    return tell({"contents": [_told(row) for row in rows]})


@writing.post("/webhooks")
def register() -> Response:
    """The secret is told each time the address is registered, and nowhere else."""
    body = read_body()
    url = body.get("url")
    if not isinstance(url, str) or body.keys() != {"url"}:
        raise Unfit([Fault("url", "shape", "Send the address to call as url, and nothing else.")])
    key, at = begin_writing()
    try:
        hook = webhooks.register(key, url, at)
    except webhooks.Refused as error:
        db.session.rollback()
        raise Explained(409, str(error)) from None
    document = _told(hook) | {"secret": webhooks.secret_of(hook)}
    db.session.commit()
    return tell(document, 201)


@writing.get("/webhooks/<hook_id>")
def hook(hook_id: str) -> Response:
    return tell(_told(_get(get_key().id, hook_id)))


@writing.delete("/webhooks/<hook_id>")
def remove_hook(hook_id: str) -> Response:
    key, _at = begin_writing()
    hook = _get(key.id, hook_id)
    db.session.execute(delete(Webhook).where(Webhook.id == hook.id))
    db.session.commit()
    return Response(status=204)


def _get(key_id: str, hook_id: str) -> Webhook:
    mine = select(Webhook).where(Webhook.id == hook_id, Webhook.key_id == key_id)
    hook = db.session.scalar(mine)
    if hook is None:
        raise NotFound
    return hook


def _told(hook: Webhook) -> dict[str, Any]:
    return {
        "id": hook.id,
        "url": hook.url,
        "state": hook.state,
        "made_at": moment(hook.made_at),
        "told_at": moment(hook.told_at),
        "failures": hook.failures,
        "trouble": hook.trouble,
    }
