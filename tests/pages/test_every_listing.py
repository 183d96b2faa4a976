"""Every listing that ships can be opened, in both languages, with all it says."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.exchange.seed import load_demonstration, load_seed
from directory.extensions import db
from directory.listings.queries import each_published
from tests.making import NOON


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_every_listing_that_ships_can_be_opened(
    app: Flask, client: FlaskClient, home: Path, prefix: str
) -> None:
    load_seed(at=NOON)
    load_demonstration(at=NOON, home=home)
    db.session.commit()
    entries = list(each_published())
    assert len(entries) > 350
    for entry in entries:
        page = client.get(f"{prefix}/listings/{entry.slug}")
        assert page.status_code == 200, entry.slug
        assert ">None<" not in page.text, entry.slug
    for path in ("/", "/crisis", "/search"):
        assert client.get(prefix + path).status_code in {200, 503}
