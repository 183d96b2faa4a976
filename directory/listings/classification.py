"""Our own classification: nine axes and their terms, from `seed/taxonomy/`, with what moderators
changed in their words (`own_terms.py`).

A record carries codes by axis (`Record.terms`). Here those codes get their words in each language,
their stable identifiers, and their HSDS form: one taxonomy for each axis, one attribute for each
term, with codes such as "topic:grief" that are unique across taxonomies.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

from directory.listings.record import Attribute, Record, Taxonomy, TaxonomyTerm
from directory.shipped import shipped

TAXONOMY_FOLDER = shipped("seed") / "taxonomy"
LANGUAGES = ("en", "es")
# Never change it: every identifier of an axis or a term that was ever exported follows from it.
_NAMESPACE = UUID("e9f9d678-a32e-41f9-bbe9-9ac8d5db5386")


class ClassificationError(ValueError):
    """The taxonomy files contradict themselves. The message names file, term and reason."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one thing is called in one language."""

    label: str
    description: str
    synonyms: tuple[str, ...] = ()


class _Worded:
    """Shared by axes and terms. Languages that we lack, or regions of one, fall back: "es-MX" to
    Spanish, "fr" to English."""

    __slots__ = ()
    words: Mapping[str, Words]

    def in_language(self, language: str) -> Words:
        return self.words.get(language.partition("-")[0].lower(), self.words["en"])

    def label(self, language: str = "en") -> str:
        return self.in_language(language).label

    def description(self, language: str = "en") -> str:
        return self.in_language(language).description


@dataclass(frozen=True, slots=True)
class Term(_Worded):
    axis: str
    code: str
    parent: str | None  # a code of the same axis
    words: Mapping[str, Words]
    foreign: Mapping[str, str]  # codes of other taxonomies by their name

    def synonyms(self, language: str = "en") -> tuple[str, ...]:
        return self.in_language(language).synonyms

    @property
    def full_code(self) -> str:
        return f"{self.axis}:{self.code}"

    @property
    def uuid(self) -> str:
        return str(uuid5(_NAMESPACE, self.full_code))


@dataclass(frozen=True, slots=True)
class Axis(_Worded):
    code: str
    words: Mapping[str, Words]
    terms: tuple[Term, ...]
    single: bool  # a listing has exactly one value on this axis
    version: str
    licence: str

    @property
    def uuid(self) -> str:
        return str(uuid5(_NAMESPACE, self.code))


def axes() -> tuple[Axis, ...]:
    """All axes, in the order in which people should meet them."""
    return tuple(_in_force().values())


def find_axis(code: str) -> Axis | None:
    return _in_force().get(code)


def terms(axis: str) -> tuple[Term, ...]:
    """The terms of an axis in their own order. Raises KeyError for an axis that is not ours."""
    return _in_force()[axis].terms


def find_term(axis: str, code: str) -> Term | None:
    return _by_code().get((axis, code))


def term_by_uuid(uuid: str) -> Term | None:
    return _by_uuid().get(uuid.lower())


def labels(axis: str, codes: Iterable[str], language: str = "en") -> list[str]:
    """Labels of `codes`. One that is not ours is left out: a page must not show a bare code."""
    found = (find_term(axis, code) for code in codes)
    return [term.label(language) for term in found if term]


def descendants(axis: str, code: str) -> frozenset[str]:
    """The code itself and everything below it: who asks for grief also means loss to suicide."""
    family = {code}
    grown = True
    while grown:
        children = {term.code for term in terms(axis) if term.parent in family}
        grown = not children <= family
        family |= children
    return frozenset(family)


def attributes_of(record: Record, language: str = "en") -> list[Attribute]:
    """The record's terms as HSDS attributes of its service, in the order of the axes."""
    return [
        Attribute(
            id=str(uuid5(_NAMESPACE, f"{record.id} {term.full_code}")),
            link_type=axis.code,
            link_entity="service",
            value=term.full_code,
            label=term.label(language),
            taxonomy_term=taxonomy_term(term, language),
        )
        for axis in axes()
        for code in record.terms.get(axis.code, [])
        if (term := find_term(axis.code, code))
    ]


def terms_from_attributes(
    attributes: Iterable[Attribute],
) -> tuple[dict[str, list[str]], list[Attribute]]:
    """Our codes by axis, and the attributes that are not of our taxonomies."""
    ours: dict[str, list[str]] = {}
    others: list[Attribute] = []
    for attribute in attributes:
        term = _term_of(attribute)
        if term is None:
            others.append(attribute)
        elif term.code not in (codes := ours.setdefault(term.axis, [])):
            codes.append(term.code)
    return ours, others


def taxonomies(language: str = "en") -> list[Taxonomy]:
    return [_taxonomy(axis, language) for axis in axes()]


def taxonomy_term(term: Term, language: str = "en") -> TaxonomyTerm:
    axis = _in_force()[term.axis]
    parent = find_term(term.axis, term.parent) if term.parent else None
    return TaxonomyTerm(
        id=term.uuid,
        code=term.full_code,
        name=term.label(language),
        description=term.description(language),
        parent_id=parent.uuid if parent else None,
        taxonomy=axis.label(language),
        taxonomy_detail=_taxonomy(axis, language),
        language=language,
    )


def _taxonomy(axis: Axis, language: str) -> Taxonomy:
    return Taxonomy(
        id=axis.uuid,
        name=axis.label(language),
        description=axis.description(language),
        uri=f"urn:uuid:{axis.uuid}",
        version=axis.version,
    )


def _term_of(attribute: Attribute) -> Term | None:
    """By identifier, or by our full code where a sender gave the term an identifier of its own."""
    theirs = attribute.taxonomy_term
    if theirs is None:
        return None
    return term_by_uuid(theirs.id) or find_term(*(theirs.code or "").partition(":")[::2])


@cache
def shipped_axes() -> Mapping[str, Axis]:
    """As the seed's files say it, whatever was changed since."""
    return load(TAXONOMY_FOLDER)


_changed: list[Mapping[str, Axis]] = []  # empty, or what is in force instead of the files


def put_in_force(changed: Mapping[str, Axis] | None) -> None:
    """From now on this process speaks so; None: as the files say. What follows from our words
    and is kept in memory asks `edition()`."""
    _changed[:] = [] if changed is None else [changed]
    _by_code.cache_clear()
    _by_uuid.cache_clear()
    _edition[0] += 1


_edition = [0]


def edition() -> int:
    """Grows with each change of our words in this process."""
    return _edition[0]


def _in_force() -> Mapping[str, Axis]:
    return _changed[0] if _changed else shipped_axes()


@cache
def _by_code() -> Mapping[tuple[str, str], Term]:
    return {(term.axis, term.code): term for axis in axes() for term in axis.terms}


@cache
def _by_uuid() -> Mapping[str, Term]:
    return {term.uuid: term for term in _by_code().values()}


def load(folder: Path) -> Mapping[str, Axis]:
    """Every axis in `folder`, checked. Raises ClassificationError."""
    found: list[tuple[int, Axis]] = []
    for path in sorted(folder.glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            found.append((data["position"], _axis(path.name, data)))
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise ClassificationError(f"{path.name}: not of the expected form ({error})") from error
    if not found:
        raise ClassificationError(f"There is no taxonomy file in {folder}.")
    found.sort(key=lambda pair: pair[0])
    return MappingProxyType({axis.code: axis for _, axis in found})


def _axis(file: str, data: Mapping[str, Any]) -> Axis:
    code = data["axis"]
    if file != f"{code}.json":
        raise ClassificationError(f"{file}: holds the axis {code!r}")
    axis = Axis(
        code=code,
        words=_words(file, data),
        terms=tuple(_term(file, code, item) for item in data["terms"]),
        single=data["single"],
        version=data["version"],
        licence=data["licence"],
    )
    check_axis(file, axis)
    return axis


def _term(file: str, axis: str, data: Mapping[str, Any]) -> Term:
    return Term(
        axis=axis,
        code=data["code"],
        parent=data.get("parent"),
        words=_words(f"{file}: {data['code']}", data),
        foreign=MappingProxyType(data.get("codes", {})),
    )


def _words(at: str, data: Mapping[str, Any]) -> Mapping[str, Words]:
    missing = [language for language in LANGUAGES if language not in data]
    if missing:
        raise ClassificationError(f"{at}: no words in {missing[0]!r}")
    words = {
        language: Words(
            label=data[language]["label"],
            description=data[language]["description"],
            synonyms=tuple(data[language].get("synonyms", ())),
        )
        for language in LANGUAGES
    }
    for language, word in words.items():
        if not all(text.strip() for text in (word.label, word.description, *word.synonyms)):
            raise ClassificationError(f"{at}: an empty text in {language!r}")
    return MappingProxyType(words)


def check_axis(file: str, axis: Axis) -> None:
    """Raises ClassificationError where terms contradict each other. `file`: what to blame."""
    parents = {term.code: term.parent for term in axis.terms}
    if len(parents) != len(axis.terms):
        raise ClassificationError(f"{file}: a code stands there twice")
    for term in axis.terms:
        seen = {term.code}
        parent = term.parent
        while parent is not None:
            if parent not in parents:
                raise ClassificationError(f"{file}: {term.code} has the unknown parent {parent!r}")
            if parent in seen:
                raise ClassificationError(f"{file}: {term.code} is its own ancestor")
            seen.add(parent)
            parent = parents[parent]
    for language in LANGUAGES:
        names = [term.label(language).casefold() for term in axis.terms]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ClassificationError(f"{file}: the label {min(twice)!r} stands there twice")
