"""Walking a record as rows: each object once for every place it stands in, with its parent.

Also settles what rows cannot hold. A child row has one key for each *kind* of parent, so one
child under two services fits no row: the second gets a copy of its own, with an id that is the
same at every import (HSDS: nesting and storage).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from directory.listings.models.hsds import ANYWHERE, NODES, Branch


@dataclass(slots=True)
class Spot:
    """One object in one place of a tree."""

    thing: Any
    parent: Any  # None at the root
    branch: Branch | None
    index: int  # where it stands in its list

    @property
    def cls(self) -> type:
        return type(self.thing)


@dataclass(frozen=True, slots=True)
class Conflict:
    """What had to be settled. `kind`: "copied" (one child, two parents of one kind) or
    "different" (one id, two contents: the first was kept)."""

    kind: str
    entity: str
    id: str
    detail: str


def walk(thing: Any) -> Iterator[Spot]:
    """Every object below and including `thing`, parents first, in the order of the fields."""
    yield from _walk(Spot(thing, None, None, 0))


def _walk(spot: Spot) -> Iterator[Spot]:
    yield spot
    for branch in NODES[spot.cls].branches:
        value = getattr(spot.thing, branch.name)
        if branch.many:
            for index, child in enumerate(value):
                yield from _walk(Spot(child, spot.thing, branch, index))
        elif value is not None:
            yield from _walk(Spot(value, spot.thing, branch, 0))


# (child class, child id, the kind of parent) -> the parent's id
Holders = dict[tuple[type, str, str], str]


def place_of(spot: Spot) -> tuple[tuple[type, str, str], str] | None:
    """Which key of the child's row this place takes, and the parent id that goes there."""
    if spot.branch is None or not spot.branch.many:
        return None
    if spot.cls in ANYWHERE:
        owner = f"{NODES[type(spot.parent)].entity}/{spot.parent.id}"
        return (spot.cls, spot.thing.id, "owner"), owner
    return (spot.cls, spot.thing.id, spot.branch.column), spot.parent.id


def settle(thing: Any, holders: Holders) -> list[Conflict]:
    """Gives copies their own ids, in place. `holders` knows who holds which child already, in
    the database and in records settled before; it learns this one's."""
    conflicts = []
    for spot in walk(thing):
        place = place_of(spot)
        if place is None:
            continue
        key, parent = place
        if holders.setdefault(key, parent) != parent:
            old = spot.thing.id
            spot.thing.id = str(uuid5(UUID(old), parent))
            holders[spot.cls, spot.thing.id, key[2]] = parent
            conflicts.append(Conflict("copied", NODES[spot.cls].entity, old, parent))
    return conflicts
