"""How people find it."""

from flask import Flask


def init_app(app: Flask) -> None:
    from directory.search import engine

    engine.init_app(app)
