"""The Support Directory. `create_app` is the table of contents."""

import os

from flask import Flask
from flask_migrate import Migrate

from directory import (
    accounts,
    api,
    exchange,
    listings,
    mail,
    members,
    moderation,
    pages,
    partners,
    plan,
    search,
    site,
    submissions,
    upkeep,
    web,
    widget,
)
from directory.config import Settings
from directory.extensions import db
from directory.shipped import shipped

LARGEST_BODY = 2 * 1024 * 1024  # bytes; routes that take files raise it for themselves


def create_app(settings: Settings | None = None) -> Flask:
    """The application with every feature in its place. Raises SettingError for a bad setting."""
    settings = settings or Settings.read(os.environ)
    app = Flask(__name__)
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
    )
    db.init_app(app)
    Migrate(app, db, directory=str(shipped("migrations")), render_as_batch=True)

    _register_models()
    _register_jobs()
    _register_commands(app)
    site.init_app(app)
    mail.init_app(app)
    listings.init_app(app)
    search.init_app(app)
    web.init_app(app)
    accounts.init_app(app)
    moderation.init_app(app)
    members.init_app(app)
    pages.init_app(app)
    plan.init_app(app)
    submissions.init_app(app)
    partners.init_app(app)
    upkeep.init_app(app)
    api.init_app(app)
    exchange.init_app(app)
    widget.init_app(app)
    return app


def _register_models() -> None:
    """Every table must be known before the first query and to the migrations."""
    import directory.accounts.models
    import directory.api.models
    import directory.exchange.models
    import directory.geo.models
    import directory.jobs.models
    import directory.listings.models
    import directory.moderation.models
    import directory.partners.models
    import directory.search.models
    import directory.site.models
    import directory.submissions.models
    import directory.upkeep.models
    import directory.widget.models  # noqa: F401


def _register_jobs() -> None:
    """The worker must know what each job's name means."""
    import directory.listings.jobs
    import directory.search.jobs  # noqa: F401


def _register_commands(app: Flask) -> None:
    import directory.accounts.cli
    import directory.exchange.cli
    import directory.geo.cli
    import directory.jobs.cli
    import directory.mail.cli
    import directory.moderation.cli
    import directory.operations.cli
    import directory.search.cli

    app.cli.add_command(directory.accounts.cli.group)
    app.cli.add_command(directory.geo.cli.group)
    app.cli.add_command(directory.jobs.cli.group)
    app.cli.add_command(directory.mail.cli.group)
    app.cli.add_command(directory.moderation.cli.group)
    for command in (
        *directory.search.cli.COMMANDS,
        *directory.operations.cli.COMMANDS,
        *directory.exchange.cli.COMMANDS,
    ):
        app.cli.add_command(command)
