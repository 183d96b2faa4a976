"""What the operator decides on pages instead of in the environment, in force in every process.

A change is rows in a table and a higher edition number, in one transaction. Each process looks at
the numbers as it starts on something, at most once a second, and takes in what is new.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Needs `app.config["SETTINGS"]`, which become the defaults."""
    from directory.site import editions, settings

    settings.init_app(app)
    editions.init_app(app)
    settings.follow(app)
