"""Results by the four kinds of support, beside each online option one to go to (FIELD goal 11)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import zip_longest

from directory.finding.asked import Asked
from directory.finding.find import query_of
from directory.finding.links import Address, Link, link
from directory.listings import classification
from directory.listings.messages import N_
from directory.listings.queries import Entry
from directory.listings.shown import Card, Reader
from directory.search import queries
from directory.search.engine import current_engine
from directory.search.query import REMOTE_FORMATS, Choice, Hit, Query
from directory.search.understand import Understood

PAIRS = 2  # of each kind: a page to read, not a catalogue
IN_PERSON = frozenset({"in-person"})


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of support. In a pair the first is had from afar, the second in a place to go to;
    either may be missing."""

    code: str
    title: str
    text: str
    pairs: tuple[tuple[Card | None, Card | None], ...]
    every: Link


def by_support(
    asked: Asked,
    understood: Understood,
    card: Callable[[Hit, Entry], Card],
    href: Address,
    reader: Reader,
) -> tuple[Group, ...]:
    """Kinds that hold nothing are left out. Raises EngineUnavailable."""
    groups = []
    for term in classification.terms("support"):
        if asked.codes.get("support") and term.code not in asked.codes["support"]:
            continue
        only = replace(
            asked, codes=asked.codes | {"support": (term.code,)}, view="list", sort="best", page=1
        )
        query = replace(
            query_of(only, understood), count=(), shelves=False, rescue=False, per_page=PAIRS + 1
        )
        afar = _best(query, REMOTE_FORMATS, card, set())
        here = _best(query, IN_PERSON, card, {each.id for each in afar})
        if not afar and not here:
            continue
        total = current_engine().total(query)
        groups.append(
            Group(
                code=term.code,
                title=term.label(reader.language),
                text=term.description(reader.language),
                pairs=tuple(zip_longest(afar, here)),
                every=link(
                    reader.says(N_("All of this kind (%(n)s)"), n=reader.number(total)), only, href
                ),
            )
        )
    return tuple(groups)


def _best(
    query: Query,
    formats: frozenset[str],
    card: Callable[[Hit, Entry], Card],
    shown: set[str],
) -> list[Card]:
    held = query.facets.get("format", Choice())
    if held.any_of and not held.or_unknown:
        formats &= held.any_of
        if not formats:
            return []
    facets = {**query.facets, "format": replace(held, any_of=formats, or_unknown=False)}
    found = queries.find(current_engine(), replace(query, facets=facets))
    return [card(hit, entry) for hit, entry in found.hits if entry.id not in shown][:PAIRS]
