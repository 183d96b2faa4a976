"""A site with all that ships, and with a sample of real services where `../shared` is at hand:
what the relevance bench asks. It stands on one day, so that freshness is the same each time."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from directory import create_app
from directory.config import Settings
from directory.exchange.flat.mapping import load
from directory.exchange.flat.reader import read
from directory.exchange.seed import load_demonstration, load_seed
from directory.extensions import db
from directory.listings.actions import publish
from directory.listings.queries import each_published
from directory.listings.record import Record
from directory.listings.seed_files import SEED
from directory.operations.database import upgrade_database

DAY = datetime(2026, 11, 24, 18, 20, tzinfo=UTC)  # a Tuesday
SAMPLE = "data/trafford_mental_health_services.geojson"


def site(home: Path) -> Flask:
    """The application on the instance folder `home`, which is filled when it is empty."""
    app = create_app(Settings.read({"DIRECTORY_HOME": str(home)}))
    with app.app_context():
        upgrade_database()
        if not any(True for _ in each_published()):
            load_seed(at=DAY)
            load_demonstration(at=DAY, home=home)
            publish(list(_sample()), role="import", reason="Sample data", at=DAY)
            db.session.commit()
    return app


def _sample() -> Iterator[Record]:
    path = shared() / SAMPLE
    if path.exists():
        rows = read(lambda: path.open("rb"), path.name, load(SEED / "mappings" / "trafford.toml"))
        yield from (row.record for row in rows if row.record)


def shared() -> Path:
    """Where the sample data lies, or would lie."""
    if "SHARED" in os.environ:
        return Path(os.environ["SHARED"])
    above = [parent / "shared" for parent in Path(__file__).resolve().parents[2:]]
    return next((folder for folder in above if (folder / "data").is_dir()), above[-1])
