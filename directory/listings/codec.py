"""Records to plain JSON shapes and back.

Two outer forms of the same dataclasses:

- *stored*: our own keys, everything included. For revisions, submissions and tests.
- *HSDS*: keys of the standard; ours carry the profile's prefix or are left out. Nothing is null:
  what is unknown is absent. `exchange` and `api` build their documents from this form.

Reading is strict and keeps going: each wrong value becomes a `Misfit` with its path, so that a
person can be told all of it at once.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from directory.listings.record import PROFILE_PREFIX

LARGEST = 1e15  # what stays exact in every form we write


@dataclass(frozen=True, slots=True)
class Shape:
    """How one field is read and written."""

    name: str
    key: str  # the name outside, prefix included, in the HSDS form
    kind: str  # text, number, flag, one, many, texts, mapping
    target: type | None  # the dataclass of `one` and `many`
    ours: bool
    nullable: bool


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value that cannot be what the record needs. `path` such as "phones[0].extension"."""

    path: str
    sentence: str


@cache
def shapes(cls: type) -> tuple[Shape, ...]:
    hints = get_type_hints(cls)
    return tuple(_shape(f.name, hints[f.name], bool(f.metadata.get("ours"))) for f in fields(cls))


def _shape(name: str, hint: Any, ours: bool) -> Shape:
    key = f"{PROFILE_PREFIX}{name}" if ours else name
    nullable = False
    if get_origin(hint) in (Union, UnionType):
        inner = [a for a in get_args(hint) if a is not NoneType]
        nullable, hint = len(inner) < len(get_args(hint)), inner[0]
    if get_origin(hint) is list:
        (item,) = get_args(hint)
        if isinstance(item, type) and is_dataclass(item):
            return Shape(name, key, "many", item, ours, nullable)
        return Shape(name, key, "texts", None, ours, nullable)
    if get_origin(hint) is dict:
        return Shape(name, key, "mapping", None, ours, nullable)
    if isinstance(hint, type) and is_dataclass(hint):
        return Shape(name, key, "one", hint, ours, nullable)
    kind = {str: "text", float: "number", bool: "flag"}[hint]
    return Shape(name, key, kind, None, ours, nullable)


@cache
def parts(cls: type) -> tuple[Shape, ...]:
    """The fields that hold further objects."""
    return tuple(shape for shape in shapes(cls) if shape.kind in ("one", "many"))


def copy(thing: Any) -> Any:
    """Another object with the same values: `dataclasses.replace` takes four times as long, and
    a stream of everything makes some thirty copies a listing."""
    cls: type = type(thing)
    names, read = _all_of(cls)
    new: Any = object.__new__(cls)
    for name, value in zip(names, read(thing), strict=True):
        setattr(new, name, value)
    return new


@cache
def _all_of(cls: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Names of all fields, and what reads them at once."""
    names = tuple(field.name for field in fields(cls))
    return names, attrgetter(*names) if len(names) > 1 else lambda thing: (
        getattr(thing, names[0]),
    )


def plain(thing: Any) -> dict[str, Any]:
    """The stored form of any record dataclass: unknown and empty left out."""
    return _write(thing, hsds=False, profile=True)


def hsds(thing: Any, *, profile: bool = False) -> dict[str, Any]:
    """The HSDS form; with `profile` also our own keys, prefixed."""
    return _write(thing, hsds=True, profile=profile)


def _write(thing: Any, *, hsds: bool, profile: bool) -> dict[str, Any]:
    out: dict[str, Any] = {}
    cls: type = type(thing)
    _, read_all = _all_of(cls)
    for shape, value in zip(shapes(cls), read_all(thing), strict=True):
        if value is None or (shape.ours and not profile):
            continue
        if shape.kind == "many":
            if value:
                out[shape.key if hsds else shape.name] = [
                    _write(item, hsds=hsds, profile=profile) for item in value
                ]
            continue
        if shape.kind == "one":
            value = _write(value, hsds=hsds, profile=profile)
        elif shape.kind == "number":
            value = int(value) if float(value).is_integer() else value
        elif shape.kind in ("texts", "mapping") and not value:
            continue
        out[shape.key if hsds else shape.name] = value
    return out


def read(cls: type, data: Any, *, hsds: bool = False) -> tuple[Any, list[Misfit], list[str]]:
    """A `cls` from a JSON shape.

    Returns the object, what did not fit (those fields keep their default), and the paths of keys
    that nobody reads, so that an importer can say what it did not carry.
    """
    misfits: list[Misfit] = []
    unread: list[str] = []
    thing = _read(cls, data, "", hsds, misfits, unread)
    return thing, misfits, unread


def restore(cls: type, data: Any) -> Any:
    """A `cls` from its own stored form. Raises ValueError if it does not fit: it was ours."""
    thing, misfits, _ = read(cls, data)
    if misfits:
        raise ValueError("; ".join(f"{m.path}: {m.sentence}" for m in misfits))
    return thing


def trusted(cls: type, data: dict[str, Any]) -> Any:
    """A `cls` from a stored form that was checked when it was written, several times faster than
    `restore`. Keys that nobody knows any more are passed over."""
    targets = _targets(cls)
    values = {}
    for key, value in data.items():
        target = targets.get(key, _UNKNOWN)
        if target is None:
            values[key] = value
        elif target is _UNKNOWN:
            continue
        elif isinstance(value, list):
            values[key] = [trusted(target, item) for item in value]
        else:
            values[key] = trusted(target, value)
    return cls(**values)


class _UNKNOWN:
    """Stands for a key that a class does not have."""


@cache
def _targets(cls: type) -> dict[str, type | None]:
    """For each field the class of what it holds; None for values that are taken as they are."""
    return {shape.name: shape.target for shape in shapes(cls)}


def _read(
    cls: type, data: Any, path: str, hsds: bool, misfits: list[Misfit], unread: list[str]
) -> Any:
    if not isinstance(data, dict):
        misfits.append(Misfit(path, "This must be an object with named fields."))
        return cls()
    values: dict[str, Any] = {}
    known = set()
    for shape in shapes(cls):
        key = shape.key if hsds else shape.name
        known.add(key)
        if key not in data:
            continue
        value, at = data[key], f"{path}.{key}" if path else key
        if value is None:
            if not shape.nullable:
                misfits.append(Misfit(at, "This must not be null. Leave it out if not known."))
            continue
        values[shape.name] = _read_value(shape, value, at, hsds, misfits, unread)
    unread.extend(f"{path}.{key}" if path else key for key in data if key not in known)
    return cls(**{name: value for name, value in values.items() if value is not None})


def _read_value(
    shape: Shape, value: Any, at: str, hsds: bool, misfits: list[Misfit], unread: list[str]
) -> Any:
    def misfit(sentence: str) -> None:
        misfits.append(Misfit(at, sentence))

    match shape.kind:
        case "one":
            assert shape.target
            return _read(shape.target, value, at, hsds, misfits, unread)
        case "many":
            assert shape.target
            if not isinstance(value, list):
                return misfit("This must be a list.")
            return [
                _read(shape.target, item, f"{at}[{n}]", hsds, misfits, unread)
                for n, item in enumerate(value)
            ]
        case "text":
            return value if isinstance(value, str) else misfit("This must be text.")
        case "number":
            if isinstance(value, bool) or not isinstance(value, int | float):
                return misfit("This must be a number.")
            if not abs(value) < LARGEST:  # endless, or no number at all
                return misfit("This number is too large.")
            return value
        case "flag":
            return value if isinstance(value, bool) else misfit("This must be true or false.")
        case "texts":
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                return misfit("This must be a list of texts.")
            return value
        case _:
            return value if isinstance(value, dict) else misfit("This must be an object.")
