"""Listings like one: they share kinds, topics and audiences, and lie near."""

import numpy as np

from directory.search.query import Hit
from directory.search.weights import SIMILAR, SIMILAR_HALF_KM
from directory.search.whoosh_engine import order
from directory.search.whoosh_engine.circle import great_circle
from directory.search.whoosh_engine.columns import Array
from directory.search.whoosh_engine.segment import Segment
from directory.search.whoosh_engine.snapshot import Part, Snapshot


def similar(snapshot: Snapshot, listing_id: str, limit: int) -> list[Hit]:
    located = snapshot.locate(listing_id)
    if located is None:
        return []
    model = located[0].segment.row(located[1])
    point = next(((s.latitude, s.longitude) for s in model.spots if s.latitude is not None), None)
    hits: list[tuple[float, int, Hit]] = []
    for part in snapshot.parts:
        score = _shared(part.segment, model.facets)
        if model.fictional is False:
            score[part.segment["fictional"]] = 0
        if part.live is not None:
            score[~part.live] = 0
        if part is located[0]:
            score[located[1]] = 0
        documents = np.flatnonzero(score)
        worth = score[documents]
        if point is not None and point[1] is not None:
            worth = worth * _nearness(part, documents, point[0] or 0.0, point[1])
        tie = part.segment["tie"][documents]
        top = order.best(-worth.astype(np.float64), tie, limit)
        hits.extend(
            (float(key), int(t), _hit(part.segment, int(documents[at]), -float(key)))
            for at, key, t in zip(top.at, top.key, top.tie, strict=True)
        )
    return [hit for *_, hit in sorted(hits, key=lambda hit: hit[:2])[:limit]]


def _shared(segment: Segment, facets: dict[str, tuple[str, ...]]) -> Array:
    """For each document the sum of what it has in common with these values."""
    score = np.zeros(segment.count, np.float32)
    for axis, worth in SIMILAR.items():
        codes = segment.axes.get(axis, [])
        mine = np.isin(codes, facets.get(axis, ())).astype(np.float32)
        if not mine.any():
            continue
        starts, flat = segment[f"combo_starts:{axis}"], segment[f"combo:{axis}"]
        owner = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        shared = np.bincount(owner, mine[flat], len(starts) - 1)
        share = shared / max(len(facets[axis]), 1)
        score += (worth * share[segment[f"facet:{axis}"]]).astype(np.float32)
    return score


def _nearness(part: Part, documents: Array, latitude: float, longitude: float) -> Array:
    """1 beside the model, one half at SIMILAR_HALF_KM; what has no point counts as there."""
    segment = part.segment
    placed = np.flatnonzero(~np.isnan(segment["spot_lat"]))
    km = np.full(segment.count, np.inf)
    np.minimum.at(
        km,
        segment["spot_doc"][placed],
        great_circle(latitude, longitude, segment["spot_lat"][placed], segment["spot_lon"][placed]),
    )
    near = np.where(np.isinf(km), SIMILAR_HALF_KM, km)[documents]
    return 1 / (1 + near / SIMILAR_HALF_KM)


def _hit(segment: Segment, document: int, score: float) -> Hit:
    return Hit(segment.id(document), int(segment["revision"][document]), score)
