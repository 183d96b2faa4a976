"""Our classification with what moderators changed, and back in the form of the seed's files.
Plain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from directory.listings.classification import (
    LANGUAGES,
    Axis,
    ClassificationError,
    Term,
    Words,
    check_axis,
)

GROWING = ("topic", "audience")  # axes that may get new terms
MOST_SYNONYMS = 60
LONGEST = {"label": 60, "description": 200, "synonym": 60}


@dataclass(frozen=True, slots=True)
class TermChange:
    """How a term of this code reads from now on; a code nobody has yet is a new term."""

    axis: str
    code: str
    parent: str | None
    words: Mapping[str, Words]


def with_changes(axes: Mapping[str, Axis], changes: Iterable[TermChange]) -> Mapping[str, Axis]:
    """The axes with these changes. Raises ClassificationError; one sentence."""
    by_axis: dict[str, list[TermChange]] = {}
    for change in changes:
        by_axis.setdefault(change.axis, []).append(change)
    merged = dict(axes)
    for code, wanted in by_axis.items():
        if code not in merged:
            raise ClassificationError(f"There is no axis {code}.")
        merged[code] = _changed(merged[code], wanted)
    return MappingProxyType(merged)


def _changed(axis: Axis, changes: list[TermChange]) -> Axis:
    held = {term.code: term for term in axis.terms}
    for change in changes:
        old = held.get(change.code)
        if old is not None:
            held[change.code] = replace(old, words=change.words)
            continue
        if axis.code not in GROWING:
            raise ClassificationError(f"{axis.label()} gets no new terms.")
        held[change.code] = Term(
            axis=axis.code,
            code=change.code,
            parent=change.parent,
            words=change.words,
            foreign=MappingProxyType({}),
        )
    changed = replace(axis, terms=tuple(held.values()))
    check_axis(axis.code, changed)
    return changed


def words_of(data: Mapping[str, Any]) -> Mapping[str, Words]:
    """Words as they are stored and as the seed's files hold them."""
    return MappingProxyType(
        {
            language: Words(
                label=data[language]["label"],
                description=data[language]["description"],
                synonyms=tuple(data[language].get("synonyms", ())),
            )
            for language in LANGUAGES
        }
    )


def stored(words: Mapping[str, Words]) -> dict[str, Any]:
    return {
        language: {
            "label": each.label,
            "description": each.description,
            "synonyms": list(each.synonyms),
        }
        for language, each in words.items()
    }


def file_form(axis: Axis, position: int) -> dict[str, Any]:
    """An axis as a file of `seed/taxonomy/` holds it."""
    about = {
        language: {"label": each.label, "description": each.description}
        for language, each in axis.words.items()
    }
    return {
        "axis": axis.code,
        "licence": axis.licence,
        "version": axis.version,
        "single": axis.single,
        "position": position,
        **about,
        "terms": [_term_form(term) for term in axis.terms],
    }


def _term_form(term: Term) -> dict[str, Any]:
    form: dict[str, Any] = {"code": term.code}
    if term.parent:
        form["parent"] = term.parent
    form |= stored(term.words)
    if term.foreign:
        form["codes"] = dict(term.foreign)
    return form
