"""What people of an organization do for their own listings: edit, confirm, close, invite others.

Everything here is asked twice: may this role do it at all (the guard, `accounts.roles`), and is it
about an organization of theirs (`views.asking`). What is not theirs answers like what never was.
"""

from flask import Flask

from directory.members.blueprint import members


def init_app(app: Flask) -> None:
    from directory.members import letters
    from directory.members.views import editing, listings, people

    _ = (editing, letters, listings, people)  # they register themselves
    app.register_blueprint(members)
