"""A row: one document after analysis, as a segment stores it and gives it back for merging."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.search import analysis
from directory.search.document import FIELDS, Document, Spot
from directory.search.weights import FIELD_WEIGHTS, JOINED_WEIGHT

# In a segment's run of words, a number below WORDS begins a text and says of which field; from
# JOINED on, that the words are unions over hyphens and stand next to nothing.
JOINED = 8
WORDS = 16
MARK_WEIGHTS = tuple(
    FIELD_WEIGHTS[FIELDS[mark % JOINED]] * (JOINED_WEIGHT if mark >= JOINED else 1.0)
    if mark % JOINED < len(FIELDS)
    else 0.0
    for mark in range(WORDS)
)

COVERAGE = "@coverage"  # kept like a facet; no axis of ours can be called so

NAME, OTHER_NAME, ORGANIZATION = range(3)  # kinds of names

_MARKS = {field: mark for mark, field in enumerate(FIELDS)}


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    revision: int
    texts: Sequence[tuple[int, str, Sequence[str]]]  # mark, language, words
    names: Sequence[tuple[int, str]]  # kind, as shown
    facets: dict[str, tuple[str, ...]]
    spots: tuple[Spot, ...]
    checked: int | None
    lower_after: int | None
    hide_after: int | None
    completeness: float
    fictional: bool


def row_of(document: Document) -> Row:
    texts: list[tuple[int, str, Sequence[str]]] = []
    for text in document.texts:
        mark, language = _MARKS[text.field], analysis.base_language(text.language)
        words, joined = analysis.read(text.words)
        if words:
            texts.append((mark, language, words))
        if joined:
            texts.append((JOINED + mark, language, joined))
    facets = {axis: tuple(sorted(set(codes))) for axis, codes in document.facets.items() if codes}
    if document.coverage:
        facets[COVERAGE] = tuple(sorted(set(document.coverage)))
    return Row(
        id=document.id,
        revision=document.revision,
        texts=texts,
        names=[
            (NAME, document.name),
            *((OTHER_NAME, name) for name in document.other_names),
            *((ORGANIZATION, name) for name in document.organizations),
        ],
        facets=facets,
        spots=document.spots,
        checked=document.checked,
        lower_after=document.lower_after,
        hide_after=document.hide_after,
        completeness=document.completeness,
        fictional=document.fictional,
    )
