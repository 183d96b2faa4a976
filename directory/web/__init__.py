"""What every page shares. `init_app` is the order in which it is put on; later lines stand on
earlier ones. Nothing here knows a listing."""

from flask import Flask

from directory.web import (
    assets,
    errors,
    guard,
    headers,
    locales,
    log,
    maps,
    outside,
    templates,
    way_out,
)


def init_app(app: Flask) -> None:
    """Needs `app.config["SETTINGS"]`."""
    log.init_app(app)  # first on, so that it sees an answer as it leaves
    guard.init_app(app)
    locales.init_app(app)
    templates.init_app(app)
    assets.init_app(app)
    maps.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    outside.init_app(app)
    way_out.init_app(app)
