"""Ways on from an empty page, each with the number it brings."""

from __future__ import annotations

from dataclasses import replace

from directory.finding.asked import DEFAULT_RADIUS, RADII, Asked
from directory.finding.links import Address, Link, link
from directory.finding.narrowing import title_of
from directory.listings.messages import N_
from directory.listings.shown import Reader
from directory.search.query import Rescue
from directory.search.understand import Understood


def _without_place(asked: Asked, understood: Understood) -> Asked:
    names = tuple(chip.name for chip in understood.chips if chip.kind == "place" and chip.words)
    return replace(asked, near="", radius=None, ignored=(*asked.ignored, *names))


def _without_time(asked: Asked, understood: Understood) -> Asked:
    names = tuple(chip.name for chip in understood.chips if chip.kind == "time")
    return replace(asked, open_now=False, days=(), time="", ignored=(*asked.ignored, *names))


def way_on(
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
            title = title_of(axis, reader)
            words = reader.says(N_("Without “%(filter)s” (%(n)s)"), filter=title, n=number)
            names = tuple(chip.name for chip in understood.chips if chip.kind == axis)
            there = replace(start.less(axis), ignored=(*asked.ignored, *names))
            return link(words, there, href)
        case _:
            label = N_("With fewer words (%(n)s)")
            there = replace(start, words=_fewer(asked, rescue))
    return link(reader.says(label, n=number), there, href)


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
