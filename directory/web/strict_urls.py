"""Web addresses with one meaning only.

Python and browsers read odd addresses differently (backslash, userinfo, tabs), so an address is
taken only if it holds none of these and two independent parsers see the same host in it (TRUST
F16). Knows no framework: what is published and what is asked over the network are read alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import idna
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

LONGEST = 2048

# Names that lead nowhere on the public internet (RFC 2606, RFC 6762, RFC 8375 and habit).
RESERVED_ENDINGS = frozenset(
    """example invalid localhost local localdomain test internal lan home corp onion arpa""".split()
)

_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.I)
_LABEL = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)$", re.I)


@dataclass(frozen=True, slots=True)
class WebAddress:
    """`target` is what the server is asked for: path and query, percent-encoded."""

    scheme: str
    host: str  # as ASCII, lower case
    port: int | None  # None: the scheme's own
    target: str


class Unreadable(ValueError):
    """`code`: long, characters, scheme, userinfo, host or ambiguous."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(url: str) -> WebAddress:
    """The parts of an address that has one meaning. Raises Unreadable. A host may still be an IP
    address or a name that leads nowhere: see `is_public_name`."""
    if len(url) > LONGEST:
        raise Unreadable("long")
    if "\\" in url or any(c.isspace() or not c.isprintable() for c in url):
        raise Unreadable("characters")
    scheme = _SCHEME.match(url)
    if not scheme or scheme.group(1).lower() not in ("http", "https"):
        raise Unreadable("scheme")
    if not url[scheme.end() :].startswith("//"):
        raise Unreadable("host")
    ours, theirs = _host_and_port(url), _parsed(url)
    if ours is None:
        raise Unreadable("ambiguous" if "@" not in url.split("/")[2] else "userinfo")
    if "@" in urlsplit(url).netloc:
        raise Unreadable("userinfo")
    if theirs is None or (_ascii_or_empty(theirs.host), theirs.port) != ours:
        # A name that is none is a plainer fault than two readings of it.
        raise Unreadable("ambiguous" if is_public_name(ours[0]) else "host")
    host, port = ours
    return WebAddress(scheme.group(1).lower(), host, port, theirs.request_uri)


def host_of(url: str) -> str:
    """The host of an address, lower case, as ASCII; empty if it has none."""
    read = _host_and_port(url)
    return read[0] if read else ""


def is_public_name(name: str) -> bool:
    """True for a host name with a dot whose last part is no number (so it is no IP address)."""
    labels = _ascii_or_empty(name).split(".")
    return (
        1 < len(labels) < 128
        and all(_LABEL.match(label) for label in labels)
        and not labels[-1][0].isdigit()
        and len(labels[-1]) > 1
    )


def is_reserved_name(name: str) -> bool:
    """True for names that only demonstrations may use."""
    return name.lower().rstrip(".").rpartition(".")[2] in RESERVED_ENDINGS


def _host_and_port(url: str) -> tuple[str, int | None] | None:
    try:
        parts = urlsplit(url)
        return _ascii(parts.hostname or ""), parts.port
    except (ValueError, UnicodeError):
        return None


def _parsed(url: str) -> Url | None:
    try:
        return parse_url(url)
    except (LocationParseError, ValueError, UnicodeError):
        return None


def _ascii(name: str) -> str:
    """A host name as the name service sees it. Raises UnicodeError if it is none."""
    name = name.lower().rstrip(".")
    return name if name.isascii() else idna.encode(name, uts46=True).decode().lower()


def _ascii_or_empty(name: str | None) -> str:
    try:
        return _ascii(name or "")
    except UnicodeError:
        return ""
