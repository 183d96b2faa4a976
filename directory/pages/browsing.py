"""What the browse pages show: lists of links with numbers, and the way back up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from directory.listings import classification
from directory.listings.messages import N_
from directory.listings.shown import Reader
from directory.search.areas import MADE_UP, NO_STATE, Area

MadeUpName = N_("A made-up county, for demonstration")


@dataclass(frozen=True, slots=True)
class Way:
    """One link of a list, with the number it leads to and what is narrower."""

    label: str
    href: str
    count: int
    narrower: tuple[Way, ...] = ()


def term_ways(
    axis: str, numbers: Mapping[str, int], href: Callable[[str], str], language: str
) -> tuple[Way, ...]:
    """The terms of an axis that lead somewhere, narrower ones under the wider they belong to."""
    terms = [term for term in classification.terms(axis) if numbers.get(term.code)]
    codes = {term.code for term in terms}

    def ways(parent: str | None) -> tuple[Way, ...]:
        return tuple(
            Way(
                term.label(language),
                href(term.code),
                numbers[term.code],
                ways(term.code),
            )
            for term in terms
            if (term.parent if term.parent in codes else None) == parent
        )

    found = ways(None)
    if axis == "topic":
        found = tuple(sorted(found, key=lambda way: way.label.casefold()))
    return found


def area_name(area: Area, reader: Reader) -> str:
    if area.path == (MADE_UP,):
        return reader.say(MadeUpName)
    return reader.territory(area.path[0]) if len(area.path) == 1 else area.name


def inner_areas(area: Area) -> list[Area]:
    """States or towns; the towns of a country without states stand under it directly."""
    found = []
    for each in area.sorted():
        found.extend(each.sorted() if each.path[-1] == NO_STATE and not each.codes else [each])
    return found


def area_ways(area: Area, href: Callable[[Sequence[str]], str], reader: Reader) -> tuple[Way, ...]:
    """By name; what is made up comes last."""
    inside = sorted(inner_areas(area), key=lambda at: area_name(at, reader).casefold())
    inside.sort(key=lambda at: at.path == (MADE_UP,))
    return tuple(Way(area_name(at, reader), href(at.path), at.count) for at in inside)


def full_name(world: Area, area: Area, reader: Reader) -> str:
    """ "Minneapolis, Minnesota": as the gazetteer reads it."""
    if area.made_up or len(area.path) < 3:
        return area_name(area, reader)
    state = world.inside[area.path[0]].inside[area.path[1]]
    held_in = state.name or area_name(world.inside[area.path[0]], reader)
    return f"{area.name}, {held_in}"
