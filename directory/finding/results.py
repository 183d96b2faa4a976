"""Results as a page shows them: cards with reasons, facets with counts, chips, ways on.

Plain: the question, the engine's answer and the published entries in, words and addresses out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from directory.finding.asked import AXES, DEFAULT_RADIUS, RADII, Asked
from directory.geo.place import Place
from directory.listings import classification
from directory.listings.messages import N_
from directory.listings.shown import Card, Reader
from directory.search.query import Hit, Page, Rescue
from directory.search.understand import Chip, Understood

PER_PAGE = 10
SHOWN_FIRST = 5  # values of a facet before "show more"
SHOWN_MORE = 15
OTHER_PLACES = 4
# With fewer values than this a facet cannot help to choose.
WORTH_CHOOSING = 2

Address = Callable[[Asked], str]
MakeCard = Callable[[Hit, tuple[str, ...]], Card | None]


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    checked: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    title: str
    options: tuple[Option, ...]
    more: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another answer. `asked` is the question behind the address, for those who send it
    without one."""

    label: str
    href: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class Shelf:
    id: str
    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Results:
    heading: str
    cards: tuple[Card, ...]
    shelves: tuple[Shelf, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Link, ...]
    other_places: tuple[Link, ...]  # of the same name as the one that was taken
    mended: tuple[str, Link | None]  # what was looked for instead, and the way to the typed words
    notes: tuple[str, ...]
    rescues: tuple[Link, ...]
    total: int
    page: int
    pages: int
    previous: Link | None
    next: Link | None


def results(
    asked: Asked,
    answer: Page,
    *,
    understood: Understood,
    card: MakeCard,
    href: Address,
    reader: Reader,
    per_page: int = PER_PAGE,
) -> Results:
    """`card` makes one of a hit and its reasons, None for what is no longer public; `href` gives
    the address of a question."""
    place = understood.place
    pages = max(1, -(-answer.total // per_page))
    cards = _cards(answer.hits, card, reader)
    shown = {each.id for each in cards}

    def turn(label: str, page: int) -> Link:
        return _link(reader.say(label), replace(asked, page=page), href)

    return Results(
        heading=_heading(answer.total, place, reader),
        cards=cards,
        shelves=_shelves(answer, shown, card, reader) if asked.page == 1 else (),
        facets=tuple(_facets(asked, answer.counts, reader)),
        chips=tuple(_chips(asked, understood, href, reader)),
        other_places=tuple(_other_places(asked, understood, href)),
        mended=_mended(asked, answer, href, reader),
        notes=_notes(asked, answer, understood, reader),
        rescues=tuple(_rescue(asked, understood, each, href, reader) for each in answer.rescues),
        total=answer.total,
        page=asked.page,
        pages=pages,
        previous=turn(N_("Previous page"), asked.page - 1) if asked.page > 1 else None,
        next=turn(N_("Next page"), asked.page + 1) if asked.page < pages else None,
    )


def _link(label: str, asked: Asked, href: Address) -> Link:
    return Link(label, href(asked), asked)


def _cards(hits: tuple[Hit, ...], card: MakeCard, reader: Reader) -> tuple[Card, ...]:
    made = (card(hit, reasons(hit, reader)) for hit in hits)
    return tuple(each for each in made if each is not None)


def reasons(hit: Hit, reader: Reader) -> tuple[str, ...]:
    """Why a result is there, in words; its check and cost stand on the card anyway."""
    found = []
    if hit.matched:
        words = reader.listing([f"“{word}”" for word in hit.matched])
        found.append(reader.says(N_("it says %(words)s"), words=words))
    if hit.km is not None:
        found.append(reader.distance(hit.km))
    return tuple(found)


def _heading(total: int, place: Place | None, reader: Reader) -> str:
    values = {"n": reader.number(total), "place": place.label if place else ""}
    match (total, place):
        case (0, _):
            return reader.says(N_("No results"))
        case (1, None):
            return reader.says(N_("1 result"))
        case (1, _):
            return reader.says(N_("1 result near %(place)s"), **values)
        case (_, None):
            return reader.says(N_("%(n)s results"), **values)
    return reader.says(N_("%(n)s results near %(place)s"), **values)


def _shelves(answer: Page, shown: set[str], card: MakeCard, reader: Reader) -> tuple[Shelf, ...]:
    """What a place would hide: help from afar, and lines that always answer."""
    titles = {
        "online": reader.says(N_("From anywhere: online or by phone")),
        "always": reader.says(N_("Always there, day and night")),
    }
    shelves = []
    for name, title in titles.items():
        hits = tuple(h for h in answer.shelves.get(name, ()) if h.listing_id not in shown)
        cards = _cards(hits, card, reader)
        shown |= {each.id for each in cards}
        if cards:
            shelves.append(Shelf(name, title, cards))
    return tuple(shelves)


def _facets(asked: Asked, counts: Mapping[str, Mapping[str, int]], reader: Reader) -> list[Facet]:
    facets = []
    for axis in AXES:
        chosen, numbers = asked.codes.get(axis, ()), counts.get(axis, {})
        options = [
            Option(code, term.label(reader.language), code in chosen, numbers.get(code, 0))
            for term in classification.terms(axis)
            if numbers.get(code := term.code) or code in chosen
        ]
        if len(options) < WORTH_CHOOSING and not chosen:
            continue
        options.sort(key=lambda option: (not option.checked, -(option.count or 0)))
        first = max(SHOWN_FIRST, len(chosen))
        about = classification.find_axis(axis)
        title = about.label(reader.language) if about else axis
        more = tuple(options[first : first + SHOWN_MORE])
        facets.append(Facet(axis, title, tuple(options[:first]), more))
    return facets


def _chips(asked: Asked, understood: Understood, href: Address, reader: Reader) -> list[Link]:
    """What was understood and what was chosen, each with the way to take it away."""
    chips = []
    for chip in understood.chips:
        label = _chip_label(chip, reader)
        if chip.kind == "place" and not chip.words:
            without = replace(asked, near="", radius=None, page=1)
        else:
            without = replace(asked, ignored=(*asked.ignored, chip.name), page=1)
        if chip.value not in asked.codes.get(chip.kind, ()):
            chips.append(_link(label, without, href))
    if asked.open_now:
        label = reader.says(N_("open now"))
        chips.append(_link(label, replace(asked, open_now=False, page=1), href))
    for axis, codes in asked.codes.items():
        for code in codes:
            (label,) = classification.labels(axis, [code], reader.language) or [code]
            chips.append(_link(label, asked.less(axis, code), href))
    return chips


def _chip_label(chip: Chip, reader: Reader) -> str:
    if chip.kind == "place":
        return reader.says(N_("near %(place)s"), place=chip.label)
    term = classification.find_term(chip.kind, chip.value)
    return term.label(reader.language) if term else chip.label


def _other_places(asked: Asked, understood: Understood, href: Address) -> Iterator[Link]:
    """Where the name stands for several places: the same question about another one."""
    for place in understood.other_places[:OTHER_PLACES]:
        name = f"place:{understood.place.label}" if understood.place else ""
        ignored = tuple(dict.fromkeys([*asked.ignored, name])) if not asked.near else asked.ignored
        there = replace(asked, near=place.label, ignored=ignored, radius=None, page=1)
        yield _link(place.label, there, href)


def _mended(asked: Asked, answer: Page, href: Address, reader: Reader) -> tuple[str, Link | None]:
    if not answer.corrections:
        return "", None
    used = reader.listing([f"“{each.used}”" for each in answer.corrections])
    typed = reader.listing([f"“{each.typed}”" for each in answer.corrections])
    return (
        reader.says(N_("Showing results for %(words)s."), words=used),
        _link(
            reader.says(N_("Search for %(words)s instead"), words=typed),
            replace(asked, exactly=True, page=1),
            href,
        ),
    )


def _notes(asked: Asked, answer: Page, understood: Understood, reader: Reader) -> tuple[str, ...]:
    notes, place = [], understood.place
    if understood.asks_for_here:
        notes.append(reader.says(N_("Type your town or postcode to see what is near you.")))
    if asked.near and place is None:
        notes.append(
            reader.says(
                N_("We do not know the place “%(place)s”. These results are from everywhere."),
                place=asked.near,
            )
        )
    if place is not None and place.notice:
        notes.append(reader.says(place.notice, code=place.code, name=place.name))
    if asked.open_now and answer.unknown_hours:
        notes.append(
            reader.says(
                N_("%(n)s more may be open. Their hours are not known: call first."),
                n=reader.number(answer.unknown_hours),
            )
        )
    return tuple(notes)


def _without_place(asked: Asked, understood: Understood) -> Asked:
    names = tuple(chip.name for chip in understood.chips if chip.kind == "place" and chip.words)
    return replace(asked, near="", radius=None, ignored=(*asked.ignored, *names))


def _without_time(asked: Asked, understood: Understood) -> Asked:
    names = tuple(chip.name for chip in understood.chips if chip.kind == "time")
    return replace(asked, open_now=False, ignored=(*asked.ignored, *names))


def _rescue(
    asked: Asked, understood: Understood, rescue: Rescue, href: Address, reader: Reader
) -> Link:
    """The way on from an empty page, with the number it brings."""
    number = reader.number(rescue.total)
    drop, _, axis = rescue.drop.partition(":")
    start = replace(asked, page=1)
    match drop:
        case "radius":
            label = N_("Look farther away (%(n)s)")
            there = replace(start, radius=_wider(asked.radius))
        case "place":
            label, there = N_("Look everywhere (%(n)s)"), _without_place(start, understood)
        case "open":
            label, there = N_("Also at other times (%(n)s)"), _without_time(start, understood)
        case "facet":
            about = classification.find_axis(axis)
            title = about.label(reader.language) if about else axis
            words = reader.says(N_("Without “%(filter)s” (%(n)s)"), filter=title, n=number)
            names = tuple(chip.name for chip in understood.chips if chip.kind == axis)
            there = replace(start.less(axis), ignored=(*asked.ignored, *names))
            return _link(words, there, href)
        case _:
            label = N_("With fewer words (%(n)s)")
            there = replace(start, words=_fewer(asked, rescue))
    return _link(reader.says(label, n=number), there, href)


def _wider(radius: int | None) -> int | None:
    return next((each for each in RADII if each > (radius or DEFAULT_RADIUS)), RADII[-1])


def _fewer(asked: Asked, rescue: Rescue) -> str:
    match rescue.drop:
        case "without":
            return " ".join(word for word in asked.words.split() if not word.startswith("-"))
        case "phrase":
            return asked.words.replace('"', "").replace("“", "").replace("”", "")
    gone = set(rescue.value.split())
    return " ".join(word for word in asked.words.split() if word not in gone)
