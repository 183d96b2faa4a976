"""A record as a form and back: one field for each fact, so that no fact is out of reach. Plain.

Fields are named by the path of their fact. An item of a list can be taken out; a new phone,
address, web address or time starts from an empty one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from directory.listings import codec
from directory.listings.classification import find_term, terms
from directory.listings.messages import N_, Sentence, say
from directory.listings.record import (
    Address,
    CostOption,
    Facts,
    Language,
    Location,
    Organization,
    Phone,
    Record,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Url,
    new_id,
)
from directory.listings.text import clean_line, clean_text
from directory.moderation.diff import Path, flat, whole
from directory.moderation.labels import word_for, words_of

LONG = 120  # letters: what is longer gets room for several lines
MOST = 10_000

# What the form always shows, known or not.
_ASKED: dict[type, tuple[str, ...]] = {
    Service: (
        "name", "alternate_name", "description", "url", "email", "status", "application_process",
        "eligibility_description", "fees_description", "minimum_age", "maximum_age",
    ),
    Organization: ("name", "description", "website", "email"),
    Phone: ("number", "extension", "type", "country", "keyword", "after_answer", "description"),
    Url: ("label", "url", "channel"),
    Address: (
        "address_1", "address_2", "city", "state_province", "postal_code", "country",
        "address_type",
    ),
    Location: (
        "name", "location_type", "precision", "town", "state", "country", "latitude", "longitude",
        "transportation", "description",
    ),
    Schedule: (
        "freq", "interval", "byday", "bymonthday", "dtstart", "until", "opens_at", "closes_at",
        "zone", "description",
    ),
    CostOption: ("option", "amount", "currency", "amount_description"),
    Language: ("name", "code"),
    ServiceArea: ("name", "coverage"),
    Facts: tuple(field.name for field in fields(Facts)),
}  # fmt: skip
_LISTS: dict[Path, type] = {
    ("service", "phones"): Phone,
    ("service", "additional_urls"): Url,
    ("service", "schedules"): Schedule,
    ("service", "cost_options"): CostOption,
    ("service", "languages"): Language,
    ("service", "service_areas"): ServiceArea,
    ("service", "service_at_locations"): ServiceAtLocation,
}
_WITHIN: dict[type, tuple[tuple[Path, type], ...]] = {
    ServiceAtLocation: (
        (("schedules",), Schedule),
        (("location", "addresses"), Address),
    ),
}


# What the record says about itself.
ABOUT = ("language", "individual", "crisis")


@dataclass(frozen=True, slots=True)
class FormField:
    """`kind`: line, text, number, flag. `value` as it is typed."""

    name: str
    label: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that belong together. `remove`: the name of the box that takes the item out;
    `fresh`: an empty item that becomes one when something is filled in."""

    title: tuple[str, ...]
    fields: tuple[FormField, ...]
    remove: str = ""
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    name: str
    sentence: Sentence


def groups(record: Record, typed: Mapping[str, str] | None = None) -> list[Group]:
    """The form of a record; `typed` are values that were sent and must not be lost."""
    return list(_groups(record, typed or {}))


def _groups(record: Record, typed: Mapping[str, str]) -> Iterator[Group]:
    known = flat(record)
    shown: set[Path] = set()

    def group(title: tuple[str, ...], at: Path, cls: type, **more: Any) -> Group:
        kinds = {shape.name: shape.kind for shape in codec.shapes(cls)}
        asked = [(*at, name) for name in _ASKED.get(cls, ())]
        others = [path for path in known if path[:-1] == at and path not in asked]
        rows = [path for path in (*asked, *others) if path[-1] not in ("id", "metadata")]
        shown.update(rows)
        built = (_field(path, kinds.get(path[-1], "text"), known, typed) for path in rows)
        return Group(title, tuple(built), **more)

    yield group((word_for("service"),), ("service",), Service)
    yield group((word_for("organization"),), ("service", "organization"), Organization)
    for at, cls in _LISTS.items():
        yield from _items(at, cls, known, group)
    yield group((word_for("facts"),), ("facts",), Facts)
    about = [(name,) for name in ABOUT]
    shown.update(about)
    yield Group(
        (N_("About the record"),),
        tuple(
            _field(path, "text" if path == ("language",) else "flag", known, typed)
            for path in about
        ),
    )
    rest = [p for p in known if p not in shown and p[-1] not in ("id", "metadata")]
    rest = [p for p in rest if p[0] not in ("terms",) and not isinstance(known[p], bool)]
    if rest:
        built = [_field(path, _kind_of(known[path]), known, typed) for path in rest]
        yield Group((N_("Everything else"),), tuple(built))


def _items(at: Path, cls: type, known: Mapping[Path, Any], group: Any) -> Iterator[Group]:
    ids = dict.fromkeys(p[len(at)] for p in known if p[: len(at)] == at and len(p) > len(at))
    title = word_for(at[-1])
    for number, item in enumerate([*ids, "#new"], start=1):
        here = (*at, item)
        fresh = item == "#new"
        more = {"remove": "" if fresh else "/".join((*here, "remove")), "fresh": fresh}
        if cls is ServiceAtLocation:
            place = (word_for("location"), str(number))
            yield group(place, (*here, "location"), Location, **more)
        else:
            yield group((title, str(number)), here, cls, **more)
        for inner, child in _WITHIN.get(cls, ()):
            yield from _items((*here, *inner), child, known, group)


def _field(path: Path, kind: str, known: Mapping[Path, Any], typed: Mapping[str, str]) -> FormField:
    name, value = "/".join(path), _typed(known.get(path))
    value = typed.get(name, value)
    look = {"number": "number", "flag": "flag"}.get(kind, "line")
    if look == "line" and (len(value) > LONG or "\n" in value or path[-1] == "description"):
        look = "text"
    if kind == "texts":
        look = "text"
    return FormField(name, words_of(path)[-1], look, value)


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float):
        return "number"
    return "texts" if isinstance(value, list) else "text"


def _typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return str(value)


def read(record: Record, typed: Mapping[str, str], chosen: Mapping[str, list[str]]) -> tuple[
    Record, list[Wrong]
]:  # fmt: skip
    """The record as the form now says, and what cannot be read. `chosen` are codes by axis;
    axes that are not in it stay. Facts that the form did not show stay too."""
    facts, wrong = flat(record), []
    kinds: dict[Path, str] = {}
    for group in groups(record):
        kinds |= {tuple(f.name.split("/")): f.kind for f in group.fields}
    removed = {tuple(name.split("/"))[:-1] for name in typed if name.endswith("/remove")}
    fresh: dict[Path, str] = {}
    for path, kind in kinds.items():
        name = "/".join(path)
        if name not in typed:
            continue
        value: Any = None
        try:
            value = _value(typed[name], kind, facts.get(path))
        except ValueError:
            wrong.append(Wrong(name, say(N_("Write a number here."))))
            continue
        if value is None and path not in facts:
            continue
        facts[_named(path, fresh, facts)] = value
    for item in removed:
        for path in [p for p in facts if p[: len(item)] == item]:
            del facts[path]
    for axis, codes in chosen.items():
        known = [code for code in codes if find_term(axis, code)]
        facts[("terms", axis)] = known or None
    return whole(facts), wrong


def _named(path: Path, fresh: dict[Path, str], facts: dict[Path, Any]) -> Path:
    """Gives a new item its id when the first of its facts is filled in."""
    named: Path = ()
    for n, part in enumerate(path):
        if part != "#new":
            named = (*named, part)
            continue
        key = path[: n + 1]
        if key not in fresh:
            fresh[key] = f"#{new_id()}"
        named = (*named, fresh[key])
        facts.setdefault((*named, "id"), fresh[key][1:])
        if named[-2] == "service_at_locations":
            facts.setdefault((*named, "location", "id"), new_id())
    return named


def _value(text: str, kind: str, old: Any) -> Any:
    """Raises ValueError."""
    if isinstance(old, list):
        return [line for line in map(clean_line, text.splitlines()) if line] or None
    text = (clean_text(text) if kind == "text" else clean_line(text))[:MOST]
    if text == "":
        return None
    if kind == "number":
        number = float(text)
        if number != number or number in (float("inf"), float("-inf")):
            raise ValueError
        return number
    if kind == "flag":
        return {"yes": True, "no": False}[text] if text in ("yes", "no") else None
    return text


def boxes(record: Record, language: str) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Our classification as boxes to tick: (axis, its name, [(code, label, ticked)])."""
    found = []
    for axis in ("category", "kind", "support", "source", "topic", "audience", "format", "cost",
                 "access"):  # fmt: skip
        mine = record.terms.get(axis, [])
        rows = [(t.code, t.label(language), t.code in mine) for t in terms(axis)]
        found.append((axis, words_of(("terms", axis), language)[0], rows))
    return found
