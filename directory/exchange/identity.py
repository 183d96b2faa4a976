"""Identifiers that are the same at every import, for sources that have none that are UUIDs."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any
from uuid import UUID, uuid5

# Never change it: identifiers of everything imported from sources without UUIDs follow from it.
_ROOT = UUID("5b6b2f0d-6a6e-5c57-9a55-6f4f6f3f1d2e")


def namespace(source: str) -> UUID:
    """The identifier space of one source, by a name that stays with it."""
    return uuid5(_ROOT, source.strip().casefold())


def stable(space: UUID, kind: str, *keys: object) -> str:
    """The identifier of one thing of `kind` in a source."""
    name = "\x1f".join([kind, *map(str, keys)])
    return str(uuid5(space, name.encode("utf-8", "replace").decode()))


def is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def number(thing: Any, space: UUID, key: str, keep: Iterable[Any] = ()) -> None:
    """Gives `thing` and all below it identifiers that follow from `key` and their place in it.
    Objects in `keep` (and all below them) have theirs already."""
    kept = {id(item) for item in keep}
    _number(thing, space, key, kept)


def _number(thing: Any, space: UUID, path: str, kept: set[int]) -> None:
    if id(thing) in kept:
        return
    if hasattr(thing, "id"):
        thing.id = stable(space, type(thing).__name__, path)
    for item in fields(thing):
        value = getattr(thing, item.name)
        if is_dataclass(value):
            _number(value, space, f"{path}/{item.name}", kept)
        elif isinstance(value, list):
            for index, child in enumerate(value):
                if is_dataclass(child):
                    _number(child, space, f"{path}/{item.name}[{index}]", kept)
