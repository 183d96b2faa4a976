"""How people find it."""

from flask import Flask


def init_app(app: Flask) -> None:
    from directory.search import engine, own_synonyms

    engine.init_app(app)
    own_synonyms.init_app(app)
