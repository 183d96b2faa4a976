"""Queueing letters. Nothing here talks to a mail server: the worker does, after the commit."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from directory.jobs.actions import enqueue
from directory.mail.letter import KINDS

LONGEST_ADDRESS = 254  # RFC 5321


class BadAddress(ValueError):
    """Not one plain address of one mailbox."""


def send(
    kind: str,
    to: str,
    language: str,
    leaves_at: datetime | None = None,
    key: str | None = None,
    /,
    **values: Any,
) -> None:
    """Queues one letter in the caller's transaction. `values` are plain JSON for its writer. With
    a `key` no second one waits, and it can be taken back until it leaves.
    Raises BadAddress, KeyError for a kind that nobody registered."""
    KINDS[kind]
    enqueue(
        "mail",
        run_at=leaves_at,
        key=key,
        kind=kind,
        to=one_mailbox(to),
        language=language,
        values=values,
        message_id=uuid4().hex,  # the same on each try: a mail program shows a second copy once
    )


def one_mailbox(address: str) -> str:
    """The address, if it can name one mailbox only and cannot leave its header."""
    address = address.strip()
    local, at, host = address.rpartition("@")
    plain = address.isprintable() and not set(' ,;:<>"()[]\\') & set(address)
    if not (plain and at and local and host and len(address) <= LONGEST_ADDRESS):
        raise BadAddress("This is not one e-mail address.")
    return address
