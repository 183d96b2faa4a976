"""What a partner can choose, read from the attributes of the snippet. The same names stand in the
attributes (`data-topic`), in the frame's first address (`?topic=`) and in a saved preset.

Nothing is refused: what cannot be used is left out, and `ignored` names it for the builder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlencode

from directory.finding import asked as question
from directory.finding.asked import RADII, Asked
from directory.listings import classification
from directory.search.query import ORGANIZATION
from directory.widget.colour import is_colour

# `language` is that of the frame here; languages of help are `spoken`.
AXES = tuple(axis for axis in question.AXES if axis != "language")
SEARCH, LISTING, CALENDAR = "search", "listing", "calendar"
SHOWS = (SEARCH, LISTING, CALENDAR)
THEMES = ("auto", "light", "dark")
CORNERS = range(25)  # px
SIZES = range(90, 151)  # per cent
# What can be left out. Crisis help and the way out always stay.
PARTS = ("title", "search", "place", "filters", "map")
LONGEST = 100

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_ID = re.compile(r"[0-9a-zA-Z][0-9a-zA-Z-]{0,79}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Codes hold for every search of the frame; place, radius and "open now" are where it starts
    and a visitor may choose others, unless the controls are hidden."""

    preset: str = ""
    show: str = SEARCH
    listing: str = ""  # the name in a listing's address
    organization: str = ""  # an id
    words: str = ""  # what is looked for at first
    near: str = ""
    radius: int | None = None
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    spoken: tuple[str, ...] = ()  # languages in which help is given
    open_now: bool = False
    language: str = ""  # of the words of the frame
    theme: str = "auto"
    colour: str = ""  # six hexadecimal digits
    corner: int | None = None
    size: int | None = None
    title: str = ""
    hide: frozenset[str] = frozenset()
    closable: bool = False

    def parameters(self) -> dict[str, str]:
        """Only what differs from the default, in one order."""
        found = {"preset": self.preset, "show": "" if self.show == SEARCH else self.show}
        found |= {"listing": self.listing, "organization": self.organization}
        found |= {"words": self.words, "near": self.near}
        found["radius"] = str(self.radius or "")
        found |= {axis: " ".join(self.codes.get(axis, ())) for axis in AXES}
        found |= {"spoken": " ".join(self.spoken), "open": "now" if self.open_now else ""}
        found |= {"language": self.language, "theme": "" if self.theme == "auto" else self.theme}
        found["colour"] = self.colour
        found["corner"] = "" if self.corner is None else str(self.corner)
        found["size"] = str(self.size or "")
        found |= {"title": self.title, "hide": " ".join(p for p in PARTS if p in self.hide)}
        found["close"] = "yes" if self.closable else ""
        return {name: value for name, value in found.items() if value}

    def pack(self) -> str:
        """All of it as one text, for the addresses inside the frame."""
        return urlencode(self.parameters())

    def look(self) -> dict[str, str]:
        """What the sheet of colours and sizes is made of."""
        looks = ("theme", "colour", "corner", "size")
        return {name: value for name, value in self.parameters().items() if name in looks}

    def within(self, asked: Asked) -> Asked:
        """A visitor's question inside what the partner chose."""
        codes = {axis: self._narrowed(axis, chosen) for axis, chosen in asked.codes.items()}
        codes = {**self.codes, **{axis: kept for axis, kept in codes.items() if kept}}
        if self.spoken:
            codes["language"] = self.spoken
        if self.organization:
            codes[ORGANIZATION] = (self.organization,)
        return replace(
            asked,
            codes=codes,
            near=asked.near or self.near,
            radius=asked.radius or self.radius,
            open_now=asked.open_now or self.open_now,
        )

    def _narrowed(self, axis: str, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """Of what a visitor chose, what lies inside what the partner chose."""
        return tuple(code for code in chosen if self.offers(axis, code))

    def offers(self, axis: str, code: str) -> bool:
        """Whether a visitor may choose this: the partner's own codes and all below them."""
        fixed = self.codes.get(axis)
        seen: set[str] = set()
        at: str | None = code
        while fixed and at and at not in seen:
            if at in fixed:
                return True
            seen.add(at)
            term = classification.find_term(axis, at)
            at = term.parent if term else None
        return not fixed

    def drops(self, what: str) -> bool:
        """Whether a visitor can take this away: `what` as the engine's rescues say it."""
        kind, _, axis = what.partition(":")
        if kind == "facet":
            own = {*self.codes, *(["language"] if self.spoken else []), ORGANIZATION}
            return axis not in own
        fixed = {"place": self.near, "radius": self.near, "open": self.open_now}
        return not fixed.get(kind)


def unpack(text: str) -> Options:
    return read(parse_qs(text[:1500], max_num_fields=32))[0]


def read(values: Mapping[str, Sequence[str]]) -> tuple[Options, tuple[str, ...]]:
    """The options, and the names of those that could not be used."""
    reading = _Reading(values)
    codes = {axis: found for axis in AXES if (found := reading.codes(axis))}
    options = Options(
        preset=reading.match("preset", _ID),
        show=reading.one_of("show", SHOWS) or SEARCH,
        listing=reading.match("listing", _ID),
        organization=reading.match("organization", _ID),
        words=reading.text("words"),
        near=reading.text("near"),
        radius=reading.number("radius", RADII),
        codes=codes,
        spoken=reading.languages("spoken"),
        open_now=reading.one_of("open", ("now",)) == "now",
        language=reading.match("language", _LANGUAGE).lower(),
        theme=reading.one_of("theme", THEMES) or "auto",
        colour=reading.colour("colour"),
        corner=reading.number("corner", CORNERS),
        size=reading.number("size", SIZES),
        title=reading.text("title"),
        hide=frozenset(reading.several("hide", PARTS)),
        closable=reading.one_of("close", ("yes",)) == "yes",
    )
    if options.listing and "show" not in values:
        options = replace(options, show=LISTING)
    return options, tuple(dict.fromkeys(reading.ignored))


class _Reading:
    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = values
        self.ignored: list[str] = []

    def text(self, name: str) -> str:
        return " ".join(" ".join(self._values.get(name, ())).split())[:LONGEST]

    def _checked(self, name: str, fits: bool, value: str) -> str:
        if value and not fits:
            self.ignored.append(name)
        return value if fits else ""

    def match(self, name: str, pattern: re.Pattern[str]) -> str:
        value = self.text(name)
        return self._checked(name, bool(pattern.fullmatch(value)), value)

    def one_of(self, name: str, known: Sequence[str]) -> str:
        value = self.text(name).lower()
        return self._checked(name, value in known, value)

    def colour(self, name: str) -> str:
        value = self.text(name).lower().lstrip("#")
        return self._checked(name, is_colour(value), value)

    def number(self, name: str, known: Sequence[int]) -> int | None:
        value = self.text(name)
        fits = value.isascii() and value.isdigit() and int(value) in known
        return int(value) if self._checked(name, fits, value) else None

    def several(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        """Words with spaces or commas between them."""
        words = self._words(name)
        self.ignored += [name for word in words if word not in known]
        return tuple(word for word in words if word in known)

    def codes(self, axis: str) -> tuple[str, ...]:
        words = self._words(axis)
        known = tuple(word for word in words if classification.find_term(axis, word))
        self.ignored += [axis] * (len(known) < len(words))
        return known

    def languages(self, name: str) -> tuple[str, ...]:
        words = self._words(name)
        known = tuple(word.lower() for word in words if _LANGUAGE.fullmatch(word))
        self.ignored += [name] * (len(known) < len(words))
        return known

    def _words(self, name: str) -> tuple[str, ...]:
        text = " ".join(self._values.get(name, ()))[:500]
        return tuple(dict.fromkeys(text.replace(",", " ").split()))
