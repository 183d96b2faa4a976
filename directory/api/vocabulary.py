"""Taxonomies and their terms: ours, and those of others that public listings carry."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select

from directory.api.documents import Document, in_uk_words
from directory.api.queries.filters import ATTRIBUTES, HERE, SERVICES, TERMS
from directory.extensions import db
from directory.listings import classification, codec
from directory.listings.mapping import load
from directory.listings.models import NODES, PUBLISHED, Listing
from directory.listings.record import (
    Location,
    Organization,
    Program,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)

TAXONOMIES: Table = NODES[Taxonomy].table


def taxonomies(asked: dict[str, Any]) -> list[str]:
    """Ids, ours first in their own order."""
    ours = [t.id for t in classification.taxonomies() if _says(asked, t.name, t.description)]
    statement = select(TAXONOMIES.c.id).where(
        TAXONOMIES.c.id.in_(select(TERMS.c.taxonomy_id).where(_public())),
        *_search(TAXONOMIES, asked, ("name", "description")),
    )
    return ours + list(db.session.scalars(statement.order_by(TAXONOMIES.c.id)))


def terms(asked: dict[str, Any]) -> list[str]:
    """Ids, ours first in their own order."""
    ours = [
        term.uuid
        for axis in classification.axes()
        if asked.get("taxonomy_id", [axis.uuid]) == [axis.uuid]
        for term in axis.terms
        if _fits(term, asked) and _says(asked, term.label(), term.description(), term.full_code)
    ]
    statement = select(TERMS.c.id).where(
        _public(), *_search(TERMS, asked, ("name", "description", "code"))
    )
    for taxonomy_id in asked.get("taxonomy_id", []):
        statement = statement.where(TERMS.c.taxonomy_id == taxonomy_id)
    if asked.get("top_only"):
        statement = statement.where(TERMS.c.parent_id.is_(None))
    if parent := asked.get("parent_id"):
        statement = statement.where(TERMS.c.parent_id == parent)
    return ours + list(db.session.scalars(statement.order_by(TERMS.c.id)))


def _fits(term: classification.Term, asked: dict[str, Any]) -> bool:
    parent = classification.find_term(term.axis, term.parent) if term.parent else None
    if asked.get("top_only") and parent:
        return False
    return "parent_id" not in asked or (parent is not None and parent.uuid == asked["parent_id"])


def _says(asked: dict[str, Any], *texts: str) -> bool:
    text = " ".join(texts).lower()
    return all(word in text for word in asked.get("search", "").lower().split())


def _search(
    table: Table, asked: dict[str, Any], names: tuple[str, ...]
) -> list[ColumnElement[bool]]:
    return [
        or_(*(func.lower(table.c[name]).contains(word, autoescape=True) for name in names))
        for word in asked.get("search", "").lower().split()[:16]
    ]


def _public() -> ColumnElement[bool]:
    """Terms that something public carries: what a hidden listing says stays hidden."""
    shown = (
        select(SERVICES.c.id)
        .join(Listing, Listing.id == SERVICES.c.id)
        .where(Listing.visibility == PUBLISHED)
    )

    def of_services(column: Any) -> Select[Any]:
        return select(column).where(SERVICES.c.id.in_(shown))

    here = HERE.c.service_id.in_(shown)
    owners: list[tuple[type, Select[Any]]] = [
        (Service, shown),
        (Organization, of_services(SERVICES.c.organization_id)),
        (Program, of_services(SERVICES.c.program_id)),
        (ServiceAtLocation, select(HERE.c.id).where(here)),
        (Location, select(HERE.c.location_id).where(here)),
    ]
    carried = select(ATTRIBUTES.c.taxonomy_term_id).where(
        or_(
            *(
                and_(ATTRIBUTES.c.owner_type == NODES[cls].entity, ATTRIBUTES.c.owner_id.in_(ids))
                for cls, ids in owners
            )
        )
    )
    return TERMS.c.id.in_(carried)


def tell_taxonomies(ids: Sequence[str], *, uk: bool) -> list[Document]:
    ours = {taxonomy.id: taxonomy for taxonomy in classification.taxonomies()}
    found = ours | load(Taxonomy, [i for i in ids if i not in ours])
    documents = [codec.hsds(found[i]) for i in ids if i in found]
    if uk:
        for document in documents:
            members = terms({"taxonomy_id": [document["id"]]})
            document["taxonomy_terms"] = tell_terms(members, uk=True)
    return documents


def tell_terms(ids: Sequence[str], *, uk: bool) -> list[Document]:
    ours = {i: term for i in ids if (term := classification.term_by_uuid(i))}
    theirs: dict[str, TaxonomyTerm] = load(TaxonomyTerm, [i for i in ids if i not in ours])
    found = theirs | {i: classification.taxonomy_term(term) for i, term in ours.items()}
    documents = [codec.hsds(found[i]) for i in ids if i in found]
    return in_uk_words(documents, "taxonomy_term") if uk else documents


def is_taxonomy(taxonomy_id: str) -> bool:
    return taxonomy_id in taxonomies({})


def is_term(term_id: str) -> bool:
    if classification.term_by_uuid(term_id):
        return True
    statement = select(TERMS.c.id).where(TERMS.c.id == term_id, _public())
    return db.session.scalar(statement) is not None
