"""Circles, boxes, areas served, hours and shelves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from directory.search.document import Spot
from directory.search.query import Box, Circle, OpenAt, OpenDuring
from tests.search.behaviours.conftest import Library
from tests.search.making import (
    DULUTH,
    MINNEAPOLIS,
    NOW,
    SAINT_PAUL,
    make_document,
    make_week,
)

Make = Callable[..., Library]
HERE = Circle(*MINNEAPOLIS, 20)
AREAS = ("world", "US", "US-MN", "US-MN-Hennepin")


def test_a_circle_holds_what_lies_in_it(library: Make) -> None:
    shelf = library(
        make_document("Minneapolis", point=MINNEAPOLIS), make_document("Duluth", point=DULUTH)
    )
    assert shelf.find(place=HERE) == ["Minneapolis"]
    assert set(shelf.find(place=Circle(*MINNEAPOLIS, 260))) == {"Minneapolis", "Duluth"}


def test_the_nearer_comes_first(library: Make) -> None:
    shelf = library(
        make_document("Saint Paul", point=SAINT_PAUL),
        make_document("Minneapolis", point=MINNEAPOLIS),
    )
    for sort in ("best", "distance"):
        assert shelf.find(place=HERE, sort=sort) == ["Minneapolis", "Saint Paul"]


def test_hits_tell_the_way(library: Make) -> None:
    (hit,) = library(make_document(point=SAINT_PAUL)).page(place=HERE).hits
    assert hit.km == pytest.approx(14.6, abs=0.3)


def test_a_much_better_text_beats_a_little_distance(library: Make) -> None:
    shelf = library(
        make_document(
            "Chess Club", says="games, openings, coffee " * 9 + "grief", point=MINNEAPOLIS
        ),
        make_document("Grief Circle", says="grief grief", point=SAINT_PAUL),
    )
    assert shelf.find("grief", place=HERE)[0] == "Grief Circle"


@pytest.mark.parametrize(
    ("point", "middle", "km", "inside"),
    [
        ((10.0, 179.95), (10.0, -179.95), 12, True),
        ((10.0, 179.95), (10.0, -179.95), 10, False),
        ((89.9, 0.0), (89.9, 180.0), 23, True),
        ((89.9, 0.0), (89.9, 180.0), 21, False),
        ((-89.95, 90.0), (-90.0, 0.0), 6, True),
        ((0.0, 0.0), (0.0, 0.0), 0, True),
        ((0.0, 0.001), (0.0, 0.0), 0, False),
        ((0.0, -180.0), (0.0, 180.0), 1, True),
        ((-33.87, 151.21), (51.5, -0.12), 17_100, True),
    ],
)
def test_circles_work_everywhere_on_the_globe(
    library: Make,
    point: tuple[float, float],
    middle: tuple[float, float],
    km: float,
    inside: bool,
) -> None:
    shelf = library(make_document("There", point=point))
    assert shelf.page(place=Circle(*middle, km)).total == int(inside)


@pytest.mark.parametrize(
    ("point", "box", "inside"),
    [
        (MINNEAPOLIS, Box(44, -94, 46, -93), True),
        (DULUTH, Box(44, -94, 46, -93), False),
        ((10.0, 179.5), Box(5, 179, 15, -179), True),
        ((10.0, -179.5), Box(5, 179, 15, -179), True),
        ((10.0, 0.0), Box(5, 179, 15, -179), False),
        ((10.0, 5.0), Box(-90, -180, 90, 180), True),
    ],
)
def test_boxes(library: Make, point: tuple[float, float], box: Box, inside: bool) -> None:
    assert library(make_document(point=point)).page(place=box).total == int(inside)


def test_a_listing_is_as_near_as_its_nearest_place(library: Make) -> None:
    spots = tuple(
        Spot(location_id=name, latitude=at[0], longitude=at[1])
        for name, at in (("far", DULUTH), ("near", SAINT_PAUL))
    )
    (hit,) = library(make_document(spots=spots)).page(place=HERE).hits
    assert hit.location_id == "near"


@pytest.mark.parametrize(
    ("coverage", "serves"),
    [
        ("world", True),
        ("US", True),
        ("US-MN", True),
        ("US-MN-Hennepin", True),
        ("?", True),
        ("GB", False),
        ("US-WI", False),
        ("US-MN-Ramsey", False),
    ],
)
def test_what_serves_the_place_is_found_there(library: Make, coverage: str, serves: bool) -> None:
    shelf = library(make_document("Line", coverage=(coverage,)))
    assert shelf.page(place=HERE, areas=AREAS).total == int(serves)
    assert shelf.page(place=HERE, areas=AREAS, here_only=True).total == 0


def test_what_serves_a_place_has_no_distance(library: Make) -> None:
    (hit,) = library(make_document(coverage=("US",))).page(place=HERE, areas=AREAS).hits
    assert (hit.km, hit.location_id) == (None, None)


def test_near_comes_before_state_before_country_before_world(library: Make) -> None:
    shelf = library(
        make_document("World", coverage=("world",)),
        make_document("Country", coverage=("US",)),
        make_document("State", coverage=("US-MN",)),
        make_document("County", coverage=("US-MN-Hennepin",)),
        make_document("Next door", point=MINNEAPOLIS),
    )
    found = shelf.find(place=HERE, areas=AREAS)
    assert found == ["Next door", "County", "State", "Country", "World"]
    assert shelf.find(place=HERE, areas=AREAS, sort="distance")[0] == "Next door"


def test_without_a_place_all_are_found_wherever_they_are(library: Make) -> None:
    shelf = library(make_document("A", point=DULUTH), make_document("B", coverage=("GB",)))
    assert len(shelf.find()) == 2


def test_words_place_and_facets_narrow_together(library: Make) -> None:
    shelf = library(
        make_document("Here", says="grief", point=MINNEAPOLIS),
        make_document("Other words", says="chess", point=MINNEAPOLIS),
        make_document("Elsewhere", says="grief", point=DULUTH),
    )
    assert shelf.find("grief", place=HERE) == ["Here"]


TUESDAY_NOON = make_week((1, 12, 13))


def test_open_now_reads_each_listings_own_clock(library: Make) -> None:
    shelf = library(
        make_document("Chicago", week=TUESDAY_NOON, zone="America/Chicago"),
        make_document("London", week=TUESDAY_NOON, zone="Europe/London"),
        make_document("Offset", week=TUESDAY_NOON, zone="UTC-06:00"),
    )  # it is 18:20 in UTC
    assert set(shelf.find(open=OpenAt(NOW))) == {"Chicago", "Offset"}
    at_noon_in_london = OpenAt(NOW - timedelta(hours=6))
    assert shelf.find(open=at_noon_in_london) == ["London"]


def test_a_night_that_runs_into_the_next_day_is_open(library: Make) -> None:
    shelf = library(make_document("Night line", week=make_week((6, 20, 28)), zone="UTC"))
    monday_two = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    assert shelf.find(open=OpenAt(monday_two)) == ["Night line"]
    assert shelf.find(open=OpenAt(monday_two + timedelta(hours=2))) == []


def test_summer_time_moves_with_the_zone(library: Make) -> None:
    shelf = library(make_document("Leeds", week=make_week((0, 9, 10)), zone="Europe/London"))
    winter, summer = datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 7, 6, 8, tzinfo=UTC)
    assert shelf.find(open=OpenAt(winter), lapsed=True) == ["Leeds"]
    assert shelf.find(open=OpenAt(summer), lapsed=True) == ["Leeds"]
    assert shelf.find(open=OpenAt(summer + timedelta(hours=1)), lapsed=True) == []


def test_hours_nobody_knows_are_told_apart_from_closed(library: Make) -> None:
    shelf = library(
        make_document("Unknown"),
        make_document("Closed", week=make_week((3, 9, 10))),
        make_document("Open", week=TUESDAY_NOON),
    )
    page = shelf.page(open=OpenAt(NOW))
    assert (page.total, page.unknown_hours) == (1, 1)


@pytest.mark.parametrize(
    ("days", "start", "end", "found"),
    [
        ({1}, 0, 1440, True),
        ({1}, 720, 780, True),
        ({1}, 770, 900, True),
        ({1}, 780, 900, False),
        ({1}, 600, 720, False),
        ({0, 2}, 0, 1440, False),
        (set(range(7)), 700, 730, True),
    ],
)
def test_a_part_of_the_week_can_be_asked_for(
    library: Make, days: set[int], start: int, end: int, found: bool
) -> None:
    shelf = library(make_document(week=TUESDAY_NOON))
    assert shelf.page(open=OpenDuring(frozenset(days), start, end)).total == int(found)


def test_open_and_near_must_hold_for_the_same_place(library: Make) -> None:
    near = Spot("near", *MINNEAPOLIS, "America/Chicago", bytes(84), True)
    far = Spot("far", *DULUTH, "America/Chicago", TUESDAY_NOON, True)
    shelf = library(make_document("Two places", spots=(near, far)))
    assert shelf.page(place=HERE, open=OpenAt(NOW)).total == 0
    assert shelf.page(place=Circle(*DULUTH, 5), open=OpenAt(NOW)).total == 1
    assert shelf.page(open=OpenAt(NOW)).total == 1


def test_of_two_places_in_the_circle_the_open_one_is_named(library: Make) -> None:
    shut = Spot("shut", *MINNEAPOLIS, "America/Chicago", bytes(84), True)
    open_ = replace(shut, location_id="open", latitude=45.05, week=TUESDAY_NOON)
    shelf = library(make_document(spots=(shut, open_)))
    (hit,) = shelf.page(place=HERE, open=OpenAt(NOW)).hits
    assert hit.location_id == "open"


@pytest.fixture
def shelved(library: Make) -> Library:
    return library(
        make_document("Group", point=MINNEAPOLIS, facets={"format": ("in-person",)}),
        make_document("Forum", coverage=("US",), facets={"format": ("online",)}),
        make_document("Line", coverage=("US",), week=b"\xff" * 84,
                      facets={"format": ("phone",), "kind": ("warm-line",)}),
        make_document("Day line", coverage=("US",), week=TUESDAY_NOON,
                      facets={"format": ("phone",), "kind": ("warm-line",)}),
    )  # fmt: skip


def on_shelf(shelf: Library, name: str, **wishes: object) -> set[str]:
    page = shelf.page(place=HERE, areas=AREAS, shelves=True, **wishes)
    return {shelf.names[hit.listing_id] for hit in page.shelves[name]}


def test_near_online_and_always_have_a_shelf_each(shelved: Library) -> None:
    assert on_shelf(shelved, "near") == {"Group"}
    assert on_shelf(shelved, "online") == {"Forum", "Line", "Day line"}
    assert on_shelf(shelved, "always") == {"Line"}


def test_shelves_are_filled_only_when_asked(shelved: Library) -> None:
    assert shelved.page(place=HERE).shelves == {}


def test_shelves_hold_to_the_words(shelved: Library) -> None:
    assert on_shelf(shelved, "online", words=("forum",)) == {"Forum"}
