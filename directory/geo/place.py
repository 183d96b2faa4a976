"""A place with a centre, and the distance between two points."""

from dataclasses import dataclass

from geopy.distance import geodesic

Point = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""


def N_(message: str) -> str:
    """Mark a message for translation; the view that shows it translates."""
    return message


TOWN_FOR_POSTCODE = N_(
    "We do not hold UK postcodes here, so %(code)s is shown as the middle of %(name)s."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Something a person can name: `label` finds it again, `latitude`/`longitude` is its middle.

    `uncertainty_km` is how far from the middle most of it lies: say "about". `code` is the ZIP,
    the outward code, or the code of a state or country. `notice`, where set, is a message to
    translate and fill with this place's `code` and `name`.
    """

    kind: str
    name: str
    label: str
    latitude: float
    longitude: float
    country: str = ""  # ISO 3166-1 alpha-2
    state: str = ""  # "MN", "ENG", "ON"; elsewhere the number GeoNames uses
    state_name: str = ""
    county: str = ""
    code: str = ""
    population: int = 0
    uncertainty_km: float = 0.0
    notice: str = ""
    fictional: bool = False

    @property
    def point(self) -> Point:
        return (self.latitude, self.longitude)

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas this place lies in, widest first, as `ServiceArea.coverage` writes them:
        world, US, US-MN, US-MN-Hennepin."""
        steps = [self.country, self.state, self.county.removesuffix(" County")]
        known = steps[: next((at for at, step in enumerate(steps) if not step), len(steps))]
        return ("world", *("-".join(known[: at + 1]) for at in range(len(known))))


def kilometres(one: Point, other: Point) -> float:
    """The distance along the ground in kilometres, exact to metres. It costs 80 µs: for one
    pair, never in a loop over listings (search has arrays for that)."""
    return float(geodesic(one, other).kilometers)
