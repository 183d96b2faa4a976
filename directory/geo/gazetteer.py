"""Places found offline: the only thing a visitor's words are ever looked up in."""

import logging
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from directory.geo import postcodes, surroundings
from directory.geo.folding import SHORT, fold, key
from directory.geo.place import TOWN_FOR_POSTCODE, Place, Point
from directory.geo.schema import KINDS
from directory.geo.shelf import Entry, Shelf

log = logging.getLogger(__name__)

SHIPPED = Path(__file__).with_name("gazetteer.sqlite")
OWN = "places.sqlite"
POSTCODES = "postcodes.sqlite"

_ZIP = re.compile(r"(?:(.*?)[,\s]+)??(\d{5})(?:-\d{4})?(?:,.*)?")
_COUNTRY, _STATE, _ZIP_KIND = map(KINDS.index, ("country", "state", "zip"))
_SAME_KM = 25.0  # two entries of one name in one state nearer than this are one place
_NEARBY_KM = 80.0  # in "Stretford, Manchester" the second word may be a town close by

Area = tuple[str, str]
"""A country's code and a state's, or "" for the whole country."""

Found = list[tuple[Shelf, Entry]]


class Gazetteer:
    """`path` is the shipped file; `instance` the folder where an operator's own places may lie.
    `country` is where the site is at home: of two places with one name the one there counts ten
    times its people. Where the file is missing `available` is False and nothing is found."""

    def __init__(
        self, path: Path = SHIPPED, instance: Path | None = None, country: str = "US"
    ) -> None:
        self.country = country
        self._shelves: list[Shelf] = []
        self._areas: dict[str, set[Area]] = {}
        self._names: dict[Area, str] = {}
        own = (instance / OWN, instance / POSTCODES) if instance else ()
        for file in (path, *own):
            try:
                if file.exists():
                    self._shelves.append(Shelf(file, fixed=file == path))
            except sqlite3.DatabaseError as problem:
                log.error("places cannot be read from %s: %s", file.name, problem)
        for shelf in self._shelves:
            for country_code, code, name in shelf.regions.values():
                self._names.setdefault((country_code, code), name)
                for word in (code or country_code, name) if name else ():
                    self._areas.setdefault(key(word), set()).add((country_code, code))
        # Listings say the same few again and again. Visitors' words never come here.
        self._told = lru_cache(maxsize=512)(self._areas_told)

    @property
    def available(self) -> bool:
        return bool(self._shelves)

    def locate(self, words: str, country: str | None = None, limit: int = 10) -> list[Place]:
        """The places these words may mean, the likeliest first; empty where there is none.
        Words are a town, state, county or country, a ZIP, a UK postcode, or a place with what it
        lies in ("Paris, Texas", "Minneapolis MN"). `doubtful` says whether to offer the rest."""
        words = " ".join(words.replace("(", ",").replace(")", " ").split())[:100]
        home = country or self.country
        if (code := postcodes.read(words)) and (district := self._district(code[0])):
            return [district]
        found = self._coded(words) or self._named(words)
        return self._places(found, home, limit)

    def complete(self, prefix: str, limit: int = 8, country: str | None = None) -> list[Place]:
        """The likeliest places meant by somebody who has typed so far."""
        head, comma, rest = prefix.partition(",")
        if comma:
            wanted = fold(rest)
            return [
                place
                for place in self.locate(head, country, limit=50)
                if fold(place.state_name).startswith(wanted)
                or place.state.casefold() == wanted
                or fold(place.label.rpartition(",")[2]).startswith(wanted)
            ][:limit]
        folded = fold(head)
        starts = {folded.replace(" ", "")} - {""}
        last = prefix.casefold().split(" ")[-1]
        if last in SHORT:  # "st" may be the start of Stockton as well as short for Saint
            starts.add(starts.pop().removesuffix(SHORT[last]) + last)
            starts.add(folded.replace(" ", ""))
        found = [
            (s, entry) for s in self._shelves for start in starts for entry in s.by_start(start)
        ]
        # Names are filed without spaces: for "san f", San Francisco comes before Sanford.
        spaced = tuple({folded, folded.removesuffix(SHORT.get(last, "")) + last})
        return self._places(found, country or self.country, limit, spaced)

    def doubtful(self, places: list[Place], country: str | None = None) -> bool:
        """Whether the second place is well enough known that a person might mean it."""
        home = country or self.country
        scores = [_score(p.kind, p.country, p.population, home) for p in places[:2]]
        return len(scores) == 2 and scores[1] * 10 >= scores[0]

    def nearest(self, latitude: float, longitude: float) -> Place | None:
        """The nearest town or ZIP; None far out at sea or where the numbers are no point."""
        for shelf in self._shelves[:1]:
            entry = surroundings.nearest(shelf, latitude, longitude)
            return shelf.place(entry) if entry else None
        return None

    def state_of(self, latitude: float, longitude: float) -> Area | None:
        """Country and state code of the nearest known place: near a border only a good guess."""
        place = self.nearest(latitude, longitude)
        return (place.country, place.state) if place else None

    def contains(
        self, latitude: float, longitude: float, country: str, state: str = ""
    ) -> bool | None:
        """Whether a point lies in a country or in its state, each given by code or name. None:
        too near the border to say, or that state or country is not known here."""
        areas = self._told(country, state)
        for shelf in self._shelves[:1]:
            return surroundings.contains(shelf, latitude, longitude, areas) if areas else None
        return None

    def _areas_told(self, country: str, state: str) -> set[Area]:
        areas = self.areas(country)
        if not state:
            return areas
        inner = {area for area in self.areas(state) if area[1]}
        return {area for area in inner if (area[0], "") in areas} or (areas if not inner else set())

    def unit(self, words: str) -> Point | None:
        """The middle of a full UK postcode, where an operator has loaded them: for the address of
        a listing. A visitor's postcode is never looked up closer than its district."""
        code = postcodes.read(words)
        if not code or not code[1]:
            return None
        points = (shelf.unit("".join(code)) for shelf in self._shelves)
        return next((point for point in points if point), None)

    # How words are read -----------------------------------------------------------------------

    def _coded(self, words: str) -> Found:
        match = _ZIP.fullmatch(words)
        return self.find(match[2]) if match else []

    def _district(self, outward: str) -> Place | None:
        """The district of an outward code, or its post town with a notice."""
        for shelf, entry in self.find(outward):
            if KINDS[entry.kind] == "outward":
                return shelf.place(entry)
        towns = _within(self.find(postcodes.post_town(outward)), {("GB", "")})
        for town in self._places(towns, "GB", 1):
            return replace(
                town,
                kind="outward",
                code=outward,
                label=f"{outward}, {town.name}",
                uncertainty_km=max(town.uncertainty_km, 10.0),
                notice=TOWN_FOR_POSTCODE,
            )
        return None

    def _named(self, words: str) -> Found:
        head, comma, tail = words.rpartition(",")
        if comma:
            if areas := self.areas(tail):
                return _within(self._named(head), areas)
            return self._close_to(self._named(head), tail)
        found = self.find(words)
        if words.isupper() and len(words) <= 3:
            found += self._states(self.areas(words))
        if found:
            return found
        parts = words.split()
        for cut in range(1, len(parts)):
            areas = self.areas(" ".join(parts[cut:]))
            if areas and (found := _within(self._named(" ".join(parts[:cut])), areas)):
                return found
        return []

    def _close_to(self, found: Found, words: str) -> Found:
        """Those near a place of that name; where nothing bears that name, all."""
        anchors = self.find(words)
        if not found or not anchors:
            return found or anchors
        best = [(entry.lat, entry.lon) for _, entry in anchors[:20]]
        return [
            (shelf, entry)
            for shelf, entry in found
            if any(surroundings.distance(entry, *point) <= _NEARBY_KM for point in best)
        ]

    def find(self, name: str) -> Found:
        """Everything filed under exactly this name; cheaper than `locate`."""
        wanted = key(name)
        return [(shelf, entry) for shelf in self._shelves for entry in shelf.by_key(wanted)]

    def areas(self, words: str) -> set[Area]:
        """The states and countries of this name or code."""
        wanted = key(words)
        areas = set(self._areas.get(wanted, ()))
        for shelf in self._shelves:
            for entry in shelf.by_key(wanted):
                if entry.kind in (_COUNTRY, _STATE):
                    areas.add(shelf.regions[entry.region][:2])
        return areas

    def state_named(self, country: str, words: str) -> tuple[str, str] | None:
        """Code and name of the state of a country that is called so, by either."""
        for at, code in sorted(self._areas.get(key(words), ())):
            if at == country and code:
                return code, self._names[at, code]
        return None

    def _states(self, areas: Iterable[Area]) -> Found:
        return [
            (shelf, entry)
            for shelf in self._shelves
            for region in shelf.regions.values()
            if region[:2] in areas and region.name
            for entry in shelf.by_key(key(region.name))
            if entry.kind == _STATE and shelf.regions[entry.region] == region
        ]

    def _places(
        self, found: Found, home: str, limit: int, starts: tuple[str, ...] = ()
    ) -> list[Place]:
        def score(at: tuple[Shelf, Entry]) -> float:
            shelf, entry = at
            known = _score(
                KINDS[entry.kind], shelf.regions[entry.region].country, entry.population, home
            )
            if starts and not fold(entry.name).startswith(starts) and entry.kind != _ZIP_KIND:
                known /= 1000
            return known / (10 if entry.alias else 1)

        places: list[Place] = []
        kept: list[Entry] = []
        ranked = sorted(found, key=lambda at: (at[1].fictional, -score(at)))
        for shelf, entry in ranked:
            if entry.alias and score((shelf, entry)) * 10 < score(ranked[0]):
                continue  # an old name of Richmond is no rival to Manchester
            twins = [
                k
                for k in kept
                if (k.kind, k.region, k.code, k.name)
                == (entry.kind, entry.region, entry.code, entry.name)
            ]
            if any(surroundings.distance(entry, k.lat, k.lon) < _SAME_KM for k in twins):
                continue
            kept.append(entry)
            places.append(shelf.place(entry, tell_county=bool(twins)))
            if len(places) == limit:
                break
        return places


def gazetteer_at(home: Path, country: str = "US") -> Gazetteer:
    """The gazetteer of an installation: its instance folder and its country. It is opened once,
    and again when the operator's own files have changed."""
    own = [home / name for name in (OWN, POSTCODES)]
    return _opened(home, country, tuple(f.stat().st_mtime_ns for f in own if f.exists()))


@lru_cache(maxsize=4)
def _opened(home: Path, country: str, _changed: tuple[int, ...]) -> Gazetteer:
    return Gazetteer(instance=home, country=country)


def _score(kind: str, country: str, population: int, home: str) -> float:
    weight = (10.0 if country == home else 1.0) * (0.15 if kind in ("state", "country") else 1.0)
    return (population + 1) * weight


def _within(found: Found, areas: set[Area]) -> Found:
    """Those inside an area; the area itself is not inside itself."""
    inside: Found = []
    for shelf, entry in found:
        country, code, _ = shelf.regions[entry.region]
        is_area = (entry.kind == _STATE and (country, code) in areas) or entry.kind == _COUNTRY
        if not is_area and ((country, code) in areas or (country, "") in areas):
            inside.append((shelf, entry))
    return inside
