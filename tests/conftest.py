"""What every test may ask for: an application on a database of its own, a visitor's client, a
runner for commands. With TEST_DATABASE_URL the database is PostgreSQL, else SQLite; what touches no
database is the same with both, and `-m database` leaves it out."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from hypothesis import settings
from sqlalchemy import text

from directory import create_app
from directory.config import Settings
from directory.extensions import db
from directory.listings.actions import hide
from directory.operations.database import is_current, upgrade_database
from directory.site import editions
from tests.compiled_templates import CompiledTemplates
from tests.conformance.checked_client import CheckedClient
from tests.making import NOON, make_listing
from tests.small_directory import _catalogues, engine, small_site  # noqa: F401 - fixtures

# The same examples in each run, and none fails because a machine was slow.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

POSTGRES = os.environ.get("TEST_DATABASE_URL", "")
Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        chosen = item.callspec.params.values() if hasattr(item, "callspec") else ()
        if "app" in getattr(item, "fixturenames", ()) or "postgres" in chosen:
            item.add_marker("database")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of sample data beside the project; tests that need it skip without it."""
    above = [parent / "shared" for parent in Path(__file__).resolve().parents[2:]]
    for folder in [Path(os.environ["SHARED"])] if "SHARED" in os.environ else above:
        if (folder / "hsds").is_dir():
            return folder
    pytest.skip("needs the sample data in ../shared (not present)")


def _settings(home: Path, database_url: str = "") -> Settings:
    environ = {"DIRECTORY_HOME": str(home), "DIRECTORY_DATABASE_URL": database_url}
    return Settings.read(environ)


def _add_noise() -> None:
    """A hidden listing stands in every database, so a query that forgets to ask for published
    ones fails."""
    noise = make_listing("Hidden Noise", key="noise")
    hide(noise.id, at=NOON)
    db.session.commit()


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database to copy: faster than migrating one for each test."""
    home = tmp_path_factory.mktemp("template")
    app = create_app(_settings(home))
    with app.app_context():
        upgrade_database()
        _add_noise()
        db.session.execute(text("DELETE FROM jobs"))
        db.session.execute(text("DELETE FROM search_changes"))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return home


@pytest.fixture(scope="session")
def _postgres_url() -> Iterator[str]:
    """A PostgreSQL database for this test process, migrated."""
    from sqlalchemy import create_engine, make_url

    name = f"directory_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    server = make_url(POSTGRES.replace("postgresql://", "postgresql+psycopg://", 1))
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield server.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    admin.dispose()


def _empty_postgres() -> None:
    """Deletes what the last test left. Truncating every table would take longer than most tests."""
    tables = [table.name for table in reversed(db.metadata.sorted_tables)]
    full = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})"  # noqa: S608 - names of our tables
        for name in tables
    )
    held = set(db.session.scalars(text(full)))
    for name in tables:
        if name in held:
            db.session.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - likewise
    moved = "SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL"
    for sequence in db.session.scalars(text(moved)).all():
        db.session.execute(text(f"ALTER SEQUENCE {sequence} RESTART"))
    db.session.commit()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The instance folder of this test's application."""
    return tmp_path / "instance"


@pytest.fixture
def app(home: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on a fresh database that holds one hidden listing."""
    if POSTGRES:
        home.mkdir()
        app = create_app(_settings(home, request.getfixturevalue("_postgres_url")))
        with app.app_context():
            if not is_current():
                upgrade_database()
            _empty_postgres()
            _add_noise()
            db.session.execute(text("TRUNCATE jobs, search_changes RESTART IDENTITY"))
            db.session.commit()
            editions.look(now=True)  # what the test before had chosen was read at the start
    else:
        shutil.copytree(request.getfixturevalue("_template"), home)
        app = create_app(_settings(home))
    app.testing = True
    app.test_client_class = CheckedClient
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Amina's browser: a visitor without any account."""
    return app.test_client()


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """The operator's command line."""
    return app.test_cli_runner()
