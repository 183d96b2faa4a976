"""A generous limit for each network, and a higher one for each key of a partner, so that one
program cannot take the service from all others.

Each process counts on its own and tells the shared table only now and then: reading data writes
nothing for those who read a little, and a table that fails limits nobody.
"""

import hmac
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address, ip_network
from threading import Lock
from time import time

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from directory.api.problems import Explained, is_for_programs
from directory.config import current_settings
from directory.extensions import db, now
from directory.partners.queries import find_key

log = logging.getLogger(__name__)

MINUTE = 60
SHARE_EVERY = 20  # requests of one network that a process keeps to itself
MOST_NETWORKS = 10_000  # counted in one process at a time
_ADD = text(
    "INSERT INTO api_uses (network, minute, requests) VALUES (:network, :minute, :requests) "
    "ON CONFLICT (network, minute) DO UPDATE SET requests = api_uses.requests + :requests "
    "RETURNING requests"
)
_FORGET = text("DELETE FROM api_uses WHERE minute < :minute")


@dataclass(slots=True)
class _Count:
    minute: int
    shared: int = 0  # what all processes had told, when this one last asked
    own: int = 0  # what this one has not told yet


class Counts:
    """The requests of one process by network."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[str, _Count] = {}

    def add(self, network: str, minute: int) -> int:
        """Counts one more; how many there were in this minute, as far as is known."""
        with self._lock:
            count = self._counts.get(network)
            if count is None or count.minute != minute:
                if len(self._counts) >= MOST_NETWORKS:
                    self._counts = {k: c for k, c in self._counts.items() if c.minute == minute}
                count = self._counts[network] = _Count(minute)
            count.own += 1
            telling = count.own if count.own >= SHARE_EVERY else 0
        if telling and (shared := _share(network, minute, telling)) is not None:
            with self._lock:
                count.shared, count.own = shared, count.own - telling
        return count.shared + count.own


def _share(network: str, minute: int, requests: int) -> int | None:
    """What all processes have counted; None where the table cannot be written."""
    row = {"network": network, "minute": minute, "requests": requests}
    try:
        with db.engine.begin() as connection, _not_waiting(connection):
            connection.execute(_FORGET, {"minute": minute - 1})
            return int(connection.execute(_ADD, row).scalar_one())
    except SQLAlchemyError:
        log.warning("requests could not be counted together")
        return None


@contextmanager
def _not_waiting(connection: Connection) -> Iterator[None]:
    """A reader does not stand in line behind an import: SQLite gives up at once."""
    if connection.dialect.name != "sqlite":
        yield
        return
    waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    connection.exec_driver_sql("PRAGMA busy_timeout=20")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={waits}")


def init_app(app: Flask) -> None:
    app.extensions["api_counts"] = Counts()
    app.before_request(_count)
    app.after_request(_tell)


def _count() -> None:
    if not is_for_programs() or request.method == "OPTIONS":
        return
    settings, seconds = current_settings(), int(time())
    refused, key_id = None, None
    try:
        key_id = presented_key()
    except Explained as error:
        refused = error  # counted first, so that nobody tries keys without an end
    if key_id:
        most, whom, who = settings.api_requests_per_minute_with_key, "one key", _of_key(key_id)
    else:
        most, whom = settings.api_requests_per_minute, "one network"
        who = _network(seconds) if most else ""
    if not most:
        if refused:
            raise refused
        return
    left = MINUTE - seconds % MINUTE
    used = current_app.extensions["api_counts"].add(who, seconds // MINUTE)
    g.rate = (most, max(most - used, 0), left)
    if used > most:
        raise Explained(
            429,
            f"At most {most} requests a minute are answered to {whom}. Wait {left} seconds. "
            "format=ndjson gives everything in one request.",
            {"Retry-After": str(left)},
        )
    if refused:
        raise refused


def presented_key() -> str | None:
    """The id of the key that the request shows, counted for its day. Raises Explained for a key
    that is none: a program whose key has ended must hear of it."""
    g.partner_key = None
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return None
    key = find_key(secret.strip(), now()) if scheme.lower() == "bearer" else None
    if key is None:
        root = current_settings().public_url.rstrip("/")
        raise Explained(
            401,
            f"This key does not work here. Send none to read, or get one at {root}/partners.",
            {"WWW-Authenticate": "Bearer"},
        )
    g.partner_key = key.id
    current_app.extensions["key_uses"].add(key.id, now().date())
    return key.id


def _of_key(key_id: str) -> str:
    return key_id.replace("-", "")


def _tell(response: Response) -> Response:
    if "rate" in g:
        most, rest, left = g.rate
        response.headers["RateLimit-Policy"] = f'"reading";q={most};w={MINUTE}'
        response.headers["RateLimit"] = f'"reading";r={rest};t={left}'
    return response


def _network(seconds: int) -> str:
    """The network a request comes from, never to be read back: /24 or /56, hashed with a key
    that is another one tomorrow. Only our own proxies are believed."""
    settings = current_settings()
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    hops = [*(hop for hop in hops if hop), request.remote_addr or ""]
    hop = hops[-1 - min(settings.proxies, len(hops) - 1)]
    try:
        address = ip_address(hop)
        address = getattr(address, "ipv4_mapped", None) or address
        network = str(ip_network((address, 24 if address.version == 4 else 56), strict=False))
    except ValueError:
        network = "unknown"
    today = str(seconds // 86_400).encode()
    key = hmac.digest(settings.secret_key, b"api " + today, sha256)
    return hmac.digest(key, network.encode(), sha256).hex()[:32]
