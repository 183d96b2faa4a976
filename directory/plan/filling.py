"""Fills a mix: each wish goes through the same search as everything else, and the database decides
what may be shown."""

from __future__ import annotations

from dataclasses import dataclass

from directory.config import current_settings
from directory.finding.asked import DEFAULT_RADIUS
from directory.finding.reading import card
from directory.geo.gazetteer import gazetteer_at
from directory.geo.place import Place
from directory.listings.queries import Entry
from directory.listings.record import Record
from directory.listings.shown import Card, Reader
from directory.listings.shown.reader import KM_IN_A_MILE, MILES_COUNTRIES
from directory.plan import mix
from directory.plan.answers import Answers
from directory.plan.mix import HERE, Part
from directory.search import queries
from directory.search.engine import Engine, EngineUnavailable, current_engine
from directory.search.place_choice import choose_place
from directory.search.query import Choice, Hit
from directory.search.understand import Understood, understand

LOOKED_AT = 20  # hits of one question; one of them is taken


@dataclass(frozen=True, slots=True)
class Suggestion:
    side: str
    card: Card
    why: tuple[str, ...]
    close: bool  # it is about what they said


@dataclass(frozen=True, slots=True)
class Filled:
    part: Part
    suggestions: tuple[Suggestion, ...]

    @property
    def sides(self) -> frozenset[str]:
        return frozenset(each.side for each in self.suggestions)


@dataclass(frozen=True, slots=True)
class Mix:
    parts: tuple[Filled, ...]
    place: Place | None
    mended: str = ""  # the typed words as they were corrected
    broken: bool = False  # the engine could not answer


def find_mix(answers: Answers, reader: Reader) -> Mix:
    """Never raises for what somebody typed."""
    about, plain = _understood(answers, reader), _understood(answers, reader, words=False)
    try:
        engine = current_engine()
        about, plain = choose_place(engine, about), choose_place(engine, plain)
        return _Search(engine, answers, reader, about, plain).filled()
    except EngineUnavailable:
        return Mix((), plain.place, broken=True)


def _understood(answers: Answers, reader: Reader, *, words: bool = True) -> Understood:
    settings = current_settings()
    miles = reader.country in MILES_COUNTRIES
    return understand(
        answers.words if words else "",
        answers.near,
        now=reader.now,
        gazetteer=gazetteer_at(settings.home, settings.default_country),
        language=reader.language,
        radius_km=DEFAULT_RADIUS * (KM_IN_A_MILE if miles else 1),
    )


class _Search:
    """One filling: what was taken once is not suggested again."""

    def __init__(
        self,
        engine: Engine,
        answers: Answers,
        reader: Reader,
        about: Understood,
        plain: Understood,
    ) -> None:
        self.engine, self.answers, self.reader = engine, answers, reader
        self.about, self.plain = about, plain
        self.place = about.place or plain.place
        self.country = self.place.country if self.place else reader.country
        self.used: set[str] = set()
        self.mended = answers.words

    def filled(self) -> Mix:
        filled = {part.id: self._filled(part) for part in mix.parts_for(self.answers)}
        return Mix(tuple(filled.values()), self.place, self.mended)

    def _filled(self, part: Part) -> Filled:
        sides = mix.sides_for(self.answers, place_known=self.place is not None)
        found = (self._suggestion(part, side) for side in sides)
        return Filled(part, tuple(each for each in found if each is not None))

    def _suggestion(self, part: Part, side: str) -> Suggestion | None:
        for step in mix.steps_for(part, side, self.answers):
            for hit, entry in self._hits(step, part, side):
                record = entry.record
                if self._fits(record, part):
                    self.used.add(record.id)
                    why = mix.reasons(record, side, self.answers, self.reader)
                    km = hit.km if side == HERE else None
                    return Suggestion(side, card(entry, self.reader, km=km), why, step.close)
        return None

    def _fits(self, record: Record, part: Part) -> bool:
        return mix.fits(
            record,
            part,
            self.answers,
            place_known=self.place is not None,
            country=self.country,
            used=self.used,
        )

    def _hits(self, step: mix.Step, part: Part, side: str) -> tuple[tuple[Hit, Entry], ...]:
        understood = self.about if step.words else self.plain
        question = understood.query(
            facets={axis: Choice(frozenset(codes)) for axis, codes in step.codes.items()},
            per_page=LOOKED_AT,
            prefer={"kind": frozenset(part.best)} if part.best else {},
            count=(),
            rescue=False,
            here_only=side == HERE,
            open=None,
        )
        found = queries.find(self.engine, question)
        for each in found.page.corrections:
            self.mended = self.mended.replace(each.typed, each.used)
        return found.hits
