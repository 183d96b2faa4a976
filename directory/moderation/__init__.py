"""Who lets it in: decisions on submissions, and looking after listings."""

from flask import Flask

from directory.moderation.blueprint import moderation


def init_app(app: Flask) -> None:
    from directory.moderation import jobs  # noqa: F401 - they register themselves
    from directory.moderation.views import (  # noqa: F401
        claims,
        creating,
        dashboard,
        lacking,
        letters,
        lines,
        links,
        listings,
        members,
        merging,
        organizations,
        partners,
        queue,
        reports,
        settings,
        submission,
        synonyms,
        takedowns,
        together,
        words,
    )

    app.register_blueprint(moderation)
