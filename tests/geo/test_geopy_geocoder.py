"""An outside geocoder is asked seldom, waited for briefly and believed only when it makes sense.

A real server on this machine plays the geocoder; geopy and its adapter are the real ones."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from directory.config import SettingError, Settings
from directory.geo.gazetteer import Gazetteer
from directory.geo.geocoder import GeocoderUnavailable, OfflineGeocoder, listing_geocoder
from directory.geo.geopy_geocoder import GeopyGeocoder
from tests.geo.fake_geocoder import ADDRESS, FakeServer, Handler, fake_geocoder


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_geocoder() as server:
        yield server


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def made(server: FakeServer, clock: Clock, gazetteer: Gazetteer | None = None) -> GeopyGeocoder:
    return GeopyGeocoder(
        "nominatim",
        {"domain": f"127.0.0.1:{server.server_port}", "scheme": "http"},
        user_agent="Support Directory (rosa@example.org)",
        offline=OfflineGeocoder(gazetteer) if gazetteer else None,
        clock=clock,
        seconds=1.0,
    )


def test_an_answer_is_asked_for_once_and_kept(app: Flask, server: FakeServer, clock: Clock) -> None:
    geocoder = made(server, clock)
    found = geocoder.locate(ADDRESS)
    assert found is not None
    assert found.point == (44.981, -93.269)
    assert server.agent == "Support Directory (rosa@example.org)"
    assert geocoder.locate(f"  {ADDRESS} ") == found
    assert made(server, clock).locate(ADDRESS) == found
    assert server.asked == 1


def test_an_unknown_address_is_kept_as_unknown_too(
    app: Flask, server: FakeServer, clock: Clock
) -> None:
    server.mode = "unknown"
    geocoder = made(server, clock)
    assert geocoder.locate(ADDRESS) is None
    assert geocoder.locate(ADDRESS) is None
    assert server.asked == 1


def test_the_whole_installation_asks_once_a_second(
    app: Flask, server: FakeServer, clock: Clock
) -> None:
    one, other = made(server, clock), made(server, clock)
    one.locate("1 First Street")
    with pytest.raises(GeocoderUnavailable) as refused:
        other.locate("2 Second Street")
    assert refused.value.wait == timedelta(seconds=1)
    assert server.asked == 1
    clock.wait(1)
    assert other.locate("2 Second Street") is not None


@pytest.mark.parametrize(
    "mode",
    [
        *("html", "huge", "bomb", "nan", "swapped", "redirect", "429", "500", "hang", "drip"),
        *("no-list", "no-point", "number"),
    ],
)
def test_a_faulty_answer_is_a_failure_and_nothing_is_kept(
    app: Flask, server: FakeServer, clock: Clock, mode: str
) -> None:
    server.mode = mode
    geocoder = made(server, clock)
    with pytest.raises(GeocoderUnavailable):
        geocoder.locate(ADDRESS)
    assert server.asked == 1, "a redirect was followed or a call repeated"
    server.mode = "good"
    clock.wait(2)
    assert geocoder.locate(ADDRESS) is not None


def test_after_five_failures_nobody_asks_for_a_quarter_of_an_hour(
    app: Flask, server: FakeServer, clock: Clock
) -> None:
    server.mode = "500"
    geocoder = made(server, clock)
    for _ in range(5):
        assert geocoder.ping()
        with pytest.raises(GeocoderUnavailable):
            geocoder.locate(ADDRESS)
        clock.wait(2)
    assert not geocoder.ping()
    server.mode = "good"
    with pytest.raises(GeocoderUnavailable) as refused:
        geocoder.locate(ADDRESS)
    assert refused.value.wait > timedelta(minutes=14)
    assert server.asked == 5
    clock.wait(15 * 60)
    assert geocoder.ping()
    assert geocoder.locate(ADDRESS) is not None


def test_a_server_that_is_not_there_is_a_failure(app: Flask, clock: Clock) -> None:
    gone = FakeServer(("127.0.0.1", 0), Handler)
    gone.server_close()
    with pytest.raises(GeocoderUnavailable):
        made(gone, clock).locate(ADDRESS)


def test_a_point_far_from_the_town_of_the_address_gives_way_to_the_town(
    app: Flask, server: FakeServer, clock: Clock, gazetteer: Gazetteer
) -> None:
    server.mode = "far"
    found = made(server, clock, gazetteer).locate(ADDRESS)
    assert found is not None
    assert (found.precision, found.credit) == ("town", "GeoNames")
    assert found.latitude == pytest.approx(44.98, abs=0.05)


@pytest.mark.parametrize(
    ("address", "point"),
    [
        (ADDRESS, (44.985, -93.27)),
        ("Hope Church, Leeds, UK", (53.797, -1.548)),
        ("Oakland House, Talbot Road, Manchester, M16 0PQ", (53.48, -2.24)),
        ("Online", None),
        ("", None),
    ],
)
def test_without_a_geocoder_an_address_is_at_the_middle_of_its_town(
    gazetteer: Gazetteer, address: str, point: tuple[float, float] | None
) -> None:
    found = OfflineGeocoder(gazetteer).locate(address)
    if point is None:
        assert found is None
    else:
        assert found is not None
        assert found.point == pytest.approx(point, abs=0.03)
        assert found.precision == "town"


def test_no_geocoder_is_asked_unless_the_operator_names_one(
    gazetteer: Gazetteer, app: Flask
) -> None:
    assert isinstance(listing_geocoder(app.config["SETTINGS"]), OfflineGeocoder)


def test_a_named_geocoder_needs_a_contact_and_must_exist(app: Flask) -> None:
    home = {"DIRECTORY_HOME": str(app.config["SETTINGS"].home)}
    with pytest.raises(SettingError, match="CONTACT_EMAIL"):
        Settings.read(home | {"DIRECTORY_GEOCODER": "nominatim"})
    contact = home | {"DIRECTORY_CONTACT_EMAIL": "rosa@example.org"}
    with pytest.raises(SettingError, match="nosuch"):
        listing_geocoder(Settings.read(contact | {"DIRECTORY_GEOCODER": "nosuch"}))
    with pytest.raises(SettingError, match="google"):
        listing_geocoder(Settings.read(contact | {"DIRECTORY_GEOCODER": "googlev3"}))
    named = Settings.read(contact | {"DIRECTORY_GEOCODER": "nominatim"})
    assert isinstance(listing_geocoder(named), GeopyGeocoder)
