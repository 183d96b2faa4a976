"""How the text of each kind of setting is read. Each raises ValueError that says what to write."""

from pathlib import Path
from urllib.parse import urlsplit

_IN_ORIGINS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-:[]*")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def text(value: str) -> str:
    return value


def path(value: str) -> Path:
    return Path(value).expanduser().absolute()


def share(value: str) -> float:
    number = float(value)
    if not 0 <= number <= 1:
        raise ValueError("it must lie between 0 and 1")
    return number


def whole(value: str) -> int:
    number = int(value)
    if number < 0:
        raise ValueError("it must not be negative")
    return number


def port(value: str) -> int:
    number = int(value)
    if not 1 <= number <= 65535:
        raise ValueError("a port lies between 1 and 65535")
    return number


def flag(value: str) -> bool:
    words = {"1": True, "yes": True, "true": True, "on": True}
    words |= {"0": False, "no": False, "false": False, "off": False}
    if value.lower() not in words:
        raise ValueError("use yes or no")
    return words[value.lower()]


def country(value: str) -> str:
    if len(value) != 2 or not value.isalpha():
        raise ValueError("use two letters, such as US")
    return value.upper()


def words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def origins(value: str) -> tuple[str, ...]:
    origins = words(value)
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or origin != f"{parts.scheme}://{parts.netloc}":
            raise ValueError("write origins like https://clinic.example,https://school.example")
        if not parts.hostname or not set(parts.netloc.lower()) <= _IN_ORIGINS:
            raise ValueError(f"{origin} is no origin")
    return origins


def mail_server(value: str) -> str:
    if value and (urlsplit(value).scheme not in ("smtp", "smtps") or not urlsplit(value).hostname):
        raise ValueError("it must look like smtp://user:password@mail.example.org:587")
    return value


def map_tiles(value: str) -> str:
    """A file of tiles, or where to ask for each of them."""
    if not value or value.endswith(".pmtiles"):
        return value
    parts = urlsplit(value)
    whole = all(part in parts.path + parts.query for part in ("{z}", "{x}", "{y}"))
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not whole or not parts.hostname or not (parts.scheme == "https" or local):
        raise ValueError("name a .pmtiles file, or an address like https://…/{z}/{x}/{y}.png")
    if any(mark in parts.netloc for mark in "{};,' "):
        raise ValueError("the name of the server must be one plain name")
    return value


def engine(value: str) -> str:
    if value not in ("whoosh", "postgres"):
        raise ValueError("use whoosh or postgres")
    return value


def puzzle(value: str) -> str:
    if value not in ("flood", "always"):
        raise ValueError("use flood or always")
    return value


def numbers(value: str) -> dict[str, str]:
    pairs = {}
    for pair in words(value):
        code, _, number = pair.partition("=")
        if not number.strip().isdigit():
            raise ValueError("write it like US=911,GB=999")
        pairs[country(code.strip())] = number.strip()
    return pairs


def purposes(value: str) -> tuple[str, ...]:
    purposes = words(value)
    if unknown := sorted(set(purposes) - {"domains", "links", "pulls", "webhooks"}):
        raise ValueError(f"{unknown[0]} is none of domains, links, pulls, webhooks")
    return purposes


def pairs(value: str) -> dict[str, str]:
    pairs = dict(pair.partition("=")[::2] for pair in words(value))
    if not all(pairs.values()):
        raise ValueError("write it like name=value,other=value")
    return pairs


def name(value: str) -> str:
    if not value.strip() or len(value) > 100:
        raise ValueError("write a name of at most 100 letters")
    return " ".join(value.split())


def address(value: str) -> str:
    local, at, host = value.strip().rpartition("@")
    if value.strip() and not (at and local and "." in host and " " not in value.strip()):
        raise ValueError("write one e-mail address, such as help@example.org")
    return value.strip()


def licence(value: str) -> str:
    if not value.strip() or len(value) > 60 or " " in value.strip():
        raise ValueError("write the short name of one licence, such as CC-BY-4.0")
    return value.strip()


def web_page(value: str) -> str:
    if urlsplit(value.strip()).scheme != "https" or not urlsplit(value.strip()).hostname:
        raise ValueError("write a whole address that begins with https://")
    return value.strip()
