"""How people find it."""

from flask import Flask


def init_app(app: Flask) -> None:
    from directory.search import empty_searches, engine, own_synonyms

    engine.init_app(app)
    own_synonyms.init_app(app)
    empty_searches.init_app(app)
