"""What a matching document is worth, and the best of many. All numbers come from `weights.py`."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from directory.search import weights
from directory.search.plan import Plan
from directory.search.query import Choice, Query
from directory.search.reach import QUARTERS, quarter
from directory.search.rows import NAME, ORGANIZATION, OTHER_NAME
from directory.search.whoosh_engine.build import NO_DAY
from directory.search.whoosh_engine.columns import Array
from directory.search.whoosh_engine.counts import allowed
from directory.search.whoosh_engine.segment import Segment, run, runs
from directory.search.whoosh_engine.where import Had

WHOLE_NAME = {
    NAME: weights.NAME_IS_QUERY,
    OTHER_NAME: weights.OTHER_NAME_IS_QUERY,
    ORGANIZATION: weights.ORGANIZATION_IS_QUERY,
}
NEVER = 10 * QUARTERS  # of a listing whose next session nobody knows


@dataclass(frozen=True, slots=True)
class Best:
    """The best so far of one segment: keys ascending are best first."""

    at: Array  # places among the matches
    key: Array
    tie: Array


def scores(
    segment: Segment,
    query: Query,
    plan: Plan,
    documents: Array,
    text: Array,
    words: Array,
    had: Had | None,
    had_at: Array | None,
) -> Array:
    """Best-first score of each matching document."""
    score = text * quality(segment, query.today)[documents]
    for axis, codes in query.prefer.items():
        if axis in segment.axes:
            has = allowed(segment, axis, Choice(any_of=codes), documents)
            score[has] *= weights.preferred(axis)
    if len(plan.wanted) > 1:
        score[words == all_words(plan)] *= weights.ALL_WORDS
    if had is not None and had_at is not None:
        score *= had.factor[had_at]
    _raise_names(segment, plan, documents, score)
    return score


def all_words(plan: Plan) -> np.uint16:
    return np.uint16((1 << len(plan.wanted)) - 1)


def quality(segment: Segment, today: int) -> Array:
    """For each document of the segment how much its age and its completeness count, the same for
    every question of a day."""
    key = ("quality", today)
    held = segment.daily.get(key)
    if held is None:
        lower, least = segment["lower"], weights.COMPLETE_LEAST
        held = np.full(segment.count, weights.CHECKED, np.float32)
        held[(lower != NO_DAY) & (lower < today)] = weights.CHECK_DUE
        held[segment["checked"] == NO_DAY] = weights.NEVER_CHECKED
        held *= least + (1 - least) * segment["complete"]
        segment.daily[key] = held
    return held


def _raise_names(segment: Segment, plan: Plan, documents: Array, score: Array) -> None:
    """Listings whose name, or whose organization's, was asked for as it is written."""
    held, order = segment["hash_sorted"], segment["hash_order"]
    if not plan.names or not len(held):
        return
    asked = np.array(list(plan.names), np.uint64)
    at = np.searchsorted(held, asked)
    gain: dict[int, float] = {}
    part_of = set()
    for key, start in zip(asked.tolist(), at.tolist(), strict=True):
        while start < len(held) and int(held[start]) == key:
            name = int(order[start])
            named = segment["name_docs"][run(segment["name_starts"], name)].tolist()
            if plan.names[key]:
                worth = WHOLE_NAME[int(segment["name_kind"][name])]
                for document in named:
                    gain[document] = max(worth, gain.get(document, 0.0))
            else:
                part_of.update(named)
            start += 1
    if part_of:
        score[_places(documents, np.array(sorted(part_of)))] *= weights.NAME_IN_QUERY
    for document, worth in gain.items():
        score[_places(documents, np.array([document]))] += worth


def _places(documents: Array, wanted: Array) -> Array:
    """Where the wanted documents stand among `documents` (ascending), if they do."""
    at = np.searchsorted(documents, wanted)
    inside = at < len(documents)
    at, wanted = at[inside], wanted[inside]
    return at[documents[at] == wanted]


def keys(segment: Segment, query: Query, documents: Array, score: Array, km: Array) -> Array:
    """What the asked order sorts by, ascending, as float64 (for names: where the name stands
    within this segment)."""
    match query.sort:
        case "distance":
            return km
        case "checked":
            return -segment["checked"][documents].astype(np.float64)
        case "name":
            return segment["name_rank"][documents].astype(np.float64)
        case "next":
            return next_session(segment, documents, query.now)
        case _:
            return -score.astype(np.float64)


def next_session(segment: Segment, documents: Array, now: datetime) -> Array:
    """Quarter-hours until any spot of a document next opens, from the usual week; 0 if open now.
    What happens on some dates only is not in the usual week and comes last."""
    weeks, zones = segment["weeks"], segment.zones
    at, owner = runs(segment["spot_starts"], documents)
    wait = np.full(len(documents), float(NEVER))
    pairs, which = np.unique(
        segment["spot_zone"][at].astype(np.int64) * max(len(weeks), 1) + segment["spot_week"][at],
        return_inverse=True,
    )
    of_pair = np.empty(len(pairs))
    for n, pair in enumerate(pairs.tolist()):
        zone, week = divmod(pair, max(len(weeks), 1))
        bits = np.unpackbits(weeks[week], bitorder="little")
        ahead = np.flatnonzero(np.roll(bits, -quarter(now, zones[zone])))
        of_pair[n] = ahead[0] if len(ahead) else NEVER
    np.minimum.at(wait, owner, of_pair[which])
    return wait


def best(key: Array, tie: Array, stop: int) -> Best:
    """The first `stop` by key, then tie, then number: the same ones whatever page is asked."""
    at = np.arange(len(key))
    if stop < len(key):
        limit = np.partition(key, stop - 1)[stop - 1]
        less, same = np.flatnonzero(key < limit), np.flatnonzero(key == limit)
        room = stop - len(less)
        if room < len(same):
            edge = np.partition(tie[same], room - 1)[room - 1]
            same = same[tie[same] <= edge]
        at = np.concatenate((less, same))
    order = np.lexsort((at, tie[at], key[at]))[:stop]
    at = at[order]
    return Best(at, key[at], tie[at])
