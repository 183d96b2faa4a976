"""What we publish: listings, their records, rules, hours, revisions and checks."""

from flask import Flask


def init_app(app: Flask) -> None:
    from directory.listings import vocabulary

    vocabulary.init_app(app)
