"""What was understood and what was chosen, as chips that can be taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from directory.finding.asked import Asked
from directory.finding.links import Address, Link, link
from directory.finding.narrowing import label_of, label_of_name, week_words
from directory.listings import classification
from directory.listings.messages import N_
from directory.listings.shown import Reader
from directory.search.understand import Chip, Understood

OTHER_PLACES = 4
_MINUS = "-*\u2212\u2013\u2014"


def chips(asked: Asked, understood: Understood, href: Address, reader: Reader) -> list[Link]:
    """What was understood and what was chosen, each with the way to take it away."""
    found = []
    for chip in understood.chips:
        label = _chip_label(chip, reader)
        if chip.kind == "time" and (asked.open_now or asked.week):
            continue  # what was chosen on the page comes before it
        if chip.kind == "place" and not chip.words:
            without = replace(asked, near="", radius=None, page=1)
        else:
            without = replace(asked, ignored=(*asked.ignored, chip.name), page=1)
        if chip.value not in asked.codes.get(chip.kind, ()):
            found.append(link(label, without, href))
    if asked.open_now:
        label = reader.says(N_("open now"))
        found.append(link(label, replace(asked, open_now=False, page=1), href))
    elif asked.week:
        label = week_words(asked, reader)
        found.append(link(label, replace(asked, days=(), time="", page=1), href))
    for axis, codes in asked.codes.items():
        found.extend(link(label_of(axis, c, reader), asked.less(axis, c), href) for c in codes)
    for name in asked.without:
        label = reader.says(N_("without: %(what)s"), what=label_of_name(name, reader))
        left = tuple(each for each in asked.without if each != name)
        found.append(link(label, replace(asked, without=left, page=1), href))
    for word in understood.without:
        label = reader.says(N_("without: %(what)s"), what=f"“{word}”")
        kept = " ".join(each for each in asked.words.split() if each.strip(_MINUS) != word)
        if kept != asked.words:
            found.append(link(label, replace(asked, words=kept, page=1), href))
    return found


def _chip_label(chip: Chip, reader: Reader) -> str:
    if chip.kind == "place":
        return reader.says(N_("near %(place)s"), place=chip.label)
    if chip.kind == "language":
        return reader.language_name(chip.value)
    term = classification.find_term(chip.kind, chip.value)
    return term.label(reader.language) if term else chip.label


def other_places(asked: Asked, understood: Understood, href: Address) -> Iterator[Link]:
    """Where the name stands for several places: the same question about another one."""
    for place in understood.other_places[:OTHER_PLACES]:
        name = f"place:{understood.place.label}" if understood.place else ""
        ignored = tuple(dict.fromkeys([*asked.ignored, name])) if not asked.near else asked.ignored
        there = replace(asked, near=place.label, ignored=ignored, radius=None, page=1)
        yield link(place.label, there, href)
