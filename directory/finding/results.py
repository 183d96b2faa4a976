"""Results as a page shows them: cards with reasons, facets with counts, chips, ways on.

Plain: the question, the engine's answer and the published entries in, words and addresses out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from directory.finding.asked import Asked
from directory.finding.chips import chips, other_places
from directory.finding.links import Address, link
from directory.finding.links import Link as Link
from directory.finding.narrowing import Facet as Facet
from directory.finding.narrowing import Option as Option
from directory.finding.narrowing import days, facets, left_out, times
from directory.finding.ways_on import way_on
from directory.geo.place import Place
from directory.listings.messages import N_
from directory.listings.shown import Card, Reader
from directory.search.query import Hit, Page
from directory.search.understand import Understood

PER_PAGE = 10
LEAST_ON_SHELF = 2  # listings, where there are so many

MakeCard = Callable[[Hit], Card | None]


@dataclass(frozen=True, slots=True)
class Shelf:
    id: str
    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Results:
    heading: str
    cards: tuple[Card, ...]
    shelves: tuple[Shelf, ...]  # what a place would hide, beside the cards
    rooms: tuple[Shelf, ...]  # with a place: all of the first page, near, online and always there
    facets: tuple[Facet, ...]
    left_out: tuple[Option, ...]
    days: tuple[Option, ...]
    times: tuple[tuple[str, str], ...]
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
    """`card` makes one of a hit, None for what is no longer public; `href` gives the address of a
    question."""
    place = understood.place
    pages = max(1, -(-answer.total // per_page))
    cards = _cards(answer.hits, card)
    first = place is not None and asked.page == 1 and answer.total > 0

    def turn(label: str, page: int) -> Link:
        return link(reader.say(label), replace(asked, page=page), href)

    return Results(
        heading=_heading(answer.total, place, reader),
        cards=cards,
        shelves=_shelves(answer, cards, card, reader) if asked.page == 1 else (),
        rooms=_rooms(answer, cards, card, reader) if first and asked.sort == "best" else (),
        facets=tuple(facets(asked, answer.counts, reader)),
        left_out=left_out(asked, answer.counts, reader),
        days=days(asked, reader),
        times=times(reader),
        chips=tuple(chips(asked, understood, href, reader)),
        other_places=tuple(other_places(asked, understood, href)),
        mended=_mended(asked, answer, href, reader),
        notes=_notes(asked, answer, understood, reader),
        rescues=tuple(way_on(asked, understood, each, href, reader) for each in answer.rescues),
        total=answer.total,
        page=asked.page,
        pages=pages,
        previous=turn(N_("Previous page"), asked.page - 1) if asked.page > 1 else None,
        next=turn(N_("Next page"), asked.page + 1) if asked.page < pages else None,
    )


def _cards(hits: Sequence[Hit], card: MakeCard) -> tuple[Card, ...]:
    return tuple(made for hit in hits if (made := card(hit)) is not None)


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


NEAR = N_("Near you")
SHELVES = {
    "online": N_("From anywhere: online or by phone"),
    "always": N_("Always there, day and night"),
}


def _shelves(
    answer: Page, cards: Sequence[Card], card: MakeCard, reader: Reader
) -> tuple[Shelf, ...]:
    """What a place would hide: help from afar, and lines that always answer."""
    shown, shelves = {each.id for each in cards}, []
    for name, title in SHELVES.items():
        found = _cards([h for h in answer.shelves.get(name, ()) if h.listing_id not in shown], card)
        shown |= {each.id for each in found}
        if found:
            shelves.append(Shelf(name, reader.say(title), found))
    return tuple(shelves)


def _rooms(
    answer: Page, cards: Sequence[Card], card: MakeCard, reader: Reader
) -> tuple[Shelf, ...]:
    """The first page in three shelves, each with the best of its own that the page would not
    hold. The one near by stands there empty too: that is an answer."""
    here = {hit.listing_id for hit in answer.hits if hit.km is not None}
    always = {hit.listing_id for hit in answer.shelves.get("always", ())}
    rooms: dict[str, list[Card]] = {"near": [], "online": [], "always": []}
    for each in cards:
        afar = "always" if each.id in always else "online"
        rooms["near" if each.id in here else afar].append(each)
    shown = {each.id for each in cards}
    for name, held in rooms.items():
        hits = [h for h in answer.shelves.get(name, ()) if h.listing_id not in shown]
        held += _cards(hits, card)[: max(0, LEAST_ON_SHELF - len(held))]
        shown |= {each.id for each in held}
    titles = {"near": NEAR} | SHELVES
    return tuple(
        Shelf(name, reader.say(titles[name]), tuple(held))
        for name, held in rooms.items()
        if held or name == "near"
    )


def _mended(asked: Asked, answer: Page, href: Address, reader: Reader) -> tuple[str, Link | None]:
    if not answer.corrections:
        return "", None
    used = reader.listing([f"“{each.used}”" for each in answer.corrections])
    typed = reader.listing([f"“{each.typed}”" for each in answer.corrections])
    return (
        reader.says(N_("Showing results for %(words)s."), words=used),
        link(
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
    if (asked.open_now or asked.week or understood.when) and answer.unknown_hours:
        notes.append(
            reader.says(
                N_("%(n)s more may be open. Their hours are not known: call first."),
                n=reader.number(answer.unknown_hours),
            )
        )
    return tuple(notes)
