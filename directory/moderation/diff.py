"""What differs between versions of a record, and how three of them become one. Plain.

A record is laid flat: each fact under its path. Items of lists stand under their own id, so that a
phone that moved up in its list is still the same phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from directory.listings import codec
from directory.listings.record import Record

Path = tuple[str, ...]
Flat = dict[Path, Any]

# What a visitor reaches somebody by. Changes to these are looked at twice (TRUST INT-1).
_WAYS = frozenset({"phones", "email", "url", "website", "additional_urls", "additional_websites"})
_QUIET = frozenset({"id", "last_modified", "metadata"})  # nothing a person decides on


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs. None means not there. `current` is what the listing says now; where
    it is neither `before` nor `after`, somebody else changed the same fact meanwhile."""

    path: Path
    before: Any
    current: Any
    after: Any

    @property
    def conflict(self) -> bool:
        return self.current not in (self.before, self.after)

    @property
    def contact(self) -> bool:
        return is_contact(self.path)

    @property
    def name(self) -> str:
        """The path as one word, for a form's field."""
        return "/".join(self.path)


def is_contact(path: Path) -> bool:
    return bool(_WAYS & set(path)) and path[0] == "service"


def flat(record: Record | None) -> Flat:
    """{path: value}; values are text, numbers, flags and lists of texts."""
    found: Flat = {}
    if record is not None:
        _lay(codec.plain(record), (), found)
    return found


def _lay(value: Any, path: Path, found: Flat) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _lay(inner, (*path, name), found)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for item in value:
            _lay(item, (*path, f"#{item['id']}"), found)
    else:
        found[path] = value


def whole(facts: Mapping[Path, Any]) -> Record:
    """The record that was laid flat. An item of a list without its id is gone."""
    tree: dict[str, Any] = {}
    for path, value in facts.items():
        if value is None:
            continue
        at = tree
        for name in path[:-1]:
            at = at.setdefault(name, {})
        at[path[-1]] = value
    record: Record = codec.restore(Record, _folded(tree))
    return record


def _folded(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    if tree and all(name.startswith("#") for name in tree):
        return [_folded(item) for item in tree.values() if "id" in item]
    kept = {name: _folded(inner) for name, inner in tree.items()}
    return {name: inner for name, inner in kept.items() if inner != []}


def changes(
    before: Record | None, after: Record | None, *, current: Record | None = None
) -> list[Change]:
    """Facts that `after` says otherwise than `before`, in the order of the record. `current`,
    where it is given, is what the listing says today."""
    old, new = flat(before), flat(after)
    now = old if current is None else flat(current)
    return [
        Change(path, old.get(path), now.get(path), new.get(path))
        for path in _in_order(old, new)
        if old.get(path) != new.get(path) and path[-1] not in _QUIET
    ]


def _in_order(*all_facts: Flat) -> list[Path]:
    """Every path once, each where it first stood, beside its neighbours."""
    order: list[Path] = list(all_facts[0])
    for facts in all_facts[1:]:
        last = -1
        places = {path: n for n, path in enumerate(order)}
        for path in facts:
            if path in places:
                last = places[path]
            else:
                last += 1
                order.insert(last, path)
                places = {path: n for n, path in enumerate(order)}
    return order


def merge(
    base: Record | None,
    current: Record,
    sent: Record,
    *,
    choices: Mapping[str, str] | None = None,
) -> tuple[Record, list[Change]]:
    """What was sent, put into what the listing says now. Facts that only one side changed follow
    that side. Where both did, `choices` names the side by `Change.name` ("sent" or "current");
    without a choice the listing's own words stay. Returns the record and what is undecided."""
    choices = choices or {}
    old, now, new = flat(base), flat(current), flat(sent)
    merged: Flat = {}
    undecided: list[Change] = []
    for path in _in_order(now, new, old):
        before, mine, theirs = old.get(path), now.get(path), new.get(path)
        if mine == theirs or theirs == before:
            merged[path] = mine
        elif mine == before:
            merged[path] = theirs
        else:
            change = Change(path, before, mine, theirs)
            chosen = choices.get(change.name)
            if chosen is None:
                undecided.append(change)
            merged[path] = theirs if chosen == "sent" else mine
    return whole(merged), undecided
