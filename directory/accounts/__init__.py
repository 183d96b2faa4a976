"""Who may moderate, and who may speak for an organization. Visitors have no accounts.

Each request to a staff page passes `guard`: what a view asks for (`@asks`) against the role of the
session's account. The cookie is a random reference to a row; nothing sets it before a sign-in.
"""

from flask import Flask

from directory.accounts import sessions
from directory.accounts.blueprint import accounts


def init_app(app: Flask) -> None:
    from directory.accounts import jobs, letters
    from directory.accounts.views import audit, me, people, second_factor, sign_in

    _ = (audit, jobs, letters, me, people, second_factor, sign_in)  # they register themselves
    app.register_blueprint(accounts)
    sessions.init_app(app)
