"""Synonyms that moderators added or changed: groups in the database over the seed's files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.search import weights
from directory.search.analysis import words
from directory.search.models import OwnSynonyms
from directory.search.synonyms import LONGEST, Group, in_force, key_of, shipped
from directory.site import editions

EDITION = "synonyms"
MOST_WORDINGS = 30


@dataclass(frozen=True, slots=True)
class Held:
    """A group as it is now. `key`: how it is named in addresses; `own`: added or changed here;
    `off`: a group of the seed that does not count here."""

    key: str
    group: Group
    own: bool
    off: bool = False


class Unfit(ValueError):
    """A group that cannot be used; the text says why, in one sentence."""


def init_app(app: Flask) -> None:
    in_force.put(None)
    editions.follow(app, EDITION, _take)


def _take() -> None:
    with db.engine.connect() as connection:
        rows = [_row(row) for row in connection.execute(select(OwnSynonyms.__table__))]
    in_force.put([held.group for held in _merged(rows) if not held.off] if rows else None)


def list_groups(language: str = "") -> list[Held]:
    """All groups: what was added or changed here first, then the seed's in their order."""
    rows = [_row(row) for row in db.session.execute(select(OwnSynonyms.__table__))]
    held = [each for each in _merged(rows) if language in ("", each.group.language)]
    return sorted(held, key=lambda each: not each.own)


def find_group(key: str) -> Held | None:
    return next((held for held in list_groups() if held.key == key), None)


def _row(row: Any) -> tuple[str, Group]:
    return row.key, Group(tuple(row.words), tuple(row.also), row.language, row.weight)


def _merged(rows: Iterable[tuple[str, Group]]) -> list[Held]:
    own = dict(rows)
    found = []
    for group in shipped():
        key = key_of(group)
        if key not in own:
            found.append(Held(key, group, own=False))
            continue
        changed = own.pop(key)
        off = not changed.words
        found.append(Held(key, group if off else changed, own=True, off=off))
    return found + [Held(key, group, own=True) for key, group in own.items() if group.words]


def change_group(key: str, group: Group, at: datetime) -> str:
    """Keeps a group under its key; an empty key adds one. Returns its key. Raises Unfit."""
    refuse_unfit(group)
    key = key or key_of(group)
    _put(key, group, at)
    return key


def switch_off(held: Held, at: datetime) -> None:
    """Takes an added group away; one of the seed's stays in its file and counts no more."""
    empty = Group((), (), held.group.language, held.group.weight)
    if held.key in {key_of(group) for group in shipped()}:
        _put(held.key, empty, at)
    else:
        db.session.delete(db.session.get_one(OwnSynonyms, held.key))
        editions.bump(EDITION)


def as_shipped(held: Held) -> None:
    """The seed's group counts again as its file says."""
    row = db.session.get(OwnSynonyms, held.key)
    if row is not None:
        db.session.delete(row)
        editions.bump(EDITION)


def _put(key: str, group: Group, at: datetime) -> None:
    db.session.merge(
        OwnSynonyms(
            key=key,
            language=group.language,
            words=list(group.words),
            also=list(group.also),
            weight=group.weight,
            changed_at=at,
        )
    )
    editions.bump(EDITION)


def refuse_unfit(group: Group) -> None:
    """Raises Unfit."""
    every = [*group.words, *group.also]
    if len(every) > MOST_WORDINGS:
        raise Unfit("These are more than 30 wordings. Make two groups.")
    if not group.words or len(every) < 2:
        raise Unfit("Write at least two wordings: one that people use, and one that it means.")
    for wording in every:
        if not words(wording):
            raise Unfit(f"“{wording}” holds no word.")
    for wording in group.words:
        if len(words(wording)) > LONGEST:
            raise Unfit(f"“{wording}” is longer than five words.")
    if not 0 < group.weight <= 1:
        raise Unfit("How strong it counts lies between 0 and 1.")


def usual_weight() -> float:
    return weights.SYNONYM
