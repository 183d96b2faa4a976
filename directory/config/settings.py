"""Every setting: its name in the environment, its default and why."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from directory.config import parse


class SettingError(Exception):
    """A setting that cannot be used; its text is the one line to show."""


def _setting(
    default: Any, read: Callable[[str], Any], why: str, *, page: Callable[[str], Any] | None = None
) -> Any:
    """`page`: how an administrator may also choose it on the settings page; without it the
    setting comes from the environment only."""
    return field(default=default, metadata={"parse": read, "why": why, "page": page})


def local_address(port: int) -> str:
    """Where people on this machine find the site, when nobody named an address for others."""
    return f"http://localhost:{port}"


@dataclass(frozen=True, kw_only=True)
class Settings:
    home: Path = _setting(
        Path("instance"),
        parse.path,
        "The instance folder: database, index, secret key, uploads, backups.",
    )
    database_url: str = _setting(
        "", parse.text, "Where the data is. Empty: directory.sqlite in the instance folder."
    )
    search_engine: str = _setting(
        "whoosh", parse.engine, "whoosh keeps an index on this machine; postgres uses the database."
    )
    site_name: str = _setting(
        "Support Directory",
        parse.text,
        "The name people see.",
        page=parse.name,
    )
    public_url: str = _setting(
        "http://localhost:8000",
        parse.text,
        "The address people use. Anything but this machine itself must start with https://.",
    )
    contact_email: str = _setting(
        "",
        parse.text,
        "Where people can write to those who run the site.",
        page=parse.address,
    )
    mail_url: str = _setting(
        "",
        parse.mail_server,
        "The mail server, such as smtp://user:password@mail.example.org:587. Empty: letters are "
        "kept as files in outbox/ of the instance folder.",
    )
    mail_from: str = _setting(
        "", parse.text, "The address that letters come from. Empty: the contact address."
    )
    default_country: str = _setting(
        "US",
        parse.country,
        "Whose crisis lines and emergency number show when no place is known.",
        page=parse.country,
    )
    emergency_numbers: Mapping[str, str] = _setting(
        "US=911,CA=911,GB=999,IE=112,AU=000",
        parse.numbers,
        "The emergency number to show for each country, chosen by you.",
        page=parse.numbers,
    )
    languages: tuple[str, ...] = _setting(
        "en,es",
        parse.words,
        "Languages of the pages, the first without a prefix in the address.",
        page=parse.words,
    )
    api_requests_per_minute: int = _setting(
        1200,
        parse.whole,
        "How many requests a minute the open data answers to one network; 0: all.",
    )
    api_requests_per_minute_with_key: int = _setting(
        6000, parse.whole, "The same for one key of a partner; 0: all."
    )
    publisher_identifier: str = _setting(
        "",
        parse.text,
        "Your organization's number in a register, such as GB-CHC-123456 (org-id.guide).",
        page=parse.text,
    )
    content_licence: str = _setting(
        "CC-BY-4.0",
        parse.text,
        "The licence senders agree to for what they send.",
        page=parse.licence,
    )
    puzzle: str = _setting(
        "flood",
        parse.puzzle,
        "When forms ask the sender's computer to solve a puzzle: flood (while more is sent than "
        "people send) or always. Nobody is turned away by it.",
    )
    exit_url: str = _setting(
        "https://www.weather.gov/",
        parse.text,
        "Where the quick exit link goes: a neutral site.",
        page=parse.web_page,
    )
    files_folder: str = _setting(
        "",
        parse.text,
        "Where what staff send in and the nightly snapshots are kept. Empty: files in the "
        "instance folder. On several machines: a folder that all of them share.",
    )
    largest_upload: int = _setting(
        100, parse.whole, "How large a file staff may send in for import, in megabytes."
    )
    upload_days: int = _setting(
        30, parse.whole, "How many days a file that was sent in is kept after it was taken in."
    )
    snapshot_days: int = _setting(
        14,
        parse.whole,
        "How many days a nightly snapshot of the open data is kept; 0: none is made.",
    )
    export_share_alike: bool = _setting(
        False, parse.flag, "Exports also give sets whose licence asks to be shared alike."
    )
    never_checked_share: float = _setting(
        0.0,
        parse.share,
        "How large a share of published listings may be unchecked before "
        "`directory check` calls the site unfit for the public.",
        page=parse.share,
    )
    proxies: int = _setting(
        0, parse.whole, "How many proxies of yours stand in front and set X-Forwarded-For."
    )
    geocoder: str = _setting(
        "",
        parse.text,
        "One of geopy's geocoders, such as nominatim, for the addresses of listings. Empty: only "
        "the gazetteer on this machine. A visitor's words never leave it.",
    )
    geocoder_options: Mapping[str, str] = _setting(
        "", parse.pairs, "What that geocoder needs, such as domain=geo.example.org,scheme=https."
    )
    outside: tuple[str, ...] = _setting(
        "",
        parse.purposes,
        "What may be asked on the internet: links (do listings' websites still answer), domains "
        "(do those that prove a claim still stand), pulls (files fetched from other directories), "
        "webhooks (decisions told to partners' systems). Empty: nothing.",
    )
    domain_register: str = _setting(
        "https://rdap.org",
        parse.web_page,
        "Where it is asked since when a domain is registered (RDAP), if `domains` may be asked.",
    )
    map_tiles: str = _setting(
        "",
        parse.map_tiles,
        "Your own map: a .pmtiles file on this machine, or a tile server such as "
        "https://tiles.example.org/{z}/{x}/{y}.png, which then learns where visitors look. "
        "Empty: the map that comes with the site, without streets.",
    )
    map_credit: str = _setting("", parse.text, "Who made the tiles, to be named below each map.")
    embed_origins: tuple[str, ...] = _setting(
        "",
        parse.origins,
        "Sites that may show the search in a frame, such as https://clinic.example. Empty: all.",
        page=parse.origins,
    )
    host: str = _setting("127.0.0.1", parse.text, "The address to listen on.")
    port: int = _setting(8000, parse.port, "The port to listen on.")
    pattern_page: bool = _setting(
        False, parse.flag, "Shows the page of all interface components at /patterns."
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
        if "DIRECTORY_PUBLIC_URL" not in environ:
            values["public_url"] = local_address(values["port"])
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
        return urlsplit(self.public_url).hostname in parse.LOOPBACK

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


def current_settings() -> Settings:
    """The running application's settings."""
    from flask import current_app

    return current_app.config["SETTINGS"]
