"""The messages we send, and how. A feature says what a letter says (`letter.py`); `actions.send`
queues it in the transaction of its cause; the worker sends it."""

from flask import Flask
from flask_mailman import Mail

from directory.mail.transport import configuration


def init_app(app: Flask) -> None:
    """Needs `app.config["SETTINGS"]`."""
    import directory.mail.jobs  # noqa: F401 - registers itself

    app.config.update(configuration(app.config["SETTINGS"]))
    Mail(app)
