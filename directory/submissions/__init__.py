"""What people send us: new listings, changes, claims, and reports that something is wrong."""

from flask import Flask


def init_app(app: Flask) -> None:
    import directory.submissions.jobs
    import directory.submissions.letters
    import directory.submissions.take_off_letters  # noqa: F401 - they register themselves
    from directory.submissions.views import submissions

    app.register_blueprint(submissions)
