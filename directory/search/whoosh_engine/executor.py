"""Answers a question from one snapshot: each segment by itself, then the best of all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from directory.search.plan import Plan
from directory.search.query import LINE_KINDS, REMOTE_FORMATS, SHELF, Choice, Hit, Page, Query
from directory.search.whoosh_engine import counts, order
from directory.search.whoosh_engine.build import NO_DAY
from directory.search.whoosh_engine.columns import Array
from directory.search.whoosh_engine.match import Matched, Reader, match
from directory.search.whoosh_engine.segment import Chosen, Segment, runs
from directory.search.whoosh_engine.snapshot import Part, Snapshot
from directory.search.whoosh_engine.where import Had, Hours, had


@dataclass(frozen=True, slots=True)
class Found:
    """The matches of one segment, all arrays in the order of `documents`."""

    segment: Segment
    documents: Array
    score: Array
    words: Array
    km: Array
    spot: Array
    before_facets: Array  # documents under all filters but the facets
    fits: Mapping[str, Array]  # for each chosen axis, which of those its choice allows
    unknown_hours: int

    def chosen(self, axis: str | None) -> Chosen:
        """Documents under all filters, but without the one on `axis`."""
        if axis is None:
            return Chosen(self.documents, self.segment.count)
        keep = np.ones(len(self.before_facets), np.bool_)
        for other, fits in self.fits.items():
            if other != axis:
                keep &= fits
        return Chosen(self.before_facets[keep], self.segment.count)


def find(snapshot: Snapshot, plan: Plan, query: Query) -> Page:
    """Corrections and rescues are the caller's."""
    found = [_search(part, snapshot, plan, query) for part in snapshot.parts if part.count]
    total = sum(len(one.documents) for one in found)
    every = order.all_words(plan)
    return Page(
        hits=_page(found, plan, query),
        total=total,
        total_all_words=sum(int((one.words == every).sum()) for one in found),
        counts=_counts(found, query),
        shelves=_shelves(found, plan) if query.shelves else {},
        corrections=plan.corrections,
        forms=snapshot.forms(plan.stems()) if total else frozenset(),
        unknown_hours=sum(one.unknown_hours for one in found),
    )


def total(snapshot: Snapshot, plan: Plan, query: Query) -> int:
    return sum(
        len(_search(part, snapshot, plan, query).documents) for part in snapshot.parts if part.count
    )


def _search(part: Part, snapshot: Snapshot, plan: Plan, query: Query) -> Found:
    segment = part.segment
    hours = Hours(segment, query.open) if query.open else None
    place = had(segment, query, hours)
    matched = _matched(part, snapshot, plan, place, hours, query)
    fits = {
        axis: counts.allowed(segment, axis, choice, matched.documents)
        for axis, choice in query.facets.items()
        if choice != Choice()
    }
    keep = np.ones(len(matched.documents), np.bool_)
    for fit in fits.values():
        keep &= fit
    documents, words = matched.documents[keep], matched.words[keep]
    at = None
    if place is not None:
        at = np.searchsorted(place.documents, documents)
    return Found(
        segment=segment,
        documents=documents,
        score=order.scores(segment, query, plan, documents, matched.score[keep], words, place, at),
        words=words,
        km=place.km[at] if place is not None else np.full(len(documents), np.inf),
        spot=place.spot[at] if place is not None else np.full(len(documents), -1),
        before_facets=matched.documents,
        fits=fits,
        unknown_hours=_unknown(part, snapshot, plan, query, hours, documents) if hours else 0,
    )


def _matched(
    part: Part,
    snapshot: Snapshot,
    plan: Plan,
    place: Had | None,
    hours: Hours | None,
    query: Query,
) -> Matched:
    """Text, place, hours and what is never shown; facets come later, because each is counted
    without itself."""
    segment = part.segment
    reader = Reader(segment, snapshot.terms, snapshot.step)
    among = place.documents if place is not None else None
    if plan.asks_for_text:
        matched = match(reader, plan, among)
    else:
        among = np.arange(segment.count, dtype=np.uint32) if among is None else among
        size = len(among)
        matched = Matched(among, np.ones(size, np.float32), np.zeros(size, np.uint16))
    documents = matched.documents
    keep = _shown(part, query, documents)
    if plan.without:
        keep &= ~np.isin(documents, reader.holding(plan.without))
    if hours is not None and place is None:
        keep &= hours.documents(documents)
    if keep.all():
        return matched
    return Matched(documents[keep], matched.score[keep], matched.words[keep])


def _shown(part: Part, query: Query, documents: Array) -> Array:
    keep = _showing(part.segment, query)[documents]
    if part.live is not None:
        keep &= part.live[documents]
    return keep


def _showing(segment: Segment, query: Query) -> Array:
    """One flag for each document of the segment, the same for every question of a day."""
    key = ("showing", query.today, query.lapsed, query.fictional)
    held = segment.daily.get(key)
    if held is None:
        held = np.ones(segment.count, np.bool_)
        if not query.lapsed:
            hide = segment["hide"]
            held &= (hide == NO_DAY) | (hide >= query.today)
        if not query.fictional:
            held &= ~segment["fictional"]
        segment.daily[key] = held
    return held


def _unknown(
    part: Part, snapshot: Snapshot, plan: Plan, query: Query, hours: Hours, documents: Array
) -> int:
    """Documents that only the hours left out, and only because nobody knows them."""
    segment = part.segment
    whenever = _matched(part, snapshot, plan, had(segment, query, None), None, query).documents
    for axis, choice in query.facets.items():
        whenever = whenever[counts.allowed(segment, axis, choice, whenever)]
    shut = np.setdiff1d(whenever, documents, assume_unique=True)
    return int(hours.unknown(shut).sum())


def _page(found: Sequence[Found], plan: Plan, query: Query) -> tuple[Hit, ...]:
    stop = query.page * query.per_page
    best = [
        order.best(
            order.keys(one.segment, query, one.documents, one.score, one.km),
            one.segment["tie"][one.documents],
            stop,
        )
        for one in found
    ]
    ranked = [
        (_key(one, query, at, key), tie, n, at)
        for n, (one, top) in enumerate(zip(found, best, strict=True))
        for at, key, tie in zip(top.at.tolist(), top.key.tolist(), top.tie.tolist(), strict=True)
    ]
    if len(found) > 1:
        ranked.sort()
    chosen = ranked[stop - query.per_page : stop]
    return tuple(_hit(found[n], plan, at) for _, _, n, at in chosen)


def _key(one: Found, query: Query, at: int, key: float) -> float | bytes:
    """Ranks of names are a segment's own; between segments the names themselves decide."""
    if query.sort == "name":
        return bytes(one.segment["name_key"][one.documents[at]])
    return key


def _hit(one: Found, plan: Plan, at: int) -> Hit:
    segment, document = one.segment, int(one.documents[at])
    spot, words = int(one.spot[at]), int(one.words[at])
    return Hit(
        listing_id=segment.id(document),
        revision=int(segment["revision"][document]),
        score=float(one.score[at]),
        km=float(one.km[at]) if spot >= 0 else None,
        location_id=bytes(segment["spot_id"][spot]).decode() if spot >= 0 else None,
        matched=tuple(wanted.shown for n, wanted in enumerate(plan.wanted) if words & 1 << n),
    )


def _counts(found: Sequence[Found], query: Query) -> Mapping[str, Mapping[str, int]]:
    axes = query.count
    if axes is None:
        axes = tuple(sorted({axis for one in found for axis in one.segment.axes if axis[0] != "@"}))
    totals: dict[str, Counter[str]] = {axis: Counter() for axis in axes}
    for one in found:
        shared = one.chosen(None)
        for axis in axes:
            chosen = one.chosen(axis) if axis in one.fits else shared
            totals[axis].update(counts.count(one.segment, axis, chosen))
    return {axis: dict(total) for axis, total in totals.items()}


def _shelves(found: Sequence[Found], plan: Plan) -> Mapping[str, tuple[Hit, ...]]:
    """The best near by, the best from afar, and who answers at any hour."""
    shelves: dict[str, list[tuple[float, int, Hit]]] = {"near": [], "online": [], "always": []}
    for one in found:
        tie = one.segment["tie"][one.documents]
        for shelf, on_it in (
            ("near", one.spot >= 0),
            ("online", _has(one, "format", REMOTE_FORMATS)),
            ("always", _always(one)),
        ):
            at = np.flatnonzero(on_it)
            top = order.best(-one.score[at].astype(np.float64), tie[at], SHELF)
            shelves[shelf].extend(
                (float(key), int(t), _hit(one, plan, int(at[place])))
                for place, key, t in zip(top.at, top.key, top.tie, strict=True)
            )
    return {
        shelf: tuple(hit for *_, hit in sorted(hits, key=lambda hit: hit[:2])[:SHELF])
        for shelf, hits in shelves.items()
    }


def _has(one: Found, axis: str, codes: frozenset[str]) -> Array:
    return counts.allowed(one.segment, axis, Choice(any_of=codes), one.documents)


def _always(one: Found) -> Array:
    segment = one.segment
    on_it = _has(one, "kind", LINE_KINDS)
    around_the_clock = (segment["weeks"] == 255).all(axis=1)
    lines = np.flatnonzero(on_it)
    at, owner = runs(segment["spot_starts"], one.documents[lines])
    flags = around_the_clock[segment["spot_week"][at]]
    on_it[lines] = np.bincount(owner, flags, len(lines)) > 0
    return on_it
