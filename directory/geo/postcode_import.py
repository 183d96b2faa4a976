"""UK postcodes from the files their publishers give away: Code-Point Open or ONSPD.

Both are CSV under the Open Government Licence. Code-Point Open has no header, the postcode first,
then quality, easting and northing; ONSPD has a header and degrees. Credit: contains OS data, Royal
Mail data and National Statistics data, Crown copyright.
"""

import csv
import math
import os
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from directory.geo import grid, postcodes, writing
from directory.geo.gazetteer import POSTCODES, Gazetteer
from directory.geo.place import Place, Point
from directory.geo.schema import SCALE
from directory.geo.surroundings import KM_PER_DEGREE
from directory.geo.writing import Row

_NAMES = ("pcds", "pcd7", "pcd8", "pcd", "postcode")
_GREAT_BRITAIN = (49.0, 61.5, -9.5, 2.5)


@dataclass(frozen=True, slots=True)
class Imported:
    """Full postcodes and districts kept, and lines left out because they were no postcode, had no
    point or had ended."""

    units: int
    districts: int
    left_out: int


def import_postcodes(home: Path, files: Iterable[Path]) -> Imported:
    """Makes the instance folder's postcodes from these CSV files, in one step: what was there
    stays until all is read. Raises ValueError where a file has no column we know."""
    home.mkdir(parents=True, exist_ok=True)
    points: dict[str, Point] = {}
    left_out = 0
    for file in files:
        for postcode, point in _lines(file):
            code = postcodes.read(postcode)
            if point and code and code[1]:
                points["".join(code)] = point
            else:
                left_out += 1
    if not points:
        raise ValueError("no postcode with a point was found")
    rows = list(_districts(points, home))
    partial = home / f"{POSTCODES}.{os.getpid()}.part"
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(partial)) as database:
        writing.write(database, {("GB", ""): "United Kingdom"}, rows, stamp="")
        database.executemany(
            "INSERT INTO units VALUES (?, ?, ?)",
            (
                (code, round(lat * SCALE), round(lon * SCALE))
                for code, (lat, lon) in sorted(points.items())
            ),
        )
        database.commit()
    partial.replace(home / POSTCODES)
    return Imported(len(points), len(rows), left_out)


def _lines(file: Path) -> Iterator[tuple[str, Point | None]]:
    """Postcode and point of each line; no point where there is none or the postcode has ended."""
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        reader = csv.reader(lines)
        first = next(reader, [])
        header = [name.strip().lower() for name in first]
        column = next((header.index(name) for name in _NAMES if name in header), None)
        if column is not None and {"lat", "long"} <= set(header):
            ended = header.index("doterm") if "doterm" in header else None
            lat, lon = header.index("lat"), header.index("long")
            for row in reader:
                usable = len(row) > max(column, lat, lon) and not (ended is not None and row[ended])
                yield (row[column] if row else ""), _point(row[lat], row[lon]) if usable else None
        elif len(first) >= 4 and postcodes.read(re.sub(r"\s", "", first[0])):
            for row in (first, *reader):
                usable = len(row) >= 4
                yield (row[0] if row else ""), _grid_point(row[2], row[3]) if usable else None
        else:
            raise ValueError(
                f"{file.name} is neither Code-Point Open nor ONSPD: its first line is not known"
            )


def _point(latitude: str, longitude: str) -> Point | None:
    try:
        lat, lon = float(latitude), float(longitude)
    except ValueError:
        return None
    south, north, west, east = _GREAT_BRITAIN
    # ONSPD writes latitude 99.999999 where the place is not known.
    return (lat, lon) if south <= lat <= north and west <= lon <= east else None


def _grid_point(easting: str, northing: str) -> Point | None:
    try:
        east, north = float(easting), float(northing)
    except ValueError:
        return None
    if not (0 < east < 700_000 and 0 < north < 1_300_000):
        return None
    return grid.latitude_longitude(east, north)


def _districts(points: dict[str, Point], home: Path) -> Iterator[Row]:
    """Each outward code at the mean of its postcodes, named after the nearest town of size."""
    gazetteer = Gazetteer(instance=home, country="GB")
    members: dict[str, list[Point]] = defaultdict(list)
    for code, point in points.items():
        members[code[:-3]].append(point)
    for outward, inside in members.items():
        lat = sum(point[0] for point in inside) / len(inside)
        lon = sum(point[1] for point in inside) / len(inside)
        narrow = math.cos(math.radians(lat))
        away = sorted(math.hypot(p[0] - lat, (p[1] - lon) * narrow) for p in inside)
        reach = away[math.ceil(len(away) * 0.9) - 1] * KM_PER_DEGREE
        town = _town(gazetteer, outward)
        yield Row(
            kind="outward",
            name=town.name if town else postcodes.post_town(outward),
            code=outward,
            region=("GB", town.state if town else ""),
            county="",
            latitude=lat,
            longitude=lon,
            population=0,
            radius_km=max(0.5, reach),
        )


def _town(gazetteer: Gazetteer, outward: str) -> Place | None:
    return next(iter(gazetteer.locate(f"{postcodes.post_town(outward)}, GB", "GB", limit=1)), None)
