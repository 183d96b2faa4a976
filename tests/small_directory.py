"""A small directory to look at, and crisis lines in the file the site keeps."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from directory import create_app
from directory.config import Settings, current_settings
from directory.extensions import db
from directory.listings.shown.lines import CrisisLine, LineContact, write_lines
from tests import catalogue
from tests.making import make_listing
from tests.pages.engine import PlainEngine

SOURCE = {"source_name": "The line's own page", "seen_on": "2026-06-02"}
LINES = [
    CrisisLine(
        name="Night Line",
        slug="night-line",
        country="US",
        round_the_clock=True,
        languages=("en", "es"),
        about="Someone listens at any hour.",
        contacts=(
            LineContact("voice", "555", "tel:555"),
            LineContact("text", "555", "sms:555", keyword="HOME"),
            LineContact("chat", "night.example", "https://night.example/chat"),
        ),
        **SOURCE,
    ),
    CrisisLine(
        name="Safe Home Line",
        slug="safe-home-line",
        country="US",
        topics=("domestic-abuse",),
        contacts=(LineContact("voice", "1-800-555-0199", "tel:18005550199"),),
        **SOURCE,
    ),
    CrisisLine(
        name="Harbour Line",
        slug="harbour-line",
        country="GB",
        contacts=(LineContact("voice", "116 555", "tel:116555"),),
        checked_on="2026-11-20",
        **SOURCE,
    ),
]


def fill(app: Flask) -> PlainEngine:
    """Twelve groups, one clinic about abuse, one line that is not for emergencies."""
    engine = PlainEngine()
    app.extensions["search_engine"] = engine
    write_lines(current_settings().home, LINES)
    make_listing("Grief Circle", fictional=True)
    walking = {"category": ["community"], "kind": ["class"]}
    for number in range(2, 13):
        make_listing(f"Walking Group {number}", terms=walking)
    make_listing(
        "Open Door",
        terms={"category": ["professional"], "kind": ["practice"], "topic": ["domestic-abuse"]},
    )
    make_listing(
        "Evening Line",
        terms={"category": ["online"], "kind": ["warm-line"], "format": ["phone"]},
        location={"location_type": "virtual"},
    )
    db.session.commit()
    return engine


@pytest.fixture
def engine(app: Flask) -> PlainEngine:
    """The small directory, and the engine that answers for it."""
    return fill(app)


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    """What the build compiles, for a checkout that was not built since its last change."""
    for language, file in catalogue.catalogues():
        ready = file.with_suffix(".mo")
        if not ready.exists() or ready.stat().st_mtime < file.stat().st_mtime:
            catalogue.compiled(catalogue.read(language, file), catalogue.TRANSLATIONS, language)


@contextmanager
def open_small_site(
    tmp_path_factory: pytest.TempPathFactory,
    template: Path,
    *,
    languages: str = "en,es",
    translations: Path | None = None,
    **settings: str,
) -> Iterator[Flask]:
    """The small directory on a copy of an empty database; `translations` has other catalogues."""
    home = tmp_path_factory.mktemp("small") / "instance"
    shutil.copytree(template, home)
    environ = {
        "DIRECTORY_HOME": str(home),
        "DIRECTORY_PATTERN_PAGE": "yes",
        "DIRECTORY_LANGUAGES": languages,
        **{f"DIRECTORY_{name.upper()}": value for name, value in settings.items()},
    }
    app = create_app(Settings.read(environ))
    app.testing = True
    if translations:
        app.extensions["babel"].translation_directories = [str(translations)]
    with app.app_context():
        fill(app)
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory, _template: Path) -> Iterator[Flask]:
    """The small directory, made once, for tests that only read."""
    with open_small_site(tmp_path_factory, _template) as app:
        yield app
