"""An installation's own places, beside the shipped ones: a demonstration county, or a
neighbourhood the gazetteer does not know."""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from directory.geo import writing
from directory.geo.gazetteer import OWN
from directory.geo.place import Place
from directory.geo.shelf import Shelf
from directory.geo.writing import Row


def add_places(home: Path, places: Iterable[Place]) -> int:
    """Adds places to the instance folder, in one step; one of the same kind, code, name and state
    takes the old one's place. `label` is made anew. Answers how many the file holds."""
    kept = {_identity(place): place for place in _held(home)}
    kept |= {_identity(place): place for place in places}
    return _write(home, list(kept.values()))


def remove_fictional_places(home: Path) -> int:
    """Takes the demonstration's places away; answers how many."""
    held = _held(home)
    return len(held) - _write(home, [place for place in held if not place.fictional])


def _identity(place: Place) -> tuple[str, ...]:
    return (place.kind, place.code, place.name, place.country, place.state)


def _held(home: Path) -> list[Place]:
    file = home / OWN
    return list(Shelf(file).everything()) if file.exists() else []


def _write(home: Path, places: list[Place]) -> int:
    home.mkdir(parents=True, exist_ok=True)
    partial = home / f"{OWN}.{os.getpid()}.part"
    partial.unlink(missing_ok=True)
    names = {(place.country, place.state): place.state_name for place in places}
    with closing(sqlite3.connect(partial)) as database:
        writing.write(database, names, [_row(place) for place in places], stamp="")
    partial.replace(home / OWN)
    return len(places)


def _row(place: Place) -> Row:
    return Row(
        kind=place.kind,
        name=place.name,
        code=place.code,
        region=(place.country, place.state),
        county=place.county,
        latitude=place.latitude,
        longitude=place.longitude,
        population=place.population,
        radius_km=place.uncertainty_km,
        fictional=place.fictional,
    )
