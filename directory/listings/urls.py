"""Web addresses as people may follow them: http or https, one meaning only, no secret doors."""

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from directory.listings.seed_files import seed_file
from directory.web import strict_urls
from directory.web.strict_urls import is_public_name

# Names of fields that hold a web address.
FIELDS = frozenset({"url", "website", "uri", "logo", "schedule_link", "rules_url", "term_uri"})

_BLANK = re.compile(r"^(?:https?:?/*|www\.?|n/?a|none|-+)$", re.I)
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']+", re.I)


def is_blank(url: str) -> bool:
    """True for what stands for "no address" in many files: nothing, or a bare "http://"."""
    return not url.strip() or bool(_BLANK.match(url.strip()))


@lru_cache(4096)  # each page shows the addresses of twenty listings, and an import checks them all
def fault(url: str) -> str | None:
    """Why this address must not be published, or None if it may.

    One of: empty, long, characters, scheme, userinfo, host, ambiguous, join.
    """
    if is_blank(url):
        return "empty"
    try:
        address = strict_urls.read(url)
    except strict_urls.Unreadable as error:
        return error.code
    if not is_public_name(address.host):
        return "host"
    if join_link(url):
        return "join"
    return None


def host(url: str) -> str:
    """The host of an address, lower case, as ASCII; empty if it has none."""
    return strict_urls.host_of(url.strip())


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
