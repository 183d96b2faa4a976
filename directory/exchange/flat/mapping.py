"""A mapping file: what each column of a flat table means, in TOML or JSON.

docs/import-and-export.md explains every key. A mapping with a mistake is refused at once, with the
place and the reason.
"""

import json
import re
import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from directory.exchange.flat.cleaners import CLEANERS
from directory.listings.classification import find_term
from directory.listings.record import Source


class MappingError(ValueError):
    """The mapping file cannot be used; the text is the one line to show."""


@dataclass(frozen=True, slots=True)
class When:
    """True where one of the columns matches the pattern (`matches`), none does (`lacks`), or any
    is filled in (neither)."""

    columns: tuple[str, ...]
    matches: re.Pattern[str] | None = None
    lacks: re.Pattern[str] | None = None

    def holds(self, cells: AnyMapping[str, str]) -> bool:
        texts = [cells.get(column, "") for column in self.columns]
        if self.lacks:
            return not any(self.lacks.search(text) for text in texts)
        if self.matches:
            return any(self.matches.search(text) for text in texts)
        return any(texts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Derive:
    """A new column of old ones. The first rule for a column whose `when` holds fills it."""

    to: str
    columns: tuple[str, ...]
    join: str = " "
    pattern: re.Pattern[str] | None = None  # keeps its first group
    clean: tuple[str, ...] = ()
    when: When | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A value of the record. With a pattern that has named groups, `to` is the object and each
    group one of its fields."""

    to: str
    columns: tuple[str, ...] = ()
    value: Any = None
    join: str = " "
    pattern: re.Pattern[str] | None = None
    clean: tuple[str, ...] = ()
    choices: AnyMapping[str, Any] = field(default_factory=dict)
    default: Any = None
    when: When | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    axis: str
    codes: tuple[str, ...]
    when: When | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """What a person must know about rows like this: `review` takes it and says so, `hold` keeps it
    from being published straight in, `skip` leaves it out."""

    when: When
    review: str = ""
    hold: str = ""
    skip: str = ""
    crisis: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Hide:
    """Rows whose address must not be shown: only the town remains."""

    when: When
    town: str  # column
    review: str = "The address is hidden: only the town is shown."


@dataclass(frozen=True, kw_only=True, slots=True)
class Mapping:
    name: str
    source: Source
    namespace: str
    key: tuple[str, ...]
    organization_key: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()  # must be there
    encoding: str | None = None
    delimiter: str | None = None
    derive: tuple[Derive, ...] = ()
    fields: tuple[Field, ...] = ()
    terms: tuple[Terms, ...] = ()
    marks: tuple[Mark, ...] = ()
    hide: tuple[Hide, ...] = ()
    ignore: tuple[str, ...] = ()  # columns known to carry nothing


def load(path: Path) -> Mapping:
    """Reads a mapping file. Raises MappingError."""
    try:
        text = path.read_text("utf-8")
        data = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise MappingError(f"{path.name}: {error}") from error
    try:
        return _mapping(path.stem, data)
    except MappingError as error:
        raise MappingError(f"{path.name}: {error}") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise MappingError(f"{path.name}: not of the expected form ({error})") from error


def _mapping(name: str, data: dict[str, Any]) -> Mapping:
    known = {"file", "source", "identity", "paths", "derive", "field", "term", "mark", "hide"}
    _only(data, known, "the mapping")
    file, identity = data.get("file", {}), data["identity"]
    _only(file, {"columns", "encoding", "delimiter", "ignore"}, "[file]")
    _only(identity, {"namespace", "key", "organization_key"}, "[identity]")
    _only(data["source"], {f.name for f in fields(Source)}, "[source]")
    paths = data.get("paths", {})
    return Mapping(
        name=name,
        source=Source(**data["source"]),
        namespace=identity["namespace"],
        key=_texts(identity["key"]),
        organization_key=_texts(identity.get("organization_key", [])),
        columns=_texts(file.get("columns", [])),
        encoding=file.get("encoding"),
        delimiter=file.get("delimiter"),
        ignore=_texts(file.get("ignore", [])),
        derive=tuple(_derive(item) for item in data.get("derive", [])),
        fields=tuple(_field(item, paths) for item in data.get("field", [])),
        terms=tuple(_terms(item) for item in data.get("term", [])),
        marks=tuple(_mark(item) for item in data.get("mark", [])),
        hide=tuple(_hide(item) for item in data.get("hide", [])),
    )


def _derive(item: dict[str, Any]) -> Derive:
    at = f"[[derive]] {item.get('to')}"
    _only(item, {"to", "from", "join", "pattern", "clean", "when"}, at)
    return Derive(
        to=item["to"],
        columns=_texts(item["from"]),
        join=item.get("join", " "),
        pattern=_pattern(item.get("pattern"), at),
        clean=_steps(item.get("clean", []), at),
        when=_when(item.get("when"), at),
    )


def _field(item: dict[str, Any], paths: dict[str, str]) -> Field:
    at = f"[[field]] {item.get('to')}"
    known = {"to", "from", "value", "join", "pattern", "clean", "choices", "default", "when"}
    _only(item, known, at)
    to = item["to"]
    if to.startswith("@"):
        short, dot, rest = to[1:].partition(".")
        if short not in paths:
            raise MappingError(f"{at}: [paths] has no {short}")
        to = paths[short] + dot + rest
    if ("from" in item) == ("value" in item):
        raise MappingError(f"{at}: needs either from or value")
    return Field(
        to=to,
        columns=_texts(item.get("from", [])),
        value=item.get("value"),
        join=item.get("join", " "),
        pattern=_pattern(item.get("pattern"), at),
        clean=_steps(item.get("clean", []), at),
        choices=item.get("choices", {}),
        default=item.get("default"),
        when=_when(item.get("when"), at),
    )


def _terms(item: dict[str, Any]) -> Terms:
    at = f"[[term]] {item.get('axis')}"
    _only(item, {"axis", "codes", "when"}, at)
    codes = _texts(item["codes"])
    for code in codes:
        if find_term(item["axis"], code) is None:
            raise MappingError(f"{at}: there is no term {code}")
    return Terms(axis=item["axis"], codes=codes, when=_when(item.get("when"), at))


def _mark(item: dict[str, Any]) -> Mark:
    _only(item, {"when", "review", "hold", "skip", "crisis"}, "[[mark]]")
    when = _when(item["when"], "[[mark]]")
    assert when
    return Mark(**item | {"when": when})


def _hide(item: dict[str, Any]) -> Hide:
    _only(item, {"when", "town", "review"}, "[[hide]]")
    when = _when(item["when"], "[[hide]]")
    assert when
    return Hide(**item | {"when": when})


def _when(item: dict[str, Any] | None, at: str) -> When | None:
    if item is None:
        return None
    _only(item, {"column", "matches", "lacks"}, f"{at} when")
    return When(
        _texts(item["column"]),
        _pattern(item.get("matches"), at),
        _pattern(item.get("lacks"), at),
    )


def _pattern(text: str | None, at: str) -> re.Pattern[str] | None:
    if text is None:
        return None
    try:
        return re.compile(text)
    except re.error as error:
        raise MappingError(f"{at}: the pattern {text!r} is wrong ({error})") from error


def _steps(steps: list[str], at: str) -> tuple[str, ...]:
    for step in steps:
        if step.partition(":")[0] not in CLEANERS:
            raise MappingError(f"{at}: there is no cleaner {step}")
    return tuple(steps)


def _texts(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _only(item: dict[str, Any], known: set[str], at: str) -> None:
    strange = sorted(item.keys() - known)
    if strange:
        raise MappingError(f"{at}: there is no {strange[0]}")
