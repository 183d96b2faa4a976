"""Bringing the database to the newest schema."""

from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade

from directory.config import current_settings
from directory.extensions import db


def upgrade_database() -> None:
    """Creates the database, or brings it to the newest schema. Harmless when it is there."""
    current_settings().home.mkdir(parents=True, exist_ok=True, mode=0o700)
    upgrade(directory=str(_migrations()))


def is_current() -> bool:
    """Whether the database has the schema that this code needs."""
    script = ScriptDirectory(str(_migrations()))
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == (
            script.get_current_head()
        )


def _migrations() -> Path:
    return Path(current_app.extensions["migrate"].directory)
