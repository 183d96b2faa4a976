"""What of a record is compared when looking for duplicates, brought to one spelling."""

import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from directory.listings import urls
from directory.listings.must_hold import schedules
from directory.listings.phones import same_line
from directory.listings.record import Address, Location, Phone, Record
from directory.listings.seed_files import seed_file

_NEAR = 75.0  # metres
_WORD = re.compile(r"[^\W_]+")


class Likeness:
    """The comparable parts of one record. `names` are tuples of words; `phones`, `sites`, `towns`
    sets of keys; `when` tells on which days and at what times it meets."""

    __slots__ = ("addresses", "names", "phones", "points", "sites", "source", "towns", "when")

    def __init__(self, record: Record) -> None:
        service = record.service
        written = filter(None, (service.name, service.alternate_name))
        self.names = tuple(dict.fromkeys(name_words(name) for name in written)) or ((),)
        locations = [at.location for at in service.service_at_locations if at.location]
        country = next((c for c in _countries(locations)), None)
        self.phones = frozenset(
            same_line(phone.number, phone.country or country)
            for phone in _phones(record)
            if phone.number.strip()
        )
        self.sites = frozenset(_sites(record))
        addresses = [address for location in locations for address in location.addresses]
        self.addresses = [street for a in addresses if (street := street_of(a))]
        self.towns = frozenset(
            plain(town)
            for town in (*(a.city for a in addresses), *(x.town for x in locations))
            if town
        )
        self.points = [
            (place.latitude, place.longitude)
            for place in locations
            if place.latitude is not None
            and place.longitude is not None
            and math.isfinite(place.latitude + place.longitude)
        ]
        self.source = record.source.name
        self.when = frozenset((s.byday, s.bymonthday, s.opens_at) for s in schedules(record))

    def same_place(self, other: "Likeness") -> float | None:
        """1 the same door, 0 another, None not known."""
        if self.addresses and other.addresses:
            best = max(_same_street(a, b) for a, b in product(self.addresses, other.addresses))
            return best if best >= 0.8 else 0.0
        metres = self.metres_to(other)
        return None if metres is None else float(metres <= _NEAR)

    def metres_to(self, other: "Likeness") -> float | None:
        """Between the two nearest points, None if either has none."""
        return min((_metres(a, b) for a, b in product(self.points, other.points)), default=None)

    def keys(self) -> frozenset[str]:
        general = words_of("general")
        telling = {w for name in self.names for w in name if w not in general and len(w) > 2}
        keys = {f"phone:{phone}" for phone in self.phones}
        keys |= {f"site:{site}" for site in self.sites}
        keys |= {f"word:{word[:5]}" for word in telling}
        keys |= {f"street:{number} {words[0]}" for number, words, _ in self.addresses if words}
        keys |= {f"cell:{lat:.2f},{lon:.2f}" for lat, lon in self.points}
        return frozenset(keys)


def remembering() -> Callable[[Record], Likeness]:
    """`Likeness`, made once for each record: for a page that compares the same ones in several
    ways."""
    known: dict[int, tuple[Record, Likeness]] = {}

    def of(record: Record) -> Likeness:
        if id(record) not in known:
            known[id(record)] = record, Likeness(record)  # with the record, so that its id stays
        return known[id(record)][1]

    return of


def plain(text: str) -> str:
    """Lower case, without accents and apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c) and c not in "'’‘`.")


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, short forms written out, empty words left out."""
    short_for, empty = _table("short_for"), words_of("empty")
    words = [w for word in _WORD.findall(plain(name)) for w in short_for.get(word, word).split()]
    kept = tuple(word for word in words if word not in empty)
    return kept or tuple(words)


def shared_words(
    one: tuple[str, ...], other: tuple[str, ...]
) -> tuple[list[str], list[str], list[str]]:
    """Words of both (slips allowed), of the first only, of the second only."""
    together, left, right = [], [], list(other)
    for word in one:
        twin = word if word in right else next((w for w in right if _alike(word, w)), None)
        if twin is None:
            left.append(word)
        else:
            right.remove(twin)
            together.append(word)
    return together, left, right


def _alike(a: str, b: str) -> bool:
    """One slip of the keys apart, two in a long word; two letters changing places are one."""
    length = min(len(a), len(b))
    return length > 3 and OSA.distance(a, b) <= (2 if length > 7 else 1)


Street = tuple[str, tuple[str, ...], str]


def street_of(address: Address) -> Street | None:
    """(house number, words of the street, postal code), None without a street."""
    streets, units = _table("streets"), words_of("unit_of_address")
    words = [streets.get(w, w) for w in _WORD.findall(plain(address.address_1))]
    for n, word in enumerate(words):
        if n and word in units:
            words = words[:n]
            break
    if not words:
        return None
    number = next(
        (w for w in words if w[0].isdigit() and not w.endswith(("st", "nd", "rd", "th"))), ""
    )
    rest = tuple(w for w in words if w != number)
    return number, rest, plain(address.postal_code).replace(" ", "")


def _same_street(a: Street, b: Street) -> float:
    if a[0] != b[0]:
        return 0.0
    streets = fuzz.token_sort_ratio(" ".join(a[1]), " ".join(b[1])) / 100
    if a[0] or not (a[2] and b[2]):
        return streets
    return streets if a[2] == b[2] else streets * 0.7


def _metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance on a sphere; ample for telling doors from towns."""
    lat, lon = math.radians(a[0]), math.radians(b[0])
    half = math.sin((lon - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(lon) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * 6_371_000 * math.asin(min(1.0, math.sqrt(max(0.0, half))))


def _countries(locations: list[Location]) -> Iterator[str]:
    for location in locations:
        yield from (a.country for a in location.addresses if a.country)
        if location.country:
            yield location.country


def _phones(record: Record) -> Iterator[Phone]:
    service = record.service
    yield from service.phones
    for contact in service.contacts:
        yield from contact.phones
    for at in service.service_at_locations:
        yield from at.phones
        if at.location:
            yield from at.location.phones


def _sites(record: Record) -> Iterator[str]:
    """Own sites and mail domains; a page on a site that many share counts with its path."""
    service = record.service
    organization = service.organization
    addresses = [service.url, *(url.url for url in service.additional_urls)]
    addresses += [organization.website] if organization else []
    shared = words_of("shared_sites")
    for address in filter(None, addresses):
        if urls.is_blank(address):
            continue
        name = urls.site(address)
        if name in shared:
            name = re.sub(r"^[a-z]+://(www\.)?|[/?#]+$", "", address.lower())
        if name:
            yield name
    for mail in filter(None, (service.email, organization.email if organization else None)):
        name = urls.site(mail.rpartition("@")[2])
        yield mail.lower() if name in shared else name


@cache
def _table(name: str) -> dict[str, str]:
    table: dict[str, str] = json.loads(seed_file("rules", "duplicates.json"))[name]
    return table


@cache
def words_of(name: str) -> frozenset[str]:
    """One of the word lists: empty, general, unit_of_address, shared_sites."""
    return frozenset(json.loads(seed_file("rules", "duplicates.json"))[name])
