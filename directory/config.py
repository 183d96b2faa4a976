"""Every setting: its name in the environment, its default and why. A bad value stops the start
with one line. `directory settings` prints this table; docs/operators.md holds it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_IN_ORIGINS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-:[]*")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class SettingError(Exception):
    """A setting that cannot be used; its text is the one line to show."""


def _text(value: str) -> str:
    return value


def _path(value: str) -> Path:
    return Path(value).expanduser().absolute()


def _share(value: str) -> float:
    number = float(value)
    if not 0 <= number <= 1:
        raise ValueError("it must lie between 0 and 1")
    return number


def _whole(value: str) -> int:
    number = int(value)
    if number < 0:
        raise ValueError("it must not be negative")
    return number


def _port(value: str) -> int:
    number = int(value)
    if not 1 <= number <= 65535:
        raise ValueError("a port lies between 1 and 65535")
    return number


def _flag(value: str) -> bool:
    words = {"1": True, "yes": True, "true": True, "on": True}
    words |= {"0": False, "no": False, "false": False, "off": False}
    if value.lower() not in words:
        raise ValueError("use yes or no")
    return words[value.lower()]


def _country(value: str) -> str:
    if len(value) != 2 or not value.isalpha():
        raise ValueError("use two letters, such as US")
    return value.upper()


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _origins(value: str) -> tuple[str, ...]:
    origins = _words(value)
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or origin != f"{parts.scheme}://{parts.netloc}":
            raise ValueError("write origins like https://clinic.example,https://school.example")
        if not parts.hostname or not set(parts.netloc.lower()) <= _IN_ORIGINS:
            raise ValueError(f"{origin} is no origin")
    return origins


def _mail_server(value: str) -> str:
    if value and (urlsplit(value).scheme not in ("smtp", "smtps") or not urlsplit(value).hostname):
        raise ValueError("it must look like smtp://user:password@mail.example.org:587")
    return value


def _map_tiles(value: str) -> str:
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


def _engine(value: str) -> str:
    if value not in ("whoosh", "postgres"):
        raise ValueError("use whoosh or postgres")
    return value


def _puzzle(value: str) -> str:
    if value not in ("flood", "always"):
        raise ValueError("use flood or always")
    return value


def _numbers(value: str) -> dict[str, str]:
    pairs = {}
    for pair in _words(value):
        country, _, number = pair.partition("=")
        if not number.strip().isdigit():
            raise ValueError("write it like US=911,GB=999")
        pairs[_country(country.strip())] = number.strip()
    return pairs


def _purposes(value: str) -> tuple[str, ...]:
    purposes = _words(value)
    if unknown := sorted(set(purposes) - {"links", "pulls", "webhooks"}):
        raise ValueError(f"{unknown[0]} is none of links, pulls, webhooks")
    return purposes


def _pairs(value: str) -> dict[str, str]:
    pairs = dict(pair.partition("=")[::2] for pair in _words(value))
    if not all(pairs.values()):
        raise ValueError("write it like name=value,other=value")
    return pairs


def _name(value: str) -> str:
    if not value.strip() or len(value) > 100:
        raise ValueError("write a name of at most 100 letters")
    return " ".join(value.split())


def _address(value: str) -> str:
    local, at, host = value.strip().rpartition("@")
    if value.strip() and not (at and local and "." in host and " " not in value.strip()):
        raise ValueError("write one e-mail address, such as help@example.org")
    return value.strip()


def _licence(value: str) -> str:
    if not value.strip() or len(value) > 60 or " " in value.strip():
        raise ValueError("write the short name of one licence, such as CC-BY-4.0")
    return value.strip()


def _web_page(value: str) -> str:
    if urlsplit(value.strip()).scheme != "https" or not urlsplit(value.strip()).hostname:
        raise ValueError("write a whole address that begins with https://")
    return value.strip()


def _setting(
    default: Any, parse: Callable[[str], Any], why: str, *, page: Callable[[str], Any] | None = None
) -> Any:
    """`page`: how an administrator may also choose it on the settings page; without it the
    setting comes from the environment only."""
    return field(default=default, metadata={"parse": parse, "why": why, "page": page})


@dataclass(frozen=True, kw_only=True)
class Settings:
    home: Path = _setting(
        Path("instance"),
        _path,
        "The instance folder: database, index, secret key, uploads, backups.",
    )
    database_url: str = _setting(
        "", _text, "Where the data is. Empty: directory.sqlite in the instance folder."
    )
    search_engine: str = _setting(
        "whoosh", _engine, "whoosh keeps an index on this machine; postgres uses the database."
    )
    site_name: str = _setting(
        "Support Directory",
        _text,
        "The name people see.",
        page=_name,
    )
    public_url: str = _setting(
        "http://localhost:8000",
        _text,
        "The address people use. Anything but this machine itself must start with https://.",
    )
    contact_email: str = _setting(
        "",
        _text,
        "Where people can write to those who run the site.",
        page=_address,
    )
    mail_url: str = _setting(
        "",
        _mail_server,
        "The mail server, such as smtp://user:password@mail.example.org:587. Empty: letters are "
        "kept as files in outbox/ of the instance folder.",
    )
    mail_from: str = _setting(
        "", _text, "The address that letters come from. Empty: the contact address."
    )
    default_country: str = _setting(
        "US",
        _country,
        "Whose crisis lines and emergency number show when no place is known.",
        page=_country,
    )
    emergency_numbers: Mapping[str, str] = _setting(
        "US=911,CA=911,GB=999,IE=112,AU=000",
        _numbers,
        "The emergency number to show for each country, chosen by you.",
        page=_numbers,
    )
    languages: tuple[str, ...] = _setting(
        "en,es",
        _words,
        "Languages of the pages, the first without a prefix in the address.",
        page=_words,
    )
    api_requests_per_minute: int = _setting(
        1200, _whole, "How many requests a minute the open data answers to one network; 0: all."
    )
    api_requests_per_minute_with_key: int = _setting(
        6000, _whole, "The same for one key of a partner; 0: all."
    )
    publisher_identifier: str = _setting(
        "",
        _text,
        "Your organization's number in a register, such as GB-CHC-123456 (org-id.guide).",
        page=_text,
    )
    content_licence: str = _setting(
        "CC-BY-4.0",
        _text,
        "The licence senders agree to for what they send.",
        page=_licence,
    )
    puzzle: str = _setting(
        "flood",
        _puzzle,
        "When forms ask the sender's computer to solve a puzzle: flood (while more is sent than "
        "people send) or always. Nobody is turned away by it.",
    )
    exit_url: str = _setting(
        "https://www.weather.gov/",
        _text,
        "Where the quick exit link goes: a neutral site.",
        page=_web_page,
    )
    files_folder: str = _setting(
        "",
        _text,
        "Where what staff send in and the nightly snapshots are kept. Empty: files in the "
        "instance folder. On several machines: a folder that all of them share.",
    )
    largest_upload: int = _setting(
        100, _whole, "How large a file staff may send in for import, in megabytes."
    )
    upload_days: int = _setting(
        30, _whole, "How many days a file that was sent in is kept after it was taken in."
    )
    snapshot_days: int = _setting(
        14, _whole, "How many days a nightly snapshot of the open data is kept; 0: none is made."
    )
    export_share_alike: bool = _setting(
        False, _flag, "Exports also give sets whose licence asks to be shared alike."
    )
    never_checked_share: float = _setting(
        0.0,
        _share,
        "How large a share of published listings may be unchecked before "
        "`directory check` calls the site unfit for the public.",
        page=_share,
    )
    proxies: int = _setting(
        0, _whole, "How many proxies of yours stand in front and set X-Forwarded-For."
    )
    geocoder: str = _setting(
        "",
        _text,
        "One of geopy's geocoders, such as nominatim, for the addresses of listings. Empty: only "
        "the gazetteer on this machine. A visitor's words never leave it.",
    )
    geocoder_options: Mapping[str, str] = _setting(
        "", _pairs, "What that geocoder needs, such as domain=geo.example.org,scheme=https."
    )
    outside: tuple[str, ...] = _setting(
        "",
        _purposes,
        "What may be asked on the internet: links (do listings' websites still answer), pulls "
        "(files fetched from other directories), webhooks (decisions told to partners' systems). "
        "Empty: nothing.",
    )
    map_tiles: str = _setting(
        "",
        _map_tiles,
        "Your own map: a .pmtiles file on this machine, or a tile server such as "
        "https://tiles.example.org/{z}/{x}/{y}.png, which then learns where visitors look. "
        "Empty: the map that comes with the site, without streets.",
    )
    map_credit: str = _setting("", _text, "Who made the tiles, to be named below each map.")
    embed_origins: tuple[str, ...] = _setting(
        "",
        _origins,
        "Sites that may show the search in a frame, such as https://clinic.example. Empty: all.",
        page=_origins,
    )
    host: str = _setting("127.0.0.1", _text, "The address to listen on.")
    port: int = _setting(8000, _port, "The port to listen on.")
    pattern_page: bool = _setting(
        False, _flag, "Shows the page of all interface components at /patterns."
    )

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Settings:
        """Settings from `DIRECTORY_…` variables. Raises SettingError, one line."""
        known = {f"DIRECTORY_{f.name.upper()}": f for f in fields(cls)}
        unknown = sorted(n for n in environ if n.startswith("DIRECTORY_") and n not in known)
        if unknown:
            raise SettingError(f"{unknown[0]} is not a setting. See `directory settings`.")
        values: dict[str, Any] = {}
        for name, f in known.items():
            raw = environ.get(name, f.default)
            if not isinstance(raw, str):
                values[f.name] = raw
                continue
            try:
                values[f.name] = f.metadata["parse"](raw)
            except ValueError as error:
                raise SettingError(f"{name}={raw!r} cannot be used: {error}.") from None
        settings = cls(**values)
        settings._refuse_unsafe()
        return settings

    def _refuse_unsafe(self) -> None:
        parts = urlsplit(self.public_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingError("DIRECTORY_PUBLIC_URL must be a full address, such as https://…")
        if not self.local and parts.scheme != "https":
            raise SettingError(
                f"DIRECTORY_PUBLIC_URL={self.public_url} is not this machine itself: "
                "a site for others must start with https://."
            )
        if self.search_engine == "postgres" and not self.database_url.startswith("postgresql"):
            raise SettingError(
                "DIRECTORY_SEARCH_ENGINE=postgres needs a DIRECTORY_DATABASE_URL "
                "that starts with postgresql."
            )

        if self.geocoder and not self.contact_email:
            raise SettingError(
                "DIRECTORY_GEOCODER needs DIRECTORY_CONTACT_EMAIL: outside geocoders ask who calls."
            )

    @property
    def local(self) -> bool:
        """Local mode: only this machine is served, so plain http is fine."""
        return urlsplit(self.public_url).hostname in LOOPBACK

    @property
    def database(self) -> str:
        """The address of the database as SQLAlchemy reads it."""
        if not self.database_url:
            return f"sqlite:///{self.home.absolute() / 'directory.sqlite'}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def files(self) -> Path:
        """Where files of people and nights lie. Nothing in it is served by its name."""
        given = self.files_folder
        return Path(given).expanduser().absolute() if given else self.home.absolute() / "files"

    @cached_property
    def secret_key(self) -> bytes:
        """Signs tokens. Made once, kept in the instance folder, readable by its owner only."""
        file = self.home / "secret.key"
        if not file.exists():
            self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.touch(mode=0o600)
            file.write_bytes(secrets.token_bytes(48))
        key = file.read_bytes()
        if len(key) < 32:
            raise SettingError(f"{file} holds fewer than 32 bytes: move it away to get a new one.")
        return key


def settings_table() -> list[tuple[str, str, str]]:
    """(name in the environment, default, why) of every setting."""
    return [
        (f"DIRECTORY_{f.name.upper()}", str(f.default), f.metadata["why"]) for f in fields(Settings)
    ]


def on_page() -> dict[str, Callable[[str], Any]]:
    """{name: how to read it} of the settings that an administrator may choose on a page."""
    return {f.name: f.metadata["page"] for f in fields(Settings) if f.metadata["page"]}


def as_typed(value: Any) -> str:
    """A setting's value as it is written in the environment."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ",".join(f"{name}={each}" for name, each in value.items())
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value)


def current_settings() -> Settings:
    """The running application's settings."""
    from flask import current_app

    return current_app.config["SETTINGS"]
