"""How a partner's system knows that a message comes from here: the scheme of Standard Webhooks, so
that their libraries can check it. Plain.

What is signed is the message's id, the moment it was sent and its body, with a secret that only
the two of us know. The moment lets a receiver refuse old messages that somebody kept and sends
again; the id lets them pass over one that came twice.
"""

import base64
import hashlib
import hmac

MARK = "whsec_"


def headers(secret: str, message_id: str, seconds: int, body: bytes) -> dict[str, str]:
    """What goes with a message. `seconds` since 1970."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{signature(secret, message_id, seconds, body)}",
    }


def signature(secret: str, message_id: str, seconds: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(MARK))
    said = f"{message_id}.{seconds}.".encode() + body
    return base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
