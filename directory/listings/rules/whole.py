"""Rules about the record as a whole: what is empty, too long or hidden in it, what it repeats, what
it points at."""

from collections.abc import Callable, Iterator
from typing import Any

from directory.listings import text, urls
from directory.listings.codec import shapes
from directory.listings.messages import N_
from directory.listings.record import (
    Address,
    Attribute,
    Metadata,
    Organization,
    OrganizationIdentifier,
    Phone,
    Program,
    Record,
    Service,
    Source,
    Taxonomy,
    TaxonomyTerm,
    Unit,
    Url,
)
from directory.listings.rules.problem import (
    Around,
    Problem,
    incomplete,
    join,
    refuse,
    warn,
)

# Texts that HSDS requires: schemas let the empty one pass, people cannot use it. Without the first
# group nobody can tell what the row is; the second is asked for and shown as "Ask".
_NEEDED: dict[type, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Service: (("name", "status"), ()),
    Organization: (("name",), ("description",)),
    Program: (("name",), ("description",)),
    Phone: (("number",), ()),
    Url: (("url",), ()),
    Address: (("country", "address_type"), ("address_1", "city", "state_province", "postal_code")),
    OrganizationIdentifier: (("identifier_type", "identifier"), ()),
    Unit: (("name",), ()),
    Taxonomy: (("name",), ("description",)),
    TaxonomyTerm: (("name",), ("description",)),
}


def empty_problems(around: Around) -> Iterator[Problem]:
    for path, row in around.rows:
        refused, asked = _NEEDED.get(type(row), ((), ()))
        for name in (*refused, *asked):
            if (getattr(row, name) or "").strip() or (type(row), name) == (Phone, "number"):
                continue
            judge = refuse if name in refused or not around.record else incomplete
            message = N_("This is empty. Fill it in, or remove the whole entry.")
            yield judge(join(path, name), "empty", message)


def character_problems(around: Around) -> Iterator[Problem]:
    for path, name, value in texts(around):
        most = text.longest(name)
        if len(value) > most:
            yield refuse(
                path,
                "long",
                N_("This text is too long: %(length)s characters. At most %(most)s fit."),
                length=len(value),
                most=most,
            )
        hidden = text.unwelcome(value[: most * 2])
        if hidden:
            yield refuse(
                path,
                "characters",
                N_("This text holds hidden characters (%(names)s). Type it again."),
                names=", ".join(hidden[:3]),
            )


def texts(around: Around) -> Iterator[tuple[str, str, str]]:
    """Every text of every row and of the translations: (path, field name, text)."""
    for path, row in around.rows:
        for shape in shapes(row.__class__):
            value = getattr(row, shape.name)
            if shape.kind == "text" and value:
                yield join(path, shape.name), shape.name, value
            elif shape.kind == "texts":
                for n, item in enumerate(value or ()):
                    yield f"{join(path, shape.name)}[{n}]", shape.name, item
    if around.record is not None:
        for language, words in around.record.translations.items():
            for name, value in words.items() if isinstance(words, dict) else ():
                if isinstance(value, str):
                    yield f"translations.{language}.{name}", name, value


# Prose that the public reads. Addresses belong into their own fields, where they are checked.
_PROSE = frozenset({"description", "eligibility_description", "fees_description", "alert", "notes"})


def link_problems(around: Around) -> Iterator[Problem]:
    if around.record is None:
        return
    for path, name, value in texts(around):
        if name in _PROSE and next(urls.links_in(value), None):
            yield warn(
                path,
                "link-in-text",
                N_("Put web addresses into the fields for them, not into the text."),
            )


def repeat_problems(around: Around) -> Iterator[Problem]:
    """One identifier may stand in many places, always for the same content."""
    seen: dict[tuple[type, str], tuple[str, Any]] = {}
    for path, row in around.rows:
        if isinstance(row, Record | Source) or not getattr(row, "id", None):
            continue
        key = (type(row), row.id)
        if key not in seen:
            seen[key] = path, row
        elif not _same(seen[key][1], row):
            yield refuse(
                join(path, "id"),
                "id-repeated",
                N_("The same id stands for something else at %(path)s. Use two ids."),
                path=seen[key][0] or "the top",
            )


def _same(one: Any, other: Any) -> bool:
    """Own values equal; lists too where both have them, for HSDS cuts nesting short."""
    if one is other:
        return True
    for shape in shapes(one.__class__):
        a, b = getattr(one, shape.name), getattr(other, shape.name)
        if shape.kind == "many":
            if a and b and {row.id for row in a} != {row.id for row in b}:
                return False
        elif shape.kind == "one":
            if a is not None and b is not None and not _same(a, b):
                return False
        elif a != b and not (a is None and b == "") and not (b is None and a == ""):
            return False
    return True


TABLES = frozenset(
    """organization service location service_at_location address phone contact schedule
    service_area language accessibility funding url program cost_option required_document
    organization_identifier service_capacity unit attribute taxonomy taxonomy_term metadata
    meta_table_description""".split()
)

# (name of the table, id) -> does it exist outside this record? None: nobody knows.
Exists = Callable[[str, str], bool | None]


def reference_problems(around: Around, exists: Exists | None = None) -> Iterator[Problem]:
    """References to rows that are nowhere, and rows that are their own ancestor.

    Without `exists` only what the record itself can settle is judged.
    """
    here = {(_table(type(row)), row.id) for _, row in around.rows if hasattr(row, "id")}
    parents: dict[tuple[str, str], str] = {}
    for path, row in around.rows:
        if isinstance(row, Attribute | Metadata):
            yield from _table_name(path, row)
        for table, name in _REFERENCES.get(type(row), ()):
            target = getattr(row, name)
            if not target:
                continue
            parents[(table, row.id)] = target
            if (table, target) not in here and exists and exists(table, target) is False:
                yield refuse(
                    join(path, name),
                    "reference",
                    N_("This points to a %(table)s that is not here: %(id)s."),
                    table=table,
                    id=target,
                )
            if _is_own_ancestor(table, row.id, parents):
                yield refuse(
                    join(path, name),
                    "reference-cycle",
                    N_("This is its own parent, directly or through others."),
                )


_REFERENCES: dict[type, tuple[tuple[str, str], ...]] = {
    Organization: (("organization", "parent_organization_id"),),
    TaxonomyTerm: (("taxonomy_term", "parent_id"),),
}


def _table(cls: type) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in cls.__name__).lstrip("_")


def _is_own_ancestor(table: str, start: str, parents: dict[tuple[str, str], str]) -> bool:
    at: str | None = parents.get((table, start))
    passed: set[str] = set()
    while at is not None and at not in passed:
        if at == start:
            return True
        passed.add(at)
        at = parents.get((table, at))
    return False


def _table_name(path: str, row: Attribute | Metadata) -> Iterator[Problem]:
    name = "link_entity" if isinstance(row, Attribute) else "resource_type"
    value = getattr(row, name)
    if value is not None and value not in TABLES:
        message = N_("“%(value)s” is not the name of a table of the standard.")
        yield refuse(join(path, name), name.replace("_", "-"), message, value=value)
