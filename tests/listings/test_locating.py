"""The address of a listing is looked up by a job: nobody waits for it, nothing is lost by it, and a
pin that somebody set stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from directory import create_app
from directory.config import Settings
from directory.extensions import db
from directory.jobs import worker
from directory.listings.actions import publish
from directory.listings.queries import entries
from directory.listings.record import Location, Record
from tests.geo.fake_geocoder import FakeServer, fake_geocoder
from tests.making import NOON, make_record

MARQUETTE = {"address_1": "250 Marquette Ave", "postal_code": "55401"}


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_geocoder() as server:
        yield server


@pytest.fixture
def asking(app: Flask, home: Path, server: FakeServer) -> Iterator[Flask]:
    """The same installation, whose operator named a geocoder."""
    settings = app.config["SETTINGS"]
    environ = {
        "DIRECTORY_HOME": str(home),
        "DIRECTORY_DATABASE_URL": settings.database_url,
        "DIRECTORY_CONTACT_EMAIL": "rosa@example.org",
        "DIRECTORY_GEOCODER": "nominatim",
        "DIRECTORY_GEOCODER_OPTIONS": f"domain=127.0.0.1:{server.server_port},scheme=http",
    }
    other = create_app(Settings.read(environ))
    with other.app_context():
        yield other
        db.session.remove()
        db.engine.dispose()


def without_point(**location: object) -> Record:
    record = make_record(
        location={"latitude": None, "longitude": None, "precision": None} | location
    )
    for name, value in MARQUETTE.items():
        setattr(place_in(record).addresses[0], name, value)
    return record


def place_in(record: Record) -> Location:
    place = record.service.service_at_locations[0].location
    assert place is not None
    return place


def published(record: Record) -> Record:
    publish([record], role="moderator", reason="test", at=NOON)
    db.session.commit()
    return record


def work() -> None:
    worker.run_due()
    db.session.rollback()


def now_at(record: Record) -> tuple[Location, int]:
    entry = entries([record.id])[record.id]
    return place_in(entry.record), entry.revision


def test_without_a_geocoder_the_middle_of_the_postal_area_is_found(app: Flask) -> None:
    record = published(without_point())
    work()
    place, revision = now_at(record)
    assert (place.precision, revision) == ("postcode", 2)
    assert place.latitude == pytest.approx(44.98, abs=0.05)
    assert place.addresses[0].address_1 == "250 Marquette Ave"


def test_the_geocoder_finds_the_street(asking: Flask, server: FakeServer) -> None:
    record = published(without_point())
    work()
    place, _ = now_at(record)
    assert (place.latitude, place.longitude, place.precision) == (44.981, -93.269, "street")
    assert server.asked == 1
    assert db.session.scalar(text("SELECT count(*) FROM points_wanted")) == 0


def test_a_pin_set_by_hand_is_not_asked_about(asking: Flask, server: FakeServer) -> None:
    published(make_record())
    work()
    assert server.asked == 0


def test_a_private_place_is_told_to_nobody(asking: Flask, server: FakeServer) -> None:
    record = published(without_point(precision="town"))
    work()
    place, _ = now_at(record)
    assert server.asked == 0
    assert place.precision == "town"
    assert place.latitude is not None


def test_a_geocoder_that_fails_is_asked_again_later(asking: Flask, server: FakeServer) -> None:
    server.mode = "500"
    with time_machine.travel(NOON, tick=False) as clock:
        record = published(without_point())
        work()
        assert now_at(record)[0].latitude is None
        server.mode = "good"
        clock.shift(60)
        work()
        assert now_at(record)[0].precision == "street"


def test_an_address_changed_meanwhile_does_not_get_the_old_point(
    asking: Flask, server: FakeServer
) -> None:
    record = without_point()

    def change_while_asking() -> None:
        server.before = None
        moved = without_point()
        place_in(moved).addresses[0].address_1 = "1 Main Street"
        place_in(moved).addresses[0].postal_code = "55414"
        with asking.app_context():
            published(moved)

    server.before = change_while_asking
    with time_machine.travel(NOON, tick=False):
        published(record)
        work()
    place, _ = now_at(record)
    assert place.addresses[0].address_1 == "1 Main Street"
    assert (place.latitude, place.longitude) != (44.981, -93.269)


def test_an_unknown_address_keeps_its_words_and_is_not_asked_for_ever(
    asking: Flask, server: FakeServer
) -> None:
    server.mode = "unknown"
    with time_machine.travel(NOON, tick=False) as clock:
        record = published(without_point())
        work()
        clock.shift(7200)
        work()
    place, _ = now_at(record)
    assert place.precision == "postcode"
    assert place.addresses[0].address_1 == "250 Marquette Ave"
    assert server.asked == 1
