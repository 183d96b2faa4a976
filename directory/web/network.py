"""From where a request comes, as far as it can be known."""

from flask import current_app, request


def asking_address() -> str | None:
    """The address that reached the outermost of our own proxies: so many places from the right
    of X-Forwarded-For, never one that the sender chose (TRUST LIM-2)."""
    hops = current_app.config["SETTINGS"].proxies
    if not hops:
        return request.remote_addr
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    return said[-hops] if len(said) >= hops else request.remote_addr
