"""Installations with many listings, which take minutes to make: with BENCH_HOMES=FOLDER each is
made once, kept there, and copied for whoever measures next."""

import os
import shutil
from pathlib import Path

from bench.listings import fill
from directory import create_app
from directory.config import Settings
from directory.extensions import db
from directory.operations.database import upgrade_database
from directory.search.actions import rebuild
from directory.search.engine import current_engine


def home_with(listings: int, scratch: Path) -> Path:
    """An instance folder in `scratch`, with SQLite and Whoosh, listings published and indexed."""
    home = scratch / "instance"
    kept = os.environ.get("BENCH_HOMES")
    if kept is None:
        _make(home, listings)
        return home
    model = Path(kept) / str(listings)
    if not (model / "ready").exists():
        shutil.rmtree(model, ignore_errors=True)
        _make(model, listings)
        (model / "ready").touch()
    shutil.copytree(model, home)
    return home


def _make(home: Path, listings: int) -> None:
    app = create_app(Settings.read({"DIRECTORY_HOME": str(home)}))
    with app.app_context():
        upgrade_database()
        fill(listings)
        note = rebuild(current_engine())
        note()
        db.session.commit()
        db.engine.dispose()
