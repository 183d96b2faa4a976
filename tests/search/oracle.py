"""What a question must match, worked out the slow and obvious way, document by document."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from directory.search import analysis
from directory.search.document import Document, Spot
from directory.search.query import Box, Choice, Circle, OpenAt, Query
from directory.search.stopwords import is_stop_word

EARTH_KM = 6371.0088


@dataclass(frozen=True)
class Answer:
    ids: frozenset[str]
    all_words: int
    counts: dict[str, dict[str, int]]
    unknown_hours: int


class Oracle:
    """Knows nothing of indexes. Synonyms and corrections are not its business."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = list(documents)
        self._stems_of_word: dict[str, set[str]] = {}
        self._texts: dict[str, list[list[set[str]]]] = {}
        self._held: dict[str, set[str]] = {}
        for document in self.documents:
            texts, held = [], set()
            for text in document.texts:
                language = analysis.base_language(text.language)
                line = []
                for piece in analysis.pieces(text.words):
                    for word in piece.words:
                        stem = analysis.term(word, language)
                        self._stems_of_word.setdefault(word, set()).add(stem)
                        line.append({stem})
                        held.add(stem)
                    if piece.joined:
                        stem = analysis.term(piece.joined, language)
                        self._stems_of_word.setdefault(piece.joined, set()).add(stem)
                        held.add(stem)
                texts.append(line)
            self._texts[document.id] = texts
            self._held[document.id] = held

    def answer(self, query: Query) -> Answer:
        base = [
            document
            for document in self.documents
            if self._shown(document, query)
            and self._text(document, query)
            and self._where(document, query, with_hours=True)
        ]
        fits = [document for document in base if all_choices(document, query.facets)]
        counts = {}
        for axis in {axis for document in self.documents for axis in document.facets}:
            others = {name: wish for name, wish in query.facets.items() if name != axis}
            counts[axis] = dict(
                Counter(
                    code
                    for document in base
                    if all_choices(document, others)
                    for code in document.facets.get(axis, ())
                )
            )
        ids = frozenset(document.id for document in fits)
        unknown = [
            document
            for document in self.documents
            if query.open is not None
            and document.id not in ids
            and self._shown(document, query)
            and self._text(document, query)
            and self._where(document, query, with_hours=False)
            and all_choices(document, query.facets)
            and any(not spot.hours_known for spot in document.spots)
        ]
        groups = self._groups(query)
        every = sum(all(self._held[document.id] & group for group in groups) for document in fits)
        return Answer(ids, every, counts, len(unknown))

    def _shown(self, document: Document, query: Query) -> bool:
        if not query.fictional and document.fictional:
            return False
        return query.lapsed or document.hide_after is None or document.hide_after >= query.today

    def _stems(self, word: str, language: str) -> set[str]:
        return self._stems_of_word.get(word, set()) | {analysis.term(word, language)}

    def _groups(self, query: Query) -> list[set[str]]:
        asked = [
            (word, piece.joined)
            for typed in query.words
            for piece in analysis.pieces(typed)
            for word in piece.words
        ]
        heavy = [one for one in asked if not is_stop_word(one[0], query.language)]
        groups = []
        for word, joined in heavy or asked:
            group = self._stems(word, query.language)
            groups.append(group | self._stems(joined, query.language) if joined else group)
        return groups

    def _text(self, document: Document, query: Query) -> bool:
        held = self._held[document.id]
        groups = self._groups(query)
        if groups and not any(held & group for group in groups):
            return False
        for text in query.without:
            if any(held & self._stems(word, query.language) for word in analysis.words(text)):
                return False
        return not query.phrase or self._in_a_row(document, query)

    def _in_a_row(self, document: Document, query: Query) -> bool:
        wanted = [
            self._stems(word, query.language)
            for text in query.phrase
            for word in analysis.words(text)
        ]
        return any(
            all(line[start + n] & place for n, place in enumerate(wanted))
            for line in self._texts[document.id]
            for start in range(len(line) - len(wanted) + 1)
        )

    def _where(self, document: Document, query: Query, with_hours: bool) -> bool:
        def open_enough(spot: Spot) -> bool:
            return not with_hours or query.open is None or is_open(spot, query)

        if query.place is None:
            return not with_hours or query.open is None or any(map(open_enough, document.spots))
        if any(within(spot, query.place) and open_enough(spot) for spot in document.spots):
            return True
        if query.here_only:
            return False
        serves = any(code in query.areas or code == "?" for code in document.coverage)
        return serves and (
            query.open is None or not with_hours or any(map(open_enough, document.spots))
        )


def all_choices(document: Document, wishes: dict[str, Choice]) -> bool:
    for axis, wish in wishes.items():
        codes = set(document.facets.get(axis, ()))
        if (wish.any_of and not codes & wish.any_of) or codes & wish.none_of:
            return False
    return True


def within(spot: Spot, place: Circle | Box) -> bool:
    if spot.latitude is None or spot.longitude is None:
        return False
    if isinstance(place, Circle):
        return kilometres(spot, place) <= place.km
    across = (
        place.west <= spot.longitude <= place.east
        if place.west <= place.east
        else spot.longitude >= place.west or spot.longitude <= place.east
    )
    return place.south <= spot.latitude <= place.north and across


def kilometres(spot: Spot, circle: Circle) -> float:
    assert spot.latitude is not None
    assert spot.longitude is not None
    lat, other = math.radians(circle.latitude), math.radians(spot.latitude)
    across = math.radians(spot.longitude - circle.longitude)
    half = (
        math.sin((other - lat) / 2) ** 2
        + math.cos(lat) * math.cos(other) * math.sin(across / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def is_open(spot: Spot, query: Query) -> bool:
    when = query.open
    assert when is not None
    if isinstance(when, OpenAt):
        local = when.instant.astimezone(ZoneInfo(spot.zone))
        quarters: Sequence[int] = [local.weekday() * 96 + local.hour * 4 + local.minute // 15]
    else:
        quarters = [
            day * 96 + minute // 15
            for day in when.days
            for minute in range(when.start - when.start % 15, when.end, 15)
        ]
    return any(spot.week[quarter // 8] >> quarter % 8 & 1 for quarter in quarters)
