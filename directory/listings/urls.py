"""Web addresses as people may follow them: http or https, one meaning only, no secret doors.

Python and browsers read odd addresses differently (backslash, userinfo, tabs), so an address is
taken only if it holds none of these and two independent parsers see the same host in it.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

import idna
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from directory.listings.seed_files import seed_file

LONGEST = 2048

# Names of fields that hold a web address.
FIELDS = frozenset({"url", "website", "uri", "logo", "schedule_link", "rules_url", "term_uri"})

# Names that lead nowhere on the public internet (RFC 2606, RFC 6762, RFC 8375 and habit).
RESERVED_ENDINGS = frozenset(
    """example invalid localhost local localdomain test internal lan home corp onion arpa""".split()
)

_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.I)
_BLANK = re.compile(r"^(?:https?:?/*|www\.?|n/?a|none|-+)$", re.I)
_LABEL = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)$", re.I)
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']+", re.I)


def is_blank(url: str) -> bool:
    """True for what stands for "no address" in many files: nothing, or a bare "http://"."""
    return not url.strip() or bool(_BLANK.match(url.strip()))


def fault(url: str) -> str | None:
    """Why this address must not be published, or None if it may.

    One of: empty, long, characters, scheme, userinfo, host, ambiguous, join.
    """
    if is_blank(url):
        return "empty"
    if len(url) > LONGEST:
        return "long"
    if "\\" in url or any(c.isspace() or not c.isprintable() for c in url):
        return "characters"
    scheme = _SCHEME.match(url)
    if not scheme or scheme.group(1).lower() not in ("http", "https"):
        return "scheme"
    if not url[scheme.end() :].startswith("//"):
        return "host"
    ours = _read(url)
    if ours is None:
        return "ambiguous" if "@" not in url.split("/")[2] else "userinfo"
    userinfo, name, port = ours
    if userinfo:
        return "userinfo"
    if not is_public_name(name):
        return "host"
    if _read_again(url) != (name, port):
        return "ambiguous"
    if join_link(url):
        return "join"
    return None


def _read(url: str) -> tuple[bool, str, int | None] | None:
    try:
        parts = urlsplit(url)
        return "@" in parts.netloc, _ascii(parts.hostname or ""), parts.port
    except (ValueError, UnicodeError):
        return None


def _read_again(url: str) -> tuple[str, int | None] | None:
    try:
        parts = parse_url(url)
        return _ascii(parts.host or ""), parts.port
    except (LocationParseError, ValueError, UnicodeError):
        return None


def _ascii(name: str) -> str:
    """A host name as the name service sees it. Raises UnicodeError if it is none."""
    name = name.lower().rstrip(".")
    return name if name.isascii() else idna.encode(name, uts46=True).decode().lower()


def is_public_name(name: str) -> bool:
    """True for a host name with a dot whose last part is no number (so it is no IP address)."""
    try:
        labels = _ascii(name).split(".")
    except UnicodeError:
        return False
    return (
        1 < len(labels) < 128
        and all(_LABEL.match(label) for label in labels)
        and not labels[-1][0].isdigit()
        and len(labels[-1]) > 1
    )


def is_reserved_name(name: str) -> bool:
    """True for names that only demonstrations may use."""
    return name.lower().rstrip(".").rpartition(".")[2] in RESERVED_ENDINGS


def host(url: str) -> str:
    """The host of an address, lower case, as ASCII; empty if it has none."""
    read = _read(url.strip())
    return read[1] if read else ""


# Second labels under which a country's registry sells names: "co.uk", "org.au".
_SHARED = frozenset(
    "ac co com edu gob gov gouv go govt ltd me mil net nhs ne or org plc sch".split()
)


def site(url_or_host: str) -> str:
    """The name under which an owner registered: "mind.org.uk" for "https://www.mind.org.uk/x".

    By rule of thumb rather than a list of all suffixes: used to compare two addresses, never to
    decide who owns one.
    """
    name = host(url_or_host) if "//" in url_or_host else url_or_host.lower().strip(". ")
    labels = name.split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED else 2
    return ".".join(labels[-keep:])


def links_in(text: str) -> Iterator[re.Match[str]]:
    """Web addresses inside prose."""
    return _LINK.finditer(text)


def join_link(url: str) -> str | None:
    """The name of the service whose meeting or closed group this address opens, or None."""
    bare = re.sub(r"^[a-z]+:/*", "", url.strip(), flags=re.I)
    for name, pattern in _join_links():
        if pattern.match(bare):
            return name
    return None


def joining_details(text: str) -> list[tuple[int, int]]:
    """Where in `text` stand links into meetings, meeting numbers or passcodes: (start, end)."""
    spans = [m.span() for pattern in _join_words() for m in pattern.finditer(text)]
    spans += [m.span() for _, pattern in _join_links() for m in pattern.finditer(text)]
    return sorted(set(spans))


@cache
def _join_links() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = json.loads(seed_file("rules", "join_links.json"))["links"]
    return tuple(
        (r["name"], re.compile(rf"(?<![\w.-]){r['host']}(?::\d+)?(?:{r['path']})[^\s<>\"']*", re.I))
        for r in rows
    )


@cache
def _join_words() -> tuple[re.Pattern[str], ...]:
    rows = json.loads(seed_file("rules", "join_links.json"))["words"]
    return tuple(re.compile(row, re.I) for row in rows)
