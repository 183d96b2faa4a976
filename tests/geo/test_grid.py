"""The National Grid against the worked example of the Ordnance Survey's guide."""

import pytest

from directory.geo.grid import latitude_longitude
from directory.geo.place import kilometres


def test_the_published_example_lies_within_ten_metres_of_its_place() -> None:
    found = latitude_longitude(651409.903, 313177.270)
    # 52 degrees 39' 28.72" north, 1 degree 42' 57.79" east
    assert kilometres(found, (52.657978, 1.716053)) < 0.01


@pytest.mark.parametrize(
    ("easting", "northing"), [(80_000, 5_000), (400_000, 300_000), (384_000, 398_000)]
)
def test_a_kilometre_on_the_grid_is_a_kilometre_on_the_ground(easting: int, northing: int) -> None:
    here = latitude_longitude(easting, northing)
    assert kilometres(here, latitude_longitude(easting + 1000, northing)) == pytest.approx(
        1, abs=0.002
    )
    assert kilometres(here, latitude_longitude(easting, northing + 1000)) == pytest.approx(
        1, abs=0.002
    )


def test_the_middle_of_manchester_is_in_manchester() -> None:
    assert kilometres(latitude_longitude(384_000, 398_000), (53.4785, -2.2426)) < 0.1
