"""The one door to the internet: every request this site makes to an address that somebody gave it
(TRUST SRF-1).

    with ask("GET", url, purpose="links") as answer:
        answer.status, answer.url, answer.body()

Nothing is asked until the operator has turned its purpose on. An address must have one meaning
only; its name is looked up once, every address behind it must lie on the public internet, and the
connection goes to the very address that was looked at, so a name that changes its mind in between
gains nothing. Each redirect is judged like the first address. The whole exchange has a deadline,
and what is unpacked is counted, so neither a slow nor a swelling answer holds anything up.

Outside geocoders (`geo`) and the mail server are named by the operator, never by visitors, and
have doors of their own.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin

from flask import Flask, current_app
from urllib3.exceptions import HTTPError, SSLError
from urllib3.response import HTTPResponse

from directory.web.pinned_lines import Deadline, line_to
from directory.web.public_addresses import is_public
from directory.web.strict_urls import Unreadable, WebAddress, is_public_name, read

SECONDS = 10.0  # for all of it, redirects included
LARGEST = 1_000_000  # bytes, unpacked
REDIRECTS = 3
MOVED = (301, 302, 303, 307, 308)
PORTS = {"http": 80, "https": 443}
PIECE = 65_536  # bytes

Purpose = Literal["domains", "links", "pulls", "webhooks"]
Method = Literal["GET", "HEAD", "POST"]


class NotAnswered(Exception):
    """No answer, or none that may be used. `code` says why:

    off        the operator has not turned this purpose on
    long, characters, scheme, userinfo, ambiguous, host, port
               the address is none we would follow
    address    it leads into a network that is not public
    redirects  it points on too often
    name       nobody has that name
    connect    nobody listens there
    tls        its certificate is not good for that name
    time       it took too long
    large      it sent more than was asked for
    broken     what came was no whole answer
    """

    def __init__(self, code: str, url: str) -> None:
        super().__init__(code)
        self.code, self.url = code, url

    @property
    def refused(self) -> bool:
        """True if nothing was sent, because the address or the purpose is not allowed."""
        return self.code not in ("redirects", "name", "connect", "tls", "time", "large", "broken")


def look_up(name: str, port: int) -> list[str]:
    """The addresses of a name. Raises OSError."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass
class Means:
    """How names become addresses and whose certificates count. Tests put others in their place;
    addresses of the hosts and ports in `allowed` are not judged. No setting leads here."""

    look_up: Callable[[str, int], list[str]] = look_up
    certificates: str | None = None  # a file; None: those of the system
    allowed: frozenset[tuple[str, int]] = field(default_factory=frozenset)


def init_app(app: Flask) -> None:
    app.extensions["outside"] = Means()


def may_ask(purpose: Purpose) -> bool:
    """Whether the operator has turned this on."""
    return purpose in current_app.config["SETTINGS"].outside


def fault(url: str) -> str | None:
    """Why this address would not be asked, as far as can be told without the network, or None."""
    try:
        _judged(url)
    except NotAnswered as error:
        return error.code
    return None


@dataclass
class Answer:
    status: int
    url: str  # the address that answered, after redirects
    headers: Mapping[str, str]
    _pieces: Iterator[bytes]

    def pieces(self) -> Iterator[bytes]:
        """The body, unpacked, a piece at a time. Raises NotAnswered."""
        return self._pieces

    def body(self) -> bytes:
        """The whole body, unpacked. Raises NotAnswered."""
        return b"".join(self._pieces)


@contextmanager
def ask(
    method: Method,
    url: str,
    *,
    purpose: Purpose,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    follow: int = REDIRECTS,
    largest: int = LARGEST,
    seconds: float = SECONDS,
) -> Iterator[Answer]:
    """Asks one address. `largest` bounds the unpacked body, in bytes; who raises it reads it in
    pieces. With `follow=0`, and for what is sent, a redirect is an answer like any other. The body
    is read only when wanted. Raises NotAnswered, here or while the body is read."""
    if not may_ask(purpose):
        raise NotAnswered("off", url)
    deadline = Deadline(seconds)
    follow = 0 if method == "POST" else follow
    try:
        for _ in range(follow + 1):
            with _exchange(method, url, dict(headers or {}), body, deadline) as response:
                onward = response.headers.get("Location")
                if response.status not in MOVED or not onward or not follow:
                    pieces = _read(response, url, largest, deadline)
                    yield Answer(response.status, url, response.headers, pieces)
                    return
            onward = _joined(url, onward)
            if _origin(onward) != _origin(url):
                headers = {k: v for k, v in (headers or {}).items() if k.lower() != "authorization"}
            url = onward
        raise NotAnswered("redirects", url)
    finally:
        deadline.cancel()


def _judged(url: str) -> WebAddress:
    """The parts of an address that may be asked. Raises NotAnswered."""
    try:
        address = read(url)
    except Unreadable as error:
        raise NotAnswered(error.code, url) from None
    if (address.host, _port(address)) in _means().allowed:
        return address
    if not is_public_name(address.host):
        raise NotAnswered("host", url)
    if _port(address) != PORTS[address.scheme]:
        raise NotAnswered("port", url)
    return address


def _port(address: WebAddress) -> int:
    return PORTS[address.scheme] if address.port is None else address.port


def _means() -> Means:
    return current_app.extensions["outside"]


def _joined(url: str, onward: str) -> str:
    # Joined only if it has one meaning by itself, for joining quietly mends what is odd.
    if "\\" in onward or any(c.isspace() or not c.isprintable() for c in onward):
        raise NotAnswered("characters", onward)
    try:
        return urljoin(url, onward).partition("#")[0]
    except ValueError:
        raise NotAnswered("ambiguous", onward) from None


def _origin(url: str) -> tuple[str, str, int] | None:
    try:
        address = read(url)
    except Unreadable:
        return None
    return address.scheme, address.host, _port(address)


@contextmanager
def _exchange(
    method: Method, url: str, headers: dict[str, str], body: bytes | None, deadline: Deadline
) -> Iterator[HTTPResponse]:
    address = _judged(url)
    addresses = _checked_addresses(address, url, deadline)
    secure, port = address.scheme == "https", _port(address)
    connection = line_to(secure, address.host, port, addresses, deadline, _means().certificates)
    headers = {"Accept-Encoding": "gzip", "User-Agent": _name()} | headers
    try:
        with _telling(url, deadline):
            connection.request(method, address.target, body, headers, preload_content=False)
            response = connection.getresponse()
        yield response
    finally:
        deadline.cancel()
        connection.close()


def _checked_addresses(address: WebAddress, url: str, deadline: Deadline) -> list[str]:
    """Where the host is, looked up once. One address that is not public spoils all, for then the
    name is not what it claims."""
    means, port = _means(), _port(address)
    found: list[list[str]] = []

    def find() -> None:
        try:
            found.append(means.look_up(address.host, port))
        except (OSError, UnicodeError):
            found.append([])

    # The system's look-up has no deadline, so it gets a thread that may be left behind.
    thread = threading.Thread(target=find, daemon=True)
    thread.start()
    thread.join(max(deadline.left, 0))
    if not found:
        raise NotAnswered("time", url)
    addresses = found[0]
    if not addresses:
        raise NotAnswered("name", url)
    if (address.host, port) not in means.allowed and not all(map(is_public, addresses)):
        raise NotAnswered("address", url)
    return addresses


def _read(response: HTTPResponse, url: str, largest: int, deadline: Deadline) -> Iterator[bytes]:
    count = 0
    with _telling(url, deadline):
        for piece in response.stream(PIECE, decode_content=True):
            count += len(piece)
            if count > largest:
                raise NotAnswered("large", url)
            yield piece
        if deadline.passed:  # a cut line may look like the end of an answer without a length
            raise NotAnswered("time", url)


@contextmanager
def _telling(url: str, deadline: Deadline) -> Iterator[None]:
    """Turns whatever the network did into one of our words."""
    try:
        yield
    except (HTTPError, OSError, ValueError) as error:
        if deadline.passed or isinstance(error, TimeoutError):
            code = "time"
        elif isinstance(error, ssl.SSLError | SSLError):
            code = "tls"
        elif isinstance(error, OSError) and not isinstance(error, ConnectionResetError):
            code = "connect"
        else:
            code = "broken"
        raise NotAnswered(code, url) from error


def _name() -> str:
    """Who asks, so that those who are asked can write to us."""
    return f"support-directory (+{current_app.config['SETTINGS'].public_url})"
