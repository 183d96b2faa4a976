"""The job that sends one letter."""

from smtplib import SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any

from flask import current_app

from directory.jobs.registry import GiveUp, job
from directory.mail import post

# 10 s, 40 s, … 12 h: nine tries over more than a day, then a person must look.
TRIES = 9


@job("mail", writes=False, tries=TRIES)
def send(kind: str, to: str, language: str, values: dict[str, Any], message_id: str) -> None:
    """At most one copy more than tries that reached the server: a letter counts as sent once the
    server has taken it."""
    try:
        with current_app.extensions["mailman"].get_connection() as connection:
            connection.send_messages([post.message(kind, to, language, values, message_id)])
    except SMTPRecipientsRefused as refused:
        if all(500 <= code < 600 for code, _ in refused.recipients.values()):
            raise GiveUp("the server knows no such mailbox") from None
        raise
    except SMTPSenderRefused as refused:
        # The server's words may repeat an address.
        raise RuntimeError(f"the server refused our address with {refused.smtp_code}") from None
