"""The schema that migrations build is the schema that the models ask for, up and down."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from directory.extensions import db
from directory.operations.database import is_current


def test_migrations_build_what_the_models_declare(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_a_migrated_database_is_current(app: Flask) -> None:
    assert is_current()


def test_migrations_go_down_to_nothing_and_up_again(app: Flask) -> None:
    folder = app.extensions["migrate"].directory
    db.session.remove()
    downgrade(directory=folder, revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade(directory=folder)
    assert is_current()


@pytest.mark.parametrize("table", ["listings", "revisions", "search_changes"])
def test_tables_exist_after_migration(app: Flask, table: str) -> None:
    assert table in inspect(db.engine).get_table_names()
