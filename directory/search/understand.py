"""From what somebody typed to a Query: place, time, cost, format, language, audience, kind and
topic are read out of the words, in English and Spanish.

Nothing understood is hidden: each thing is a chip that names the words it came from and can be
taken away. Place, time, cost and format narrow and leave the text; the others stay in the text and
only rank, so that a listing that says it in other words is still found.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from directory.geo.gazetteer import Gazetteer
from directory.geo.phrases import places_in
from directory.geo.place import Place
from directory.listings.classification import find_term
from directory.search import analysis, grammar, prices
from directory.search.document import ANY_COUNTRY, COUNTRY
from directory.search.phrases import Said, Table, table
from directory.search.query import MAX_WORDS, Choice, Circle, OpenAt, OpenDuring, Query
from directory.search.stopwords import ENGLISH, SPANISH, is_stop_word

LANGUAGES = ("en", "es")
RADIUS_KM = 40.0
_WORD = re.compile(r"[^\s]+")


@dataclass(frozen=True, slots=True)
class Chip:
    """`words` are those it was read from ("" where the place has a box of its own); `name` takes
    it away when it is among the `ignored`."""

    kind: str  # place, time, cost, format, language, audience, kind, topic; an axis with @
    value: str
    label: str
    words: str
    filters: bool

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True, slots=True)
class Understood:
    now: datetime
    typed: str
    language: str
    words: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    chips: tuple[Chip, ...] = ()
    place: Place | None = None
    other_places: tuple[Place, ...] = ()  # of the same name
    when: OpenAt | OpenDuring | None = None
    asks_for_here: bool = False  # "near me", and nobody said where that is
    radius_km: float = RADIUS_KM
    home: str = ""  # the site's own country
    implied: tuple[str, ...] = ()  # labels to look for where the words alone say nothing

    def query(self, *, facets: Mapping[str, Choice] | None = None, **more: Any) -> Query:
        """The question for an engine. `facets` are those chosen on the page; they come before
        what was understood of the same axis."""
        wishes = dict(facets or {})
        prefer: dict[str, frozenset[str]] = {}
        for chip in self.chips:
            if chip.kind in ("place", "time"):
                continue
            codes = prices.within(chip.value) if chip.kind in prices.AXES else {chip.value}
            if chip.filters and chip.kind not in (facets or {}):
                held = wishes.get(chip.kind, Choice(or_unknown=True))
                wishes[chip.kind] = Choice(held.any_of | codes, or_unknown=True)
            prefer[chip.kind] = prefer.get(chip.kind, frozenset()) | codes
        if self.place is None and self.home:
            # Nobody said where: help in the site's own country before that of another one.
            prefer[COUNTRY] = frozenset({self.home, ANY_COUNTRY})
        values: dict[str, Any] = {
            "now": self.now,
            "meant": frozenset(w for chip in self.chips for w in analysis.words(chip.words)),
            "words": (*self.words, *self.implied)[-MAX_WORDS:],
            "phrase": self.phrase,
            "without": self.without,
            "typed": self.typed,
            "language": self.language,
            "facets": wishes,
            "prefer": prefer,
            "open": self.when,
        }
        if self.place:
            values["place"] = circle(self.place, self.radius_km)
            values["areas"] = self.place.areas
        return Query(**(values | more))


def circle(place: Place, km: float) -> Circle:
    """Around the middle of a place, at least as wide as the place."""
    return Circle(place.latitude, place.longitude, max(km, place.uncertainty_km))


@dataclass(slots=True)
class _Word:
    raw: str
    start: int
    end: int
    said: Said
    taken: bool = False


@dataclass(slots=True)
class _Reading:
    words: list[_Word]
    chips: list[Chip] = field(default_factory=list)
    when: OpenAt | OpenDuring | None = None
    here: bool = False


def understand(
    text: str,
    near: str = "",
    *,
    now: datetime,
    gazetteer: Gazetteer,
    language: str = "en",
    ignored: Collection[str] = (),
    radius_km: float = RADIUS_KM,
) -> Understood:
    """`now` is aware and in the reader's zone; `language` is that of the page; `ignored` names
    chips that were taken away. Never raises for what somebody typed."""
    typed = grammar.clean(text)
    words = ""
    quoted = '"' in typed.translate(grammar.QUOTES)
    spoken = spoken_language(typed, language)
    reading = _Reading([])
    left = typed
    places = _from_box(near, gazetteer, ignored)
    if not places and not quoted:
        places, words, left = _from_text(typed, gazetteer, ignored)
    place = places[0] if places else None
    if place:
        reading.chips.append(Chip("place", place.label, place.label, words, filters=True))
    if not quoted:
        left = _read_price(left, ignored, reading)
        left = _read(left, now, spoken, ignored, reading)
    parsed = grammar.parse(left)
    return Understood(
        now=now,
        typed=typed,
        language=spoken,
        words=parsed.words,
        phrase=parsed.phrase,
        without=parsed.without,
        chips=tuple(reading.chips),
        place=place,
        other_places=tuple(places[1:]),
        when=reading.when,
        asks_for_here=reading.here and place is None,
        radius_km=radius_km,
        home=gazetteer.country,
        implied=_implied(parsed.words, reading.chips, spoken),
    )


def _implied(words: Sequence[str], chips: Sequence[Chip], language: str) -> tuple[str, ...]:
    """The labels of what was understood, where nothing else is asked: "I can't get through
    tonight" holds no word that a listing would use."""
    meant = [c for c in chips if c.kind in ("topic", "kind") and not _is_own_wording(c, language)]
    said = {word for chip in meant for word in analysis.words(chip.words)}
    asked = {part for word in words for part in analysis.words(word)}
    if not meant or any(not is_stop_word(word, language) for word in asked - said):
        return ()
    labels = [term.label(language) for c in meant if (term := find_term(c.kind, c.value))]
    return tuple(dict.fromkeys(word for label in labels for word in analysis.words(label)))


def _spelled(words: str, places: Sequence[Place]) -> bool:
    """Whether the second place is written as it was typed and the first is not: Sale, not Salé."""
    first, *others = [words.casefold().endswith(place.name.casefold()) for place in places[:2]]
    return not first and any(others)


def _is_own_wording(chip: Chip, language: str) -> bool:
    """Whether a listing with that term holds these words anyway."""
    term = find_term(chip.kind, chip.value)
    own = (term.label(language), *term.synonyms(language)) if term else ()
    return analysis.words(chip.words) in [analysis.words(wording) for wording in own]


def spoken_language(text: str, page: str) -> str:
    """English or Spanish by the small words; the page's own where these do not tell."""
    words = set(analysis.words(text))
    english, spanish = len(words & (ENGLISH - SPANISH)), len(words & (SPANISH - ENGLISH))
    if english == spanish:
        return page if page in LANGUAGES else "en"
    return "es" if spanish > english else "en"


def _from_box(near: str, gazetteer: Gazetteer, ignored: Collection[str]) -> list[Place]:
    """The places the box of its own names, the likeliest first."""
    places = gazetteer.locate(grammar.clean(near)) if near.strip() else []
    return [place for place in places if f"place:{place.label}" not in ignored]


def _from_text(
    text: str, gazetteer: Gazetteer, ignored: Collection[str]
) -> tuple[list[Place], str, str]:
    """The first place the text surely names, the words that name it, and the text without."""
    for phrase in places_in(text, gazetteer):
        taken = any(f"place:{place.label}" in ignored for place in phrase.places)
        if phrase.sure and not taken:
            words, left = text[phrase.start : phrase.end], text[: phrase.opens]
            meant = list(phrase.places)
            return (
                meant if gazetteer.doubtful(meant) or _spelled(words, meant) else meant[:1],
                words,
                f"{left} {text[phrase.end :]}",
            )
    return [], "", text


def _read_price(text: str, ignored: Collection[str], reading: _Reading) -> str:
    limit = prices.said(text)
    if limit is None:
        return text
    words = text[limit.start : limit.end].strip()
    chip = Chip(limit.axis, str(limit.steps), words, words, filters=True)
    if chip.name in ignored:
        return text
    reading.chips.append(chip)
    return f"{text[: limit.start]} {text[limit.end :]}"


def _read(
    text: str, now: datetime, spoken: str, ignored: Collection[str], reading: _Reading
) -> str:
    """Reads the phrases of both languages, that of the text first; returns what is left."""
    for found in _WORD.finditer(text):
        said = tuple(analysis.words(found[0]))
        reading.words.append(_Word(found[0], found.start(), found.end(), said))
    for language in sorted(LANGUAGES, key=lambda other: other != spoken):
        phrases = table(language)
        at = 0
        while at < len(reading.words):
            at += _read_at(at, phrases, language, now, ignored, reading)
    return " ".join(word.raw for word in reading.words if not word.taken)


def _read_at(
    at: int, phrases: Table, language: str, now: datetime, ignored: Collection[str],
    reading: _Reading,
) -> int:  # fmt: skip
    """Reads the longest phrase that begins here; returns how many words it took."""
    for stop in range(min(len(reading.words), at + phrases.longest), at, -1):
        span = reading.words[at:stop]
        if any(word.taken or word.raw[0] in '-"' for word in span):
            continue
        said = tuple(part for word in span for part in word.said)
        if said in phrases.literal:
            return len(span)
        if said in phrases.here:
            reading.here = True
            _take(span)
            return len(span)
        if _read_time(said, span, phrases, now, ignored, reading):
            return len(span)
        if said in phrases.meanings:
            _read_meaning(said, span, phrases, language, ignored, reading)
            return len(span)
    return 1


def _read_time(
    said: Said, span: list[_Word], phrases: Table, now: datetime, ignored: Collection[str],
    reading: _Reading,
) -> bool:  # fmt: skip
    if reading.when is not None:
        return False
    when: OpenAt | OpenDuring | None = None
    if said in phrases.now:
        when = OpenAt(now)
    elif said in phrases.relative:
        ahead, start, end = phrases.relative[said]
        when = OpenDuring(frozenset({(now.weekday() + ahead) % 7}), start, end)
    else:
        when = _day_and_part(said, phrases)
    words = " ".join(word.raw for word in span)
    if when is None or f"time:{words.lower()}" in ignored:
        return False
    reading.when = when
    reading.chips.append(Chip("time", words.lower(), words, words, filters=True))
    _take(span)
    _take_small_word_before(span, reading)
    return True


def _day_and_part(said: Said, phrases: Table) -> OpenDuring | None:
    """ "Tuesday", "Tuesday evening", "evenings"; a part of the day by itself only where that is
    how people ask for it."""
    for cut in range(len(said), 0, -1):
        if said[:cut] in phrases.days:
            days = frozenset(phrases.days[said[:cut]])
            if cut == len(said):
                return OpenDuring(days)
            if said[cut:] in phrases.parts:
                return OpenDuring(days, *phrases.parts[said[cut:]])
    if said in phrases.alone and said in phrases.parts:
        return OpenDuring(frozenset(range(7)), *phrases.parts[said])
    return None


def _read_meaning(
    said: Said, span: list[_Word], phrases: Table, language: str, ignored: Collection[str],
    reading: _Reading,
) -> None:  # fmt: skip
    words = " ".join(word.raw for word in span)
    for meaning in phrases.meanings[said]:
        term = find_term(meaning.axis, meaning.code)
        label = term.label(language) if term else words
        chip = Chip(meaning.axis, meaning.code, label, words, meaning.filters)
        if chip.name in ignored or any(chip.name == other.name for other in reading.chips):
            continue
        reading.chips.append(chip)
        if meaning.filters:
            _take(span)


_SMALL = frozenset({"on", "at", "for", "during", "the", "el", "los", "la", "las", "en"})


def _take_small_word_before(span: list[_Word], reading: _Reading) -> None:
    at = reading.words.index(span[0]) - 1
    if at >= 0 and reading.words[at].said and reading.words[at].said[0] in _SMALL:
        reading.words[at].taken = True


def _take(span: list[_Word]) -> None:
    for word in span:
        word.taken = True
