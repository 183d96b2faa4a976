"""Who lets it in: decisions on submissions, and looking after listings."""

from flask import Flask

from directory.moderation.blueprint import moderation


def init_app(app: Flask) -> None:
    from directory.moderation import jobs
    from directory.moderation.views import (
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

    # They register themselves.
    _ = (
        claims,
        creating,
        dashboard,
        jobs,
        lacking,
        letters,
        lines,
        links,
        listings,
        members,
        merging,
    )
    _ = (organizations, partners, queue, reports, settings, submission, synonyms, takedowns)
    _ = (merging, together, words)
    app.register_blueprint(moderation)
