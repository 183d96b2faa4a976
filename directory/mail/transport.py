"""How letters leave: over SMTP where the operator names a server, else as files to look at."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from flask_mailman.backends.base import BaseEmailBackend
from flask_mailman.message import EmailMessage

from directory.config import Settings, current_settings

SECONDS_TO_ANSWER = 20
OUTBOX = "outbox"


def configuration(settings: Settings) -> dict[str, Any]:
    """Flask-Mailman's settings. `smtp://user:password@host:587` turns to TLS as soon as the
    server is reached (add `?tls=no` for a relay on the same machine); `smtps://` starts in it."""
    shared = {"MAIL_DEFAULT_SENDER": sender_of(settings), "MAIL_TIMEOUT": SECONDS_TO_ANSWER}
    if not settings.mail_url:
        return shared | {"MAIL_BACKEND": Outbox}
    parts = urlsplit(settings.mail_url)
    safe = parts.scheme == "smtps"
    turn = not safe and parse_qs(parts.query).get("tls") != ["no"]
    return shared | {
        "MAIL_BACKEND": "smtp",
        "MAIL_SERVER": parts.hostname,
        "MAIL_PORT": parts.port or (465 if safe else 587),
        "MAIL_USERNAME": unquote(parts.username or "") or None,
        "MAIL_PASSWORD": unquote(parts.password or "") or None,
        "MAIL_USE_SSL": safe,
        "MAIL_USE_TLS": turn,
    }


def sender_of(settings: Settings) -> str:
    return settings.mail_from or settings.contact_email or f"noreply@{host_of(settings)}"


def host_of(settings: Settings) -> str:
    return urlsplit(settings.public_url).hostname or "localhost"


class Outbox(BaseEmailBackend):  # type: ignore[misc]
    """Keeps each letter as a file that any mail program opens."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        folder = current_settings().home / OUTBOX
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            sent = message.message()
            name = sent["Message-ID"].strip("<>").partition("@")[0]
            write(folder / f"{name}.eml", sent.as_bytes(linesep="\n"))
        return len(email_messages)


def write(file: Path, content: bytes) -> None:
    """A file that only its owner may read: letters hold links that open private pages."""
    file.touch(mode=0o600)
    file.write_bytes(content)
