"""Where and when: which documents can be had in a place, at a time."""

from dataclasses import dataclass

import numpy as np

from directory.search.circle import around, middle
from directory.search.query import ANYWHERE_UNSTATED, Box, Circle, OpenAt, OpenDuring, Query
from directory.search.reach import QUARTERS, quarter, worth_of_serving
from directory.search.rows import COVERAGE
from directory.search.weights import HALF_KM, NEAR
from directory.search.whoosh_engine.circle import great_circle, in_box, in_cells
from directory.search.whoosh_engine.columns import Array
from directory.search.whoosh_engine.segment import Segment, runs, united


@dataclass(frozen=True, slots=True)
class Had:
    """Documents that can be had in the asked place: by a point in it or by serving it."""

    documents: Array  # uint32, ascending
    km: Array  # float64; inf where only served
    spot: Array  # int64; -1 where only served
    factor: Array  # float32: how much the way there counts


class Hours:
    """Which spots are open, by zone and week: rows of both are few and shared by many spots."""

    def __init__(self, segment: Segment, when: OpenAt | OpenDuring) -> None:
        self._segment = segment
        self._open = _open_weeks(segment, when)

    def spots(self, at: Array) -> Array:
        """One flag a spot."""
        segment = self._segment
        zones = segment["spot_zone"][at] if len(self._open) > 1 else 0
        return self._open[zones, segment["spot_week"][at]]

    def documents(self, documents: Array) -> Array:
        """One flag a document: is any spot of it open?"""
        at, owner = runs(self._segment["spot_starts"], documents)
        return np.bincount(owner, self.spots(at), len(documents)) > 0

    def unknown(self, documents: Array) -> Array:
        """One flag a document: are the hours of any spot of it not known?"""
        at, owner = runs(self._segment["spot_starts"], documents)
        return np.bincount(owner, ~self._segment["spot_known"][at], len(documents)) > 0


def _open_weeks(segment: Segment, when: OpenAt | OpenDuring) -> Array:
    """A flag for each zone (or one for all) and each week in use."""
    weeks = segment["weeks"]
    if isinstance(when, OpenAt):
        quarters = [quarter(when.instant, zone) for zone in segment.zones]
        return np.array([weeks[:, q // 8] >> (q % 8) & 1 for q in quarters], np.bool_).reshape(
            len(quarters), len(weeks)
        )
    wanted = np.zeros(QUARTERS, np.bool_)
    for day in when.days:
        wanted[day * 96 + when.start // 15 : day * 96 - (-when.end // 15)] = True
    return np.any(weeks & np.packbits(wanted, bitorder="little"), axis=1, keepdims=True).T


def had(segment: Segment, query: Query, hours: Hours | None) -> Had | None:
    """None where no place is asked for. With `hours`, the same spot must lie there and be open."""
    if query.place is None:
        return None
    documents, km, spot = _near(segment, query.place, hours)
    factor = (NEAR + (1 - NEAR) / (1 + km / HALF_KM)).astype(np.float32)
    if query.here_only:
        return Had(documents, km, spot, factor)
    served, served_factor = _serving(segment, query.areas)
    if hours is not None and len(served):
        open_now = hours.documents(served)
        served, served_factor = served[open_now], served_factor[open_now]
    if not len(served):
        return Had(documents, km, spot, factor)
    every = united(segment.count, documents, served)
    at, at_served = np.searchsorted(every, documents), np.searchsorted(every, served)
    all_km, all_spots = np.full(len(every), np.inf), np.full(len(every), -1)
    all_km[at], all_spots[at] = km, spot
    all_factors = np.zeros(len(every), np.float32)
    all_factors[at_served] = served_factor
    all_factors[at] = np.maximum(all_factors[at], factor)
    return Had(every, all_km, all_spots, all_factors)


def _near(segment: Segment, place: Circle | Box, hours: Hours | None) -> tuple[Array, Array, Array]:
    """Documents with a spot in the place, the way to the nearest such spot, and that spot."""
    box = around(place) if isinstance(place, Circle) else place
    candidates = in_cells(segment["cell_sorted"], segment["cell_order"], box)
    at = united(len(segment["spot_doc"]), candidates)  # in the order of documents
    if hours is not None:
        at = at[hours.spots(at)]
    lats, lons = segment["spot_lat"][at], segment["spot_lon"][at]
    if isinstance(place, Circle):
        km = great_circle(place.latitude, place.longitude, lats, lons)
        inside = km <= place.km
    else:
        km = great_circle(*middle(place), lats, lons)
        inside = in_box(place, lats, lons)
    at, km = at[inside].astype(np.int64), km[inside]
    documents = segment["spot_doc"][at]
    first = np.flatnonzero(np.diff(documents.astype(np.int64), prepend=-1))
    if len(first) < len(at):  # some have several spots here: the nearest of each
        nearest = np.minimum.reduceat(km, first)
        spots_of_each = np.diff(first, append=len(at))
        equal = np.flatnonzero(km == np.repeat(nearest, spots_of_each))
        owner = documents[equal].astype(np.int64)
        once = equal[np.flatnonzero(np.diff(owner, prepend=-1))]
        return documents[first], nearest, at[once]
    return documents, km, at


def _serving(segment: Segment, areas: tuple[str, ...]) -> tuple[Array, Array]:
    """Documents that serve one of the areas, and how close to here that is."""
    key = ("serving", areas)
    held = segment.memory.get(key)
    if held is None:
        held = segment.memory[key] = _work_out_serving(segment, areas)
    return held


def _work_out_serving(segment: Segment, areas: tuple[str, ...]) -> tuple[Array, Array]:
    values = [
        worth_of_serving(code) if code in areas or code == ANYWHERE_UNSTATED else 0.0
        for code in segment.axes.get(COVERAGE, ())
    ]
    if not any(values):
        return np.empty(0, np.uint32), np.empty(0, np.float32)
    combinations = segment.combinations(COVERAGE)
    factor = combinations.best(np.array(values, np.float32))[combinations.of_document]
    served = np.flatnonzero(factor > 0)
    return served.astype(np.uint32), factor[served]
