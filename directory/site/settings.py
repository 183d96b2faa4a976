"""The settings in force: the environment's, and over them what was chosen on the settings page."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from sqlalchemy import delete, select

from directory.config import Settings, local_address, on_page
from directory.extensions import db
from directory.site import editions
from directory.site.models import SiteSetting

log = logging.getLogger(__name__)

EDITION = "settings"


def init_app(app: Flask) -> None:
    app.extensions["given_settings"] = app.config["SETTINGS"]


def listens_at(app: Flask, port: int) -> None:
    """The port was chosen at the start: links in letters and passkeys must lead there, unless the
    environment names the address that people use."""
    base: Settings = app.extensions["given_settings"]
    if base.public_url != local_address(base.port):
        return
    here: dict[str, Any] = {"public_url": local_address(port), "port": port}
    app.extensions["given_settings"] = replace(base, **here)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], **here)


def follow(app: Flask) -> None:
    editions.follow(app, EDITION, _take)


def given() -> Settings:
    """What the environment says, whatever was chosen on the page."""
    settings: Settings = current_app.extensions["given_settings"]
    return settings


def chosen() -> dict[str, str]:
    """{name: as it was typed} of what was chosen on the page."""
    with db.engine.connect() as connection:
        rows = connection.execute(select(SiteSetting.name, SiteSetting.value))
        return {row.name: row.value for row in rows}


def choose(values: dict[str, str | None], at: datetime) -> None:
    """Keeps settings as they are typed in the environment; None goes back to the environment's.
    Raises ValueError, KeyError for a setting that stands only in the environment."""
    parsers = on_page()
    for name, value in values.items():
        parse = parsers[name]
        if value is None:
            db.session.execute(delete(SiteSetting).where(SiteSetting.name == name))
        else:
            parse(value)
            db.session.merge(SiteSetting(name=name, value=value, changed_at=at))
    editions.bump(EDITION)


def _take() -> None:
    parsers, values = on_page(), dict[str, Any]()
    for name, text in chosen().items():
        try:
            values[name] = parsers[name](text)
        except (KeyError, ValueError) as error:
            # A newer version of the site may ask for more: the environment's holds until then.
            log.warning("the chosen setting %s cannot be used: %s", name, error)
    base = given()
    # The languages of addresses are laid down at the start; a page may only leave some out.
    if "languages" in values:
        kept = [code for code in base.languages if code in values["languages"]]
        values["languages"] = tuple(dict.fromkeys([base.languages[0], *kept]))
    current_app.config["SETTINGS"] = replace(base, **values)
