"""Who lets it in: decisions on submissions, and looking after listings."""

from flask import Flask

from directory.moderation.blueprint import moderation


def init_app(app: Flask) -> None:
    from directory.moderation import jobs
    from directory.moderation.views import (
        dashboard,
        lines,
        listings,
        merging,
        queue,
        settings,
        submission,
        synonyms,
        words,
    )

    _ = (dashboard, jobs, lines, listings, merging, queue, submission)  # they register themselves
    _ = (settings, synonyms, words)
    app.register_blueprint(moderation)
