"""A directory of a million listings for search machines:
`pytest tests/drills/test_sitemaps.py -s`. `DRILL_LISTINGS` makes it smaller."""

import os
import re
import tracemalloc
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from directory.config import current_settings
from directory.extensions import db
from directory.listings.models import NODES, Listing
from directory.listings.record import Service
from tests.making import make_listing

pytestmark = pytest.mark.timeout(3600)
LISTINGS = int(os.environ.get("DRILL_LISTINGS", "1000000"))
BATCH = 20_000
LARGEST_FILE = 50 * 1024 * 1024  # what the format allows, unpacked
MOST_ADDRESSES = 50_000


def fill(listings: int) -> None:
    """Copies of one listing, as far as the sitemap looks."""
    model = make_listing("Model")
    tables = [NODES[Service].table, Listing.__table__]
    rows = [
        dict(db.session.execute(select(t).where(t.c.id == model.id)).mappings().one())
        for t in tables
    ]
    for start in range(0, listings - 1, BATCH):
        for table, row in zip(tables, rows, strict=True):
            slug = {"slug"} & row.keys()
            many = [
                row | {"id": str(UUID(int=n << 64 | n))} | dict.fromkeys(slug, f"group-{n}")
                for n in range(start, min(start + BATCH, listings - 1))
            ]
            db.session.execute(insert(table), many)
        db.session.commit()


def test_every_listing_stands_in_one_file_and_none_takes_much_memory(
    app: Flask, client: FlaskClient
) -> None:
    fill(LISTINGS)
    index = client.get("/sitemap.xml").text
    files = re.findall(r"<loc>http://localhost:8000([^<]+)</loc>", index)
    with app.app_context():
        languages = len(current_settings().languages)
    seen, largest, highest = 0, 0, []
    marks: set[int] = set()
    for path in files[1:]:
        tracemalloc.start()
        body = client.get(path).data
        highest.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        found = re.findall(rb"<loc>http://localhost:8000/listings/([^<]+)</loc>", body)
        assert body.count(b"<loc>") == len(found) * languages <= MOST_ADDRESSES
        marks.update(hash(slug) for slug in found)
        seen, largest = seen + len(found), max(largest, len(body))
        assert client.get(path).data == body  # the same while nothing changed
    print(
        f"{len(files)} files, {seen} listings, largest file {largest / 1e6:.1f} MB, "
        f"memory for a file at most {max(highest) / 1e6:.0f} MB (first {highest[0] / 1e6:.0f} MB)"
    )
    assert seen == len(marks) == LISTINGS
    assert largest <= LARGEST_FILE
    assert max(highest) <= 1.5 * highest[0] + 5e6  # the last is no dearer than the first
