"""From a kind and its values to a message with a text and an HTML form."""

from email.utils import formataddr
from typing import Any

from flask import render_template
from flask_mailman import EmailMultiAlternatives

from directory.config import current_settings
from directory.mail.letter import KINDS
from directory.mail.transport import host_of, sender_of
from directory.web.locales import speaking

LONGEST_SUBJECT = 100


def message(
    kind: str, to: str, language: str, values: dict[str, Any], message_id: str
) -> EmailMultiAlternatives:
    """Written in `language`, ready to send. Raises KeyError for a kind that nobody registered."""
    settings = current_settings()
    with speaking(language):
        letter = KINDS[kind].write(**values)
        text = render_template("email/letter.txt", letter=letter, language=language)
        html = render_template("email/letter.html", letter=letter, language=language)
    post = EmailMultiAlternatives(
        subject=one_line(letter.subject)[:LONGEST_SUBJECT],
        body=text,
        from_email=formataddr((one_line(settings.site_name), sender_of(settings))),
        to=[to],
        headers={
            "Message-ID": f"<{message_id}@{host_of(settings)}>",
            "Auto-Submitted": "auto-generated",  # no holiday notes in answer
        },
    )
    if settings.contact_email:
        post.reply_to = [settings.contact_email]
    post.attach_alternative(html, "text/html")
    return post


def one_line(text: str) -> str:
    """A header has one line, whatever a name was made of."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
